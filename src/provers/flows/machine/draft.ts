import type { Expression, MachineStep, Variable } from '../../../model-checking/machine.ts';
import type { Channel, FlowSpec, Process, StoredRecord } from '../language/flow-spec.ts';
import { recordName } from './names.ts';
import { minus, plus, replaced, variable } from './terms.ts';

/** A machine while it is built. */
export interface Draft {
  readonly flow: FlowSpec;
  readonly local: Map<string, Variable>;
  readonly global: Map<string, Variable>;
  readonly steps: MachineStep[];
  /** Numbers of the keys, by what makes one the same as another. */
  readonly keys: Map<string, number>;
}

export const openDraft = (flow: FlowSpec): Draft => ({
  flow,
  local: new Map(),
  global: new Map(),
  steps: [],
  keys: new Map(),
});

/**
 * One for each, or one for all; naming it twice is fine. A value for which it has no room is told and not cut, unless
 * `staysAtMost`: then its greatest value stands for all beyond.
 */
export function declare(
  draft: Draft,
  of: 'each' | 'all',
  variable: Variable,
  { staysAtMost = false }: { readonly staysAtMost?: boolean } = {},
): string {
  const into = of === 'each' ? draft.local : draft.global;
  if (!into.has(variable.name))
    into.set(variable.name, staysAtMost ? variable : { ...variable, tellsOverflow: true });
  return variable.name;
}

/** Names are resolved when the file is read, so what is looked up is there. */
export function recordOf({ flow }: Pick<Draft, 'flow'>, name: string): StoredRecord {
  const record = flow.records.find((each) => each.name === name);
  if (record === undefined) throw new Error(`no record ${name} in ${flow.name}`);
  return record;
}

export function channelOf({ flow }: Pick<Draft, 'flow'>, message: string): Channel {
  const channel = flow.channels.find(({ messages }) => messages.includes(message));
  if (channel === undefined) throw new Error(`no channel carries ${message} in ${flow.name}`);
  return channel;
}

export const subscribersOf = ({ flow }: Pick<Draft, 'flow'>, message: string): readonly Process[] =>
  flow.processes.filter(({ trigger }) => trigger.kind === 'message' && trigger.message === message);

/** Variables start at 0; a record that may fall below it is stored with its least value taken off. */
export const stored = ({ least }: StoredRecord, value: number): number => value - least;

/** What a record holds, as the file counts. */
export function valueOf(record: StoredRecord): Expression {
  const name = recordName(record.name);
  return record.least === 0
    ? variable(name)
    : record.least < 0
      ? minus(name, -record.least)
      : plus(name, record.least);
}

/** A condition of the file over the variables of the machine; `own` gives variables of a process. */
export const inMachine = (
  draft: Pick<Draft, 'flow'>,
  holds: Expression,
  own: ReadonlyMap<string, Expression> = new Map(),
): Expression => replaced(holds, (name) => own.get(name) ?? valueOf(recordOf(draft, name)));

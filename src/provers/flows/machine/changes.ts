import type { Assignment, Expression } from '../../../model-checking/machine.ts';
import type { Change } from '../language/flow-spec.ts';
import { declare, inMachine, recordOf } from './draft.ts';
import type { Draft } from './draft.ts';
import { recordName, sawName, versionName } from './names.ts';
import type { Run } from './run.ts';
import { assign, compare, plus, variable } from './terms.ts';

/** A write, and a new version of the record where somebody compares versions. */
export function changesOf(
  run: Pick<Run, 'draft' | 'own'>,
  changes: readonly Change[],
): readonly Assignment[] {
  const { draft, own } = run;
  return changes.flatMap(({ record, value }) => {
    const of = recordOf(draft, record);
    const holds = inMachine(draft, value.holds, own);
    const stored: Expression =
      of.least === 0 ? holds : { kind: 'subtract', left: holds, right: { kind: 'number', value: of.least } };
    return [assign(recordName(record), stored), ...newVersion(draft, record)];
  });
}

export function newVersion(draft: Draft, record: string): readonly Assignment[] {
  const version = versionOf(draft, record);
  return version === undefined ? [] : [assign(version, plus(version, 1))];
}

const comparedIn = ({ flow }: Draft, record: string): boolean =>
  flow.processes.some(({ steps }) =>
    steps.some(
      (step) => (step.kind === 'transaction' || step.kind === 'write') && step.unchanged.includes(record),
    ),
  );

/** Versions that are told apart; more writes than that do not happen within the usual bounds. */
const mostVersions = 15;

export function versionOf(draft: Draft, record: string): string | undefined {
  if (!comparedIn(draft, record)) return undefined;
  const { shared } = recordOf(draft, record);
  return declare(draft, shared ? 'all' : 'each', { name: versionName(record), most: mostVersions, start: 0 });
}

/** Remembers the version a process has read. */
export function sawVersion({ draft, process, worker }: Run, record: string): readonly Assignment[] {
  const version = versionOf(draft, record);
  const compares = process.steps.some(
    (step) => (step.kind === 'transaction' || step.kind === 'write') && step.unchanged.includes(record),
  );
  if (version === undefined || !compares) return [];
  return [assign(sawOf(draft, process.name, record, worker, process.once), variable(version))];
}

const sawOf = (draft: Draft, process: string, record: string, worker: number, once: boolean): string =>
  declare(draft, once ? 'all' : 'each', {
    name: sawName(process, record, worker),
    most: mostVersions,
    start: 0,
  });

/** Whether a record was written since the process read it. */
export function changedSince({ draft, process, worker }: Run, record: string): Expression {
  const version = versionOf(draft, record) ?? versionName(record);
  return compare(sawOf(draft, process.name, record, worker, process.once), '!=', variable(version));
}

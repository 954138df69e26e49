import type { Assignment, Expression, MachineStep, Said } from '../../../model-checking/machine.ts';
import type { Process, Step } from '../language/flow-spec.ts';
import { channelOf, declare, recordOf, stored, valueOf } from './draft.ts';
import type { Draft } from './draft.ts';
import { holderName, holdingName, placeName, readName, sawName, tokenName, triesName } from './names.ts';
import { all, assign, either, equals, merged, not, number, variable } from './terms.ts';
import type { TriggerOf } from './trigger.ts';

/** One worker of a process while its steps are built. */
export interface Run {
  readonly draft: Draft;
  readonly process: Process;
  readonly worker: number;
  readonly trigger: TriggerOf;
  /** Where a worker can stand; the first is idle. */
  readonly places: readonly Place[];
  /** Name of the variable that says where it stands. */
  readonly at: string;
  /** What names mean in its conditions beside records. */
  readonly own: ReadonlyMap<string, Expression>;
}

export interface Place {
  readonly id: string;
  /** `before it charges the card`: what a crash there interrupts. */
  readonly words: string;
  /** It waits for an answer from outside. */
  readonly isCalling: boolean;
}

export const idle = 'idle';
export const finish = 'finish';
/** Entry into the first step. */
export const start = 'start';

export const of = ({ process }: Pick<Run, 'process'>): 'each' | 'all' => (process.once ? 'all' : 'each');

const index = ({ places, process }: Run, id: string): number => {
  const found = places.findIndex((place) => place.id === id);
  if (found < 0) throw new Error(`no place ${id} in ${process.name}`);
  return found;
};

export const hasPlace = ({ places }: Run, id: string): boolean => places.some((place) => place.id === id);

export const isAt = (run: Run, id: string): Expression => equals(run.at, index(run, id));

/** To another place. What was kept in memory is gone when it is idle again, and its locks are free. */
export function go(run: Run, id: string): readonly Assignment[] {
  const move = assign(run.at, index(run, id));
  return id === idle ? [move, ...forgotten(run), ...released(run)] : [move];
}

/** Variables of the process at what they start with. */
function forgotten({ draft, process, worker, own }: Run): readonly Assignment[] {
  const reads = process.steps.flatMap((step) => (step.kind === 'read' ? step.reads : []));
  const names = [triesName(process.name, worker)].filter(
    (name) => draft.local.has(name) || draft.global.has(name),
  );
  const saw = seenRecords(process).map((record) => assign(sawName(process.name, record, worker), 0));
  const variables = [...own.keys()].flatMap((into) => {
    const from = reads.find((read) => read.into === into)?.from;
    if (from === undefined) return [];
    const record = recordOf(draft, from);
    return [assign(readName(process.name, into, worker), stored(record, record.start))];
  });
  return merged(
    variables,
    saw,
    names.map((name) => assign(name, 0)),
  );
}

/** Records whose version a process remembers. */
export const seenRecords = ({ steps }: Process): readonly string[] => [
  ...new Set(
    steps.flatMap((step) => (step.kind === 'transaction' || step.kind === 'write' ? step.unchanged : [])),
  ),
];

const locksOf = ({ steps }: Process): readonly string[] => [
  ...new Set(steps.flatMap((step) => (step.kind === 'lock' ? [step.lock] : []))),
];

/** Which worker of which process; 0 is nobody. */
export const holderNumber = ({ draft, process, worker }: Pick<Run, 'draft' | 'process' | 'worker'>): number =>
  2 * draft.flow.processes.findIndex(({ name }) => name === process.name) + worker;

export function holdsLock(run: Pick<Run, 'draft' | 'process' | 'worker'>, lock: string): Expression {
  const isShared = run.draft.flow.locks.find(({ name }) => name === lock)?.shared ?? true;
  const mine = equals(holdingName(lock), holderNumber(run));
  return isShared
    ? all({ kind: 'compare', operator: '=', left: variable(holderName(lock)), right: { kind: 'self' } }, mine)
    : mine;
}

/** Gives a lock back, if it is still its own. */
export function release(run: Run, lock: string): readonly Assignment[] {
  const mine = holdsLock(run, lock);
  const isShared = run.draft.flow.locks.find(({ name }) => name === lock)?.shared ?? true;
  const free = (name: string): Assignment => assign(name, either(mine, number(0), variable(name)));
  return [...(isShared ? [free(holderName(lock))] : []), free(holdingName(lock))];
}

function released(run: Run): readonly Assignment[] {
  return locksOf(run.process).flatMap((lock) => [
    ...release(run, lock),
    ...(run.draft.local.has(tokenName(run.process.name, lock, run.worker))
      ? [assign(tokenName(run.process.name, lock, run.worker), 0)]
      : []),
  ]);
}

/** Variables of a process by the names its conditions use. */
export function ownVariables(
  draft: Draft,
  process: Process,
  worker: number,
): ReadonlyMap<string, Expression> {
  const reads = process.steps.flatMap((step) => (step.kind === 'read' ? step.reads : []));
  return new Map(
    reads.map(({ into, from }) => {
      const record = recordOf(draft, from);
      const name = declare(draft, process.once ? 'all' : 'each', {
        name: readName(process.name, into, worker),
        most: record.most - record.least,
        start: stored(record, record.start),
        ...(record.words !== undefined && { words: record.words }),
      });
      return [into, valueOf({ ...record, name })];
    }),
  );
}

/** Where a step goes on to; the first of several whose condition holds. */
export interface Way {
  readonly when?: Expression;
  readonly assign: readonly Assignment[];
  readonly words?: string;
}

/** Something that happens, and where it leads. */
export interface Happening {
  readonly assign: readonly Assignment[];
  readonly ways: readonly Way[];
  readonly says: Said;
}

/** One of several things a step can do, tried in order: the first whose condition holds. */
export interface Branch extends Happening {
  readonly id: string;
  readonly when?: Expression;
  /** May happen instead, and nobody controls which. */
  readonly or?: readonly Happening[];
  readonly isFault?: true;
}

export interface Entry {
  readonly id: string;
  readonly isFault?: boolean;
  readonly when: Expression;
  readonly assign: readonly Assignment[];
}

/** Adds the branches of one step as steps of the machine. */
export function addBranches(run: Run, entry: Entry, branches: readonly Branch[]): void {
  const before: Expression[] = [];
  for (const branch of branches) {
    const combined = combinations([branch, ...(branch.or ?? [])]);
    for (const [nth, { when, outcomes }] of combined.entries()) {
      const step: MachineStep = {
        id: [run.at, entry.id, branch.id, ...(combined.length > 1 ? [String(nth + 1)] : [])].join(' '),
        each: !run.process.once,
        when: all(entry.when, ...before.map(not), branch.when, ...when),
        outcomes: outcomes.map(({ assign: does, says }) => ({
          assign: merged(entry.assign, does),
          says: arriving(run, entry, says),
        })),
        isFault: branch.isFault === true || entry.isFault === true,
        says: arriving(run, entry, branch.says),
      };
      run.draft.steps.push(step);
    }
    if (branch.when !== undefined) before.push(branch.when);
  }
}

interface Combination {
  readonly when: readonly Expression[];
  readonly outcomes: readonly { readonly assign: readonly Assignment[]; readonly says: Said }[];
}

/** Each choice of ways of the things that may happen, with what has to hold so that these are the ways. */
const combinations = (happenings: readonly Happening[]): readonly Combination[] =>
  happenings.reduce<readonly Combination[]>(
    (sofar, happening) =>
      sofar.flatMap(({ when, outcomes }) =>
        exclusive(happening).map((way) => ({
          when: [...when, ...way.when],
          outcomes: [...outcomes, way.outcome],
        })),
      ),
    [{ when: [], outcomes: [] }],
  );

const exclusive = ({ assign: does, ways, says }: Happening) =>
  ways.map((way, index) => ({
    when: [
      ...ways.slice(0, index).flatMap(({ when }) => (when === undefined ? [] : [not(when)])),
      ...(way.when === undefined ? [] : [way.when]),
    ],
    outcome: {
      assign: merged(does, way.assign),
      says: way.words === undefined ? says : { ...says, words: `${says.words}; ${way.words}` },
    },
  }));

/** The first step of a process on a message tells what has arrived. */
function arriving({ draft, process: { trigger, at } }: Run, entry: Entry, says: Said): Said {
  if (entry.id !== start || trigger.kind !== 'message') return says;
  const words = `${trigger.message} arrives: ${says.words}`;
  const channel = channelOf(draft, trigger.message).name;
  return says.to === undefined && says.from === at ? { from: channel, to: at, words } : { ...says, words };
}

/** What a step does, for people. */
export function wordsOf(step: Step): string {
  if (step.as !== undefined) return step.as;
  switch (step.kind) {
    case 'transaction':
    case 'write':
      return `stores ${step.changes.map(({ record, value }) => `${record} = ${value.text}`).join(', ')}`;
    case 'read':
      return `reads ${step.reads.map(({ from }) => from).join(', ')}`;
    case 'publish':
      return `publishes ${step.message}`;
    case 'call':
      return step.changes.length === 0
        ? 'asks'
        : `asks for ${step.changes.map(({ record, value }) => `${record} = ${value.text}`).join(', ')}`;
    case 'wait':
      return `waits until ${step.until.text}`;
    case 'lock':
      return `takes the lock ${step.lock}`;
    case 'unlock':
      return `gives the lock ${step.lock} back`;
    case 'expect':
      return `expects ${step.says}`;
    case 'acknowledge':
      return 'acknowledges the message';
  }
}

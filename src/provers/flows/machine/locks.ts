import type { Assignment, Expression, Said } from '../../../model-checking/machine.ts';
import type { Process, Step } from '../language/flow-spec.ts';
import type { Branch, Way } from './branches.ts';
import { declare, recordOf } from './draft.ts';
import { holderName, holdingName, issuedName, seenName, tokenName } from './names.ts';
import type { Run } from './run.ts';
import { all, any, assign, compare, either, equals, number, plus, variable } from './terms.ts';

const isShared = ({ draft: { flow } }: Pick<Run, 'draft'>, lock: string): boolean =>
  flow.locks.find(({ name }) => name === lock)?.shared ?? true;

const locksOf = ({ steps }: Process): readonly string[] => [
  ...new Set(steps.flatMap((step) => (step.kind === 'lock' ? [step.lock] : []))),
];

/** Which worker of which process; 0 is nobody. */
export const holderNumber = ({ draft, process, worker }: Pick<Run, 'draft' | 'process' | 'worker'>): number =>
  2 * draft.flow.processes.findIndex(({ name }) => name === process.name) + worker;

export function holdsLock(run: Pick<Run, 'draft' | 'process' | 'worker'>, lock: string): Expression {
  const mine = equals(holdingName(lock), holderNumber(run));
  return isShared(run, lock)
    ? all({ kind: 'compare', operator: '=', left: variable(holderName(lock)), right: { kind: 'self' } }, mine)
    : mine;
}

/** Gives a lock back, if it is still its own. */
export function release(run: Run, lock: string): readonly Assignment[] {
  const mine = holdsLock(run, lock);
  const free = (name: string): Assignment => assign(name, either(mine, number(0), variable(name)));
  return [...(isShared(run, lock) ? [free(holderName(lock))] : []), free(holdingName(lock))];
}

/** Whether it has any lock; absent where it never takes one. */
export function holdsAny(run: Run): Expression | undefined {
  const locks = locksOf(run.process);
  return locks.length === 0 ? undefined : any(...locks.map((lock) => holdsLock(run, lock)));
}

/** A durable process that crashes loses its locks, and still knows the numbers they came with. */
export const dropped = (run: Run): readonly Assignment[] =>
  locksOf(run.process).flatMap((lock) => release(run, lock));

export function released(run: Run): readonly Assignment[] {
  return locksOf(run.process).flatMap((lock) => [
    ...release(run, lock),
    ...(run.draft.local.has(tokenName(run.process.name, lock, run.worker))
      ? [assign(tokenName(run.process.name, lock, run.worker), 0)]
      : []),
  ]);
}

/** Tokens that are told apart. Beyond them an old one is taken for new: more can happen, and nothing is proved in vain. */
const mostTokens = ({ draft: { flow } }: Run): number =>
  Math.min(15, flow.bounds.instances * 2 + flow.bounds.crashes + flow.bounds.duplicates);

type Fenced = Extract<Step, { readonly fenced?: string }>;

/** The stores a step goes to: each knows the tokens it was shown itself, and none that only another has seen. */
function storesOf({ draft }: Run, step: Fenced): readonly string[] {
  const records =
    step.kind === 'read' ? step.reads.map(({ from }) => from) : step.changes.map(({ record }) => record);
  return [...new Set(records.map((record) => recordOf(draft, record).at))];
}

const tokenOf = (run: Run, lock: string): string =>
  declare(run.draft, 'each', {
    name: tokenName(run.process.name, lock, run.worker),
    most: mostTokens(run),
    start: 0,
  });

/** The token a store has seen last. */
function seenOf(run: Run, lock: string, store: string): string {
  return declare(run.draft, isShared(run, lock) ? 'all' : 'each', {
    name: seenName(lock, store),
    most: mostTokens(run),
    start: 0,
  });
}

export function fence(run: Run, step: Fenced, failed: readonly Way[], says: Said): readonly Branch[] {
  const { fenced } = step;
  if (fenced === undefined) return [];
  const old = any(
    ...storesOf(run, step).map((store) =>
      compare(tokenOf(run, fenced), '<', variable(seenOf(run, fenced, store))),
    ),
  );
  return [
    {
      id: 'fenced',
      when: old,
      assign: [],
      ways: failed,
      says: {
        ...says,
        words: `is refused: its token of ${fenced} is older than one the store has seen (${says.words})`,
      },
    },
  ];
}

export function sees(run: Run, step: Fenced): readonly Assignment[] {
  const { fenced } = step;
  if (fenced === undefined) return [];
  return storesOf(run, step).map((store) =>
    assign(seenOf(run, fenced, store), variable(tokenOf(run, fenced))),
  );
}

const isFenced = ({ draft: { flow } }: Run, lock: string): boolean =>
  flow.processes.some(({ steps }) => steps.some((step) => 'fenced' in step && step.fenced === lock));

export function takeLock(run: Run, name: string, next: Way, says: Said): readonly Branch[] {
  const holding = declare(run.draft, isShared(run, name) ? 'all' : 'each', {
    name: holdingName(name),
    most: 2 * run.draft.flow.processes.length,
    start: 0,
  });
  const holder = isShared(run, name)
    ? [
        assign(
          declare(run.draft, 'all', {
            name: holderName(name),
            most: run.draft.flow.bounds.instances,
            start: 0,
            isInstance: true,
          }),
          { kind: 'self' },
        ),
      ]
    : [];
  const token = isFenced(run, name) ? issue(run, name) : [];
  return [
    {
      id: 'lock',
      when: equals(holding, 0),
      assign: [...holder, assign(holding, holderNumber(run)), ...token],
      ways: [next],
      says,
    },
  ];
}

function issue(run: Run, name: string): readonly Assignment[] {
  const issued = declare(run.draft, isShared(run, name) ? 'all' : 'each', {
    name: issuedName(name),
    most: mostTokens(run),
    start: 0,
  });
  return [assign(issued, plus(issued, 1)), assign(tokenOf(run, name), plus(issued, 1))];
}

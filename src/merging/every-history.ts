import type { Happened, Merging } from './merging.ts';

export interface HistoriesTold {
  readonly histories: number;
  /** What does not hold, the first history that shows each. */
  readonly faults: readonly string[];
  /** The first history in which a write is lost, in words. */
  readonly loss?: string;
}

/** Replicas that act, in the order of the shared clock: the first acts twice. */
const turns = [0, 1, 2, 0] as const;
const replicas = [0, 1, 2] as const;

/** One state handed to another replica before a turn, or none. */
const exchanges: readonly (readonly [before: number, from: number, to: number] | undefined)[] = [
  undefined,
  ...turns.flatMap((_, before) =>
    replicas.flatMap((from) =>
      replicas.flatMap((to) => (from === to || before < 2 ? [] : [[before, from, to] as const])),
    ),
  ),
];

interface Replica<State> {
  readonly state: State;
  readonly known: ReadonlySet<number>;
}

/**
 * Three replicas, every choice of four operations among them, and every exchange of one state on the way: the merge is
 * commutative, associative and idempotent, and in whatever order and however often states arrive, all end with the
 * value that is meant.
 */
export function everyHistory<State, Operation>(merging: Merging<State, Operation>): HistoriesTold {
  const faults = new Map<string, string>();
  let loss: string | undefined;
  let histories = 0;
  for (const operations of choices(merging.operations, turns.length))
    for (const exchange of exchanges) {
      histories++;
      const { states, events } = play(merging, operations, exchange);
      const words = (): string => historyWords(events);
      for (const fault of faultsOf(merging, states, events))
        if (!faults.has(fault)) faults.set(fault, `${fault}: ${words()}`);
      const [first] = loss === undefined ? merging.lost(events) : [];
      if (first !== undefined)
        loss = `${words()}; all read ${merging.meant(events)}, and ${JSON.stringify(first.operation)} is gone`;
    }
  return { histories, faults: [...faults.values()], ...(loss === undefined ? {} : { loss }) };
}

function play<State, Operation>(
  { start, apply, merge }: Merging<State, Operation>,
  operations: readonly Operation[],
  exchange: (typeof exchanges)[number],
) {
  const all: Replica<State>[] = replicas.map(() => ({ state: start, known: new Set() }));
  const events: Happened<Operation>[] = [];
  for (const [at, replica] of turns.entries()) {
    if (exchange?.[0] === at) {
      const [, from, to] = exchange;
      const [giving, taking] = [all[from], all[to]];
      if (giving !== undefined && taking !== undefined)
        all[to] = {
          state: merge(taking.state, giving.state),
          known: new Set([...taking.known, ...giving.known]),
        };
    }
    const own = all[replica];
    const operation = operations[at];
    if (own === undefined || operation === undefined) continue;
    const time = at + 1;
    events.push({ time, replica, operation, past: own.known });
    all[replica] = {
      state: apply(own.state, operation, replica, time),
      known: new Set([...own.known, time]),
    };
  }
  return { states: all.map(({ state }) => state), events };
}

function faultsOf<State, Operation>(
  { merge, read, meant }: Merging<State, Operation>,
  states: readonly State[],
  events: readonly Happened<Operation>[],
): readonly string[] {
  const [a, b, c] = states;
  if (a === undefined || b === undefined || c === undefined) return [];
  const same = (x: State, y: State): boolean => JSON.stringify(x) === JSON.stringify(y);
  const faults: string[] = [];
  if (!same(merge(a, b), merge(b, a))) faults.push('not commutative');
  if (!same(merge(merge(a, b), c), merge(a, merge(b, c)))) faults.push('not associative');
  if (!same(merge(a, a), a)) faults.push('not idempotent');
  const wanted = meant(events);
  for (const order of orders) {
    const [first, ...rest] = order.flatMap((at) => states.slice(at, at + 1));
    if (first === undefined) continue;
    // The first arrives once more at the end, as a repeated message does.
    const all = merge(rest.reduce(merge, first), first);
    if (read(all) !== wanted) faults.push('not the value that is meant');
  }
  return faults;
}

const orders = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
] as const;

/** Every list of a length, each member one of the options. */
const choices = <T>(options: readonly T[], length: number): readonly (readonly T[])[] =>
  length === 0
    ? [[]]
    : choices(options, length - 1).flatMap((before) => options.map((option) => [...before, option]));

const historyWords = <Operation>(events: readonly Happened<Operation>[]): string =>
  events
    .map(
      ({ replica, operation, past, time }) =>
        `${time}. replica ${replica + 1} ${JSON.stringify(operation)}${past.size === 0 ? '' : ` knowing ${[...past].join(', ')}`}`,
    )
    .join('; ');

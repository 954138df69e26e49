import { indexSetOf } from './index-set.ts';
import type { Chosen, IndexProblem, IndexSet, Way } from './index-set.ts';
import { drawer } from '../../seeded.ts';

interface Prepared extends IndexProblem {
  readonly bundles: readonly (readonly number[])[];
}

/** Rounds of leaving a local optimum: more found nothing better on workloads of some twenty queries. */
const rounds = 40;
/** Rounds where a set is known that was the best before a few ways more were known. */
const fewer = 5;

/**
 * The cheapest set that was found: three greedy beginnings (gain, gain per byte, gain per root of bytes), each followed
 * by a local search that brings in whatever a way needs at once and throws out what is missed least, then an iterated
 * one that takes some out again (iterated local search; Lourenço, Martin, Stützle 2003). Seeded: the same problem
 * gives the same set.
 * @param start a set that fits the budget, to begin with
 */
export function chooseIndexes(given: IndexProblem, start?: readonly number[]): Chosen {
  const ways = undominated(given);
  const problem: Prepared = { ...given, ways, bundles: bundlesOf({ ...given, ways }) };
  const state = indexSetOf(problem);
  let best = state.chosen();
  const keep = (): void => {
    const now = state.chosen();
    if (isBetter(now, best)) best = now;
  };
  for (const power of start === undefined ? [1, 0, 0.5] : [1]) {
    state.reset(start ?? []);
    fill(state, problem, power);
    climb(state, problem);
    keep();
  }
  const next = drawer(1);
  const most = start === undefined ? rounds : fewer;
  for (let round = 0; round < most && best.indexes.length > 0; round++) {
    const { indexes } = best;
    const out = 1 + Math.floor(next() * Math.min(4, indexes.length));
    const left = [...indexes];
    for (let taken = 0; taken < out; taken++) left.splice(Math.floor(next() * left.length), 1);
    state.reset(left);
    // What was thrown out stays out for the first climb, or it would come straight back.
    climb(state, problem, new Set(indexes.filter((index) => !left.includes(index))));
    climb(state, problem);
    keep();
  }
  return best;
}

/** Without ways that need more than another and cost no less, and those that no budget pays. */
function undominated({ ways, sizes, budget }: IndexProblem): readonly Way[] {
  const byQuery = new Map<number, Way[]>();
  const bytes = ({ uses }: Way): number => uses.reduce((sum, index) => sum + (sizes[index] ?? 0), 0);
  for (const way of ways.toSorted((a, b) => a.cost - b.cost || a.uses.length - b.uses.length)) {
    const kept = byQuery.get(way.query) ?? [];
    byQuery.set(way.query, kept);
    if (bytes(way) > budget) continue;
    if (!kept.some(({ uses }) => uses.every((index) => way.uses.includes(index)))) kept.push(way);
  }
  return [...byQuery.values()].flat();
}

/** Relative to the size of the numbers: planner costs carry rounding. */
const smaller = (a: number, b: number): boolean => a < b - 1e-9 * Math.max(1, Math.abs(b));

const isBetter = (a: Chosen, b: Chosen): boolean =>
  smaller(a.cost, b.cost) || (!smaller(b.cost, a.cost) && a.bytes < b.bytes);

/** Adds, as long as it gains, the way that gains most for what it takes. */
function fill(state: IndexSet, problem: Prepared, power: number): void {
  for (;;) {
    const before = state.cost();
    let best: { readonly missing: readonly number[]; readonly worth: number } | undefined;
    for (const missing of missingOf(state, problem)) {
      const size = missing.reduce((sum, index) => sum + (problem.sizes[index] ?? 0), 0);
      if (state.bytes() + size > problem.budget) continue;
      for (const index of missing) state.add(index);
      const gain = before - state.cost();
      for (const index of missing) state.drop(index);
      const worth = gain / Math.max(1, size) ** power;
      if (gain > 1e-9 * before && worth > (best?.worth ?? 0)) best = { missing, worth };
    }
    if (best === undefined) return;
    for (const index of best.missing) state.add(index);
  }
}

/**
 * What may come in at once: what a way needs, and for each candidate with upkeep what all ways with it need together,
 * for that may be worth it for several queries where it is for none of them alone.
 */
function bundlesOf({ ways, sizes, upkeep }: IndexProblem): readonly (readonly number[])[] {
  const together = sizes.flatMap((_, index) => {
    if ((upkeep[index] ?? 0) === 0) return [];
    const uses = ways.filter((way) => way.uses.includes(index)).flatMap((way) => way.uses);
    return uses.length === 0 ? [] : [[...new Set(uses)].sort((a, b) => a - b)];
  });
  return [
    ...new Map([...ways.map(({ uses }) => uses), ...together].map((uses) => [uses.join(), uses])).values(),
  ];
}

/** What each bundle still lacks, without repeating. */
function missingOf(state: IndexSet, { bundles }: Prepared): readonly (readonly number[])[] {
  const found = new Map<string, readonly number[]>();
  for (const uses of bundles) {
    const missing = uses.filter((index) => !state.has(index));
    if (missing.length > 0) found.set(missing.join(), missing);
  }
  return [...found.values()];
}

/** Takes the best move until none is left: something in, with what must go out for it. */
function climb(state: IndexSet, problem: Prepared, barred: ReadonlySet<number> = new Set()): void {
  for (;;) {
    trim(state);
    const before = state.chosen();
    const saved = before.indexes.reduce((sum, index) => sum + (problem.upkeep[index] ?? 0), 0);
    const losses = new Map(before.indexes.map((index) => [index, lossOf(state, index)]));
    let best = before;
    for (const missing of missingOf(state, problem)) {
      if (missing.some((index) => barred.has(index))) continue;
      for (const index of missing) state.add(index);
      // What is thrown out for it can only cost more, but for its upkeep.
      const isHopeless = state.cost() - saved >= best.cost;
      const out = isHopeless ? undefined : makeRoom(state, problem, missing, losses);
      if (out !== undefined) {
        const now = state.chosen();
        if (isBetter(now, best)) best = now;
      }
      for (const index of out ?? []) state.add(index);
      for (const index of missing) state.drop(index);
    }
    if (best === before) return;
    state.reset(best.indexes);
  }
}

/** What the workload costs more without it. */
function lossOf(state: IndexSet, index: number): number {
  const whole = state.cost();
  state.drop(index);
  const loss = state.cost() - whole;
  state.add(index);
  return loss;
}

/**
 * Drops what is missed least for its bytes until the rest fits. What shares no query with the arrivals is missed as
 * much as before. @returns what went out; undefined, with nothing dropped, where the arrivals are too large
 */
function makeRoom(
  state: IndexSet,
  { budget, sizes }: Prepared,
  arrived: readonly number[],
  before: ReadonlyMap<number, number>,
): readonly number[] | undefined {
  if (arrived.reduce((sum, index) => sum + (sizes[index] ?? 0), 0) > budget) return undefined;
  const rates = [...before].map(([index, known]) => {
    const loss = state.sharesQuery(index, arrived) ? lossOf(state, index) : known;
    return { index, loss, rate: loss / Math.max(1, sizes[index] ?? 1) };
  });
  rates.sort((a, b) => a.rate - b.rate);
  const out: number[] = [];
  for (const { index, loss } of rates) {
    // Beyond what must go, what brings nothing any more goes too.
    if (state.bytes() <= budget && loss > 0) continue;
    state.drop(index);
    out.push(index);
  }
  return out;
}

/** Drops what costs more than it brings. */
function trim(state: IndexSet): void {
  for (;;) {
    const [worst] = state
      .members()
      .map((index) => ({ index, loss: lossOf(state, index) }))
      .sort((a, b) => a.loss - b.loss);
    if (worst === undefined || worst.loss > 0) return;
    state.drop(worst.index);
  }
}

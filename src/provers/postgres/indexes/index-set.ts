/** A way the planner answers a query: with these candidates, by position, at this cost (planner units). */
export interface Way {
  readonly query: number;
  readonly uses: readonly number[];
  readonly cost: number;
}

/** Which candidates to build, so that a weighted workload costs least within a budget. */
export interface IndexProblem {
  /** Planner units of each query without any candidate, in the order of the workload. */
  readonly base: readonly number[];
  /** How often each query runs, relative to the others. */
  readonly weights: readonly number[];
  readonly ways: readonly Way[];
  /** Bytes of each candidate. */
  readonly sizes: readonly number[];
  /** What keeping each candidate costs the workload's writes, in weighted planner units. */
  readonly upkeep: readonly number[];
  /** Bytes; Infinity where storage is no matter. */
  readonly budget: number;
}

/** A set of candidates with what it costs: queries and upkeep, in weighted planner units. */
export interface Chosen {
  readonly indexes: readonly number[];
  readonly cost: number;
  readonly bytes: number;
}

/** A set that candidates are added to and dropped from, always with what it costs. */
export interface IndexSet {
  readonly has: (index: number) => boolean;
  readonly bytes: () => number;
  readonly cost: () => number;
  readonly members: () => readonly number[];
  readonly reset: (members: readonly number[]) => void;
  readonly add: (index: number) => void;
  readonly drop: (index: number) => void;
  readonly chosen: () => Chosen;
  /** Whether any query can be answered by the one and by any of the others. */
  readonly sharesQuery: (index: number, others: readonly number[]) => boolean;
}

/** An empty set; adding and dropping look only at the queries that the candidate can answer. */
export function indexSetOf({ base, weights, ways, sizes, upkeep }: IndexProblem): IndexSet {
  const active = new Set<number>();
  const byQuery = base.map((): Way[] => []);
  const touches = new Map<number, Set<number>>();
  for (const way of ways) {
    byQuery[way.query]?.push(way);
    for (const index of way.uses) touches.set(index, (touches.get(index) ?? new Set()).add(way.query));
  }
  for (const list of byQuery) list.sort((a, b) => a.cost - b.cost);
  const costs = [...base];
  let bytes = 0;
  let whole = base.reduce((sum, cost, query) => sum + cost * (weights[query] ?? 1), 0);
  const costOf = (query: number): number => {
    const way = byQuery[query]?.find(({ uses }) => uses.every((index) => active.has(index)));
    return Math.min(base[query] ?? 0, way?.cost ?? Infinity);
  };
  const set = (index: number, to: boolean): void => {
    if (active.has(index) === to) return;
    if (to) active.add(index);
    else active.delete(index);
    const sign = to ? 1 : -1;
    bytes += sign * (sizes[index] ?? 0);
    whole += sign * (upkeep[index] ?? 0);
    for (const query of touches.get(index) ?? []) {
      const cost = costOf(query);
      whole += (cost - (costs[query] ?? 0)) * (weights[query] ?? 1);
      costs[query] = cost;
    }
  };
  const members = (): readonly number[] => [...active].sort((a, b) => a - b);
  return {
    has: (index) => active.has(index),
    bytes: () => bytes,
    cost: () => whole,
    members,
    reset: (wanted) => {
      for (const index of members()) if (!wanted.includes(index)) set(index, false);
      for (const index of wanted) set(index, true);
    },
    add: (index) => set(index, true),
    drop: (index) => set(index, false),
    chosen: () => ({ indexes: members(), cost: whole, bytes }),
    sharesQuery: (index, others) =>
      [...(touches.get(index) ?? [])].some((query) =>
        others.some((other) => touches.get(other)?.has(query) === true),
      ),
  };
}

import type { PlannedQuery } from './plan-queries.ts';

/** What the planner would do if it knew something else: the plan of a query depends on it. */
export interface Reason {
  readonly kind: 'statistic' | 'undeclared' | 'size' | 'index';
  /** What was changed, e.g. `orders.status: without its common values`. */
  readonly changed: string;
  /** The parts of the other plan that this one has not. */
  readonly instead: string;
  readonly cost: number;
  /** `table.column`, where the reason is that nobody declared them. */
  readonly columns: readonly string[];
}

/** Reasons by the name of the query. */
export type Reasons = ReadonlyMap<string, readonly Reason[]>;

/** Plans some queries under what was changed, and keeps what was changed as a reason of those that differ. */
export type Flipped = (
  some: readonly PlannedQuery[],
  kind: Reason['kind'],
  changed: string,
  columns?: readonly string[],
) => Promise<readonly PlannedQuery[]>;

/**
 * The way from a legacy backend to its successor, in the pattern of the strangler fig (Fowler, StranglerFigApplication;
 * Newman, Monolith to Microservices, chapters 3 and 4): routes, tables and writers move one small step after another.
 * Plain data: the same value that a file of docs/migration-plan.md tells.
 */

/** Which of the two systems. */
export type Side = 'legacy' | 'target';

/** What an endpoint or a job does with data: a table, or one of its columns as `orders.total`. */
export interface EntryUse {
  readonly reads: readonly string[];
  /** Tables. */
  readonly writes: readonly string[];
}

export interface LegacyTable {
  readonly columns: readonly string[];
  /** Columns that name a row; what reconciles both sides goes by them. */
  readonly key?: readonly string[];
  readonly rows?: number;
}

/** Everything that the legacy system has, by id; whatever stands here has its line in the ledger. */
export interface LegacyInventory {
  /** By `METHOD /path`. */
  readonly endpoints: Readonly<Record<string, EntryUse>>;
  readonly jobs: Readonly<Record<string, EntryUse>>;
  readonly tables: Readonly<Record<string, LegacyTable>>;
  /** What must stay true, in a sentence. */
  readonly rules: Readonly<Record<string, string>>;
}

/** One piece of the cut: its tables have one owner, its entries are the endpoints and jobs that belong to it. */
export interface MigrationContext {
  readonly id: string;
  readonly name: string;
  readonly tables: readonly string[];
  readonly entries: readonly string[];
  /** Why it is left where it is. */
  readonly stays?: string;
  /** Money moves in it, so it moves last; absent = judged by its words. */
  readonly money?: boolean;
}

export interface TargetInventory {
  readonly endpoints: readonly string[];
  readonly jobs: readonly string[];
  /** Columns by table. */
  readonly tables: Readonly<Record<string, readonly string[]>>;
}

/** Where a thing of the legacy system is afterwards. */
export type Placement =
  | { readonly kind: 'moves'; readonly to: readonly string[] }
  | { readonly kind: 'goes'; readonly because: string }
  | { readonly kind: 'stays'; readonly because: string };

export type LedgerKind = 'endpoints' | 'jobs' | 'tables' | 'columns' | 'rules';

/** By the id of the inventory; a column is `orders.total`. */
export type Ledger = Readonly<Record<LedgerKind, Readonly<Record<string, Placement>>>>;

/**
 * One change that a step makes. A copy of a table is spoken of by the name of the legacy table on both sides; the
 * ledger says what it is called in the target.
 */
export type StepAction =
  /** The tables of the target are made, empty. */
  | { readonly kind: 'expand'; readonly table: string }
  /** Changes of the one side reach the other from now on (Newman: change data capture; Richardson: transactional outbox). */
  | {
      readonly kind: 'sync';
      readonly sync: string;
      readonly table: string;
      readonly from: Side;
      readonly how: 'outbox' | 'cdc' | 'dual-write';
      /** A query that tells rows on which both sides differ. */
      readonly reconcile?: string;
      /** Who wins where both sides write. */
      readonly conflicts?: string;
    }
  | { readonly kind: 'stop-sync'; readonly sync: string }
  /** Rows that were there before the synchronisation are copied. */
  | { readonly kind: 'back-fill'; readonly table: string; readonly to: Side }
  | { readonly kind: 'verify'; readonly table: string; readonly query: string }
  /** Both sides answer, one answer is used, differences are counted (Newman: parallel run). */
  | { readonly kind: 'compare'; readonly entry: string }
  | { readonly kind: 'route'; readonly entry: string; readonly to: Side }
  /** Who writes the table from now on. */
  | { readonly kind: 'own'; readonly table: string; readonly by: Side }
  /** An entry reaches a table through the side that owns it (anti-corruption layer). */
  | { readonly kind: 'adapter'; readonly entry: string; readonly table: string }
  | { readonly kind: 'remove-adapter'; readonly entry: string; readonly table: string }
  | { readonly kind: 'flag'; readonly flag: string }
  | { readonly kind: 'remove-flag'; readonly flag: string }
  /** Nobody serves the entry any more. */
  | { readonly kind: 'retire'; readonly entry: string }
  /** Of the legacy system: a table, or one column of it. */
  | { readonly kind: 'drop'; readonly table: string; readonly column?: string };

/** Person-days and where the figures come from. */
export interface EffortRange {
  readonly low: number;
  readonly high: number;
  readonly because: string;
}

/** One release: small, with a way back or said to have none. */
export interface MigrationStep {
  readonly id: string;
  readonly title: string;
  readonly context?: string;
  readonly does: readonly StepAction[];
  /** What is true before it starts. */
  readonly entry: readonly string[];
  /** What has been seen before the next one starts. */
  readonly exit: readonly string[];
  /** The change of the gateway as text, for whichever is in use. */
  readonly routing?: { readonly nginx?: string; readonly envoy?: string };
  /** Who writes each table before and after; checked against what the actions do. */
  readonly ownership?: Readonly<Record<string, { readonly before: Side; readonly after: Side }>>;
  readonly days?: EffortRange;
  readonly risk?: { readonly level: 'low' | 'medium' | 'high'; readonly because: string };
  /** What users notice. */
  readonly notice?: string;
  readonly rollBack?: string;
  /** Why there is no way back. */
  readonly pointOfNoReturn?: string;
}

export interface MigrationPlan {
  readonly plan: string;
  readonly about?: string;
  readonly legacy: LegacyInventory;
  readonly contexts: readonly MigrationContext[];
  readonly target: TargetInventory;
  readonly ledger: Ledger;
  readonly steps: readonly MigrationStep[];
}

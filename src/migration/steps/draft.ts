import type {
  EntryUse,
  Ledger,
  LedgerKind,
  LegacyInventory,
  MigrationContext,
  Placement,
  TargetInventory,
} from '../../model/migration.ts';

/** What a plan is made of before it has steps; what is left out of target and ledger is drafted. */
export interface PlanDraft {
  readonly plan: string;
  readonly about?: string;
  readonly legacy: LegacyInventory;
  readonly contexts: readonly MigrationContext[];
  /** Absent: the target has everything under its present name, each table in the schema of its context. */
  readonly target?: TargetInventory;
  readonly ledger?: { readonly [Kind in LedgerKind]?: Readonly<Record<string, Placement>> | undefined };
}

/** A draft of which everything is known but the steps. */
export interface Groundwork {
  readonly plan: string;
  readonly about?: string;
  readonly legacy: LegacyInventory;
  readonly contexts: readonly MigrationContext[];
  readonly target: TargetInventory;
  readonly ledger: Ledger;
}

/** The table of a reference such as `orders.total`. */
export function tableNamed(reference: string, { tables }: Pick<LegacyInventory, 'tables'>): string {
  const at = reference.lastIndexOf('.');
  return Object.hasOwn(tables, reference) || at < 0 ? reference : reference.slice(0, at);
}

/** Tables that an entry reads, without repetitions. */
export const readTables = (use: EntryUse, legacy: Pick<LegacyInventory, 'tables'>): readonly string[] => [
  ...new Set(use.reads.map((reference) => tableNamed(reference, legacy))),
];

export const useOf = ({ endpoints, jobs }: LegacyInventory, entry: string): EntryUse =>
  endpoints[entry] ?? jobs[entry] ?? { reads: [], writes: [] };

/** What the ledger says of an endpoint or a job. */
export const entryPlacement = ({ ledger, legacy }: Groundwork, entry: string): Placement | undefined =>
  Object.hasOwn(legacy.endpoints, entry) ? ledger.endpoints[entry] : ledger.jobs[entry];

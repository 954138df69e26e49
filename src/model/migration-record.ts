import type { Backend } from './backend.ts';
import type { LegacyData } from './legacy-data.ts';
import type { MigrationPlan } from './migration.ts';

/** What a migration knows beside the target to which it leads. */
export interface MigrationRecord {
  /** The system that is left, as it was recovered. */
  readonly legacy: Backend;
  /** The way from there to the target, with the ledger of what moves, goes and stays. */
  readonly plan: MigrationPlan;
  /** The database that is left, where a dump of it was read; absent = only the recovered tables are known. */
  readonly data?: LegacyData;
}

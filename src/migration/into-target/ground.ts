import type { ConversionPlan } from '../conversion/plan.ts';
import type { DataModel } from '../../model/data.ts';
import type { Entity } from '../../model/domain.ts';
import type { Ledger } from '../../model/migration.ts';

/** What a mapping is made from. */
export interface MappingGround {
  /** The legacy tables as they are converted in their own shape. */
  readonly converted: ConversionPlan;
  readonly ledger: Pick<Ledger, 'tables' | 'columns'>;
  readonly target: Pick<DataModel, 'tables' | 'enums'>;
  /** Tell which numbers are money and which columns name a row of another table. */
  readonly entities: readonly Entity[];
  /** Zone in which local times of the legacy system were written, a name PostgreSQL knows. */
  readonly localZone: string;
}

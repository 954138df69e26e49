import { quoteName, tableKey } from '../../artifacts/sql-names.ts';
import type { Table } from '../../model/data.ts';

/** Holds what rows of the legacy tables are called in the target, and what a person decides. */
export const mappingSchema = 'mapping';
/** Which label of the target a value of the legacy system means; a person adds what names do not settle. */
export const labelsTable = `${mappingSchema}.labels`;
/** Values for columns that the target demands and nothing is carried to; a person states them. */
export const fillsTable = `${mappingSchema}.fills`;
/** The column of a table of keys that names the row of the target. */
export const targetId = 'target_id';

/** What rows of one legacy table become in one table of the target; `name` is unique and short enough for PostgreSQL. */
export interface PairNames {
  readonly name: string;
  /** As the quarantine calls its rows. */
  readonly quarantine: string;
}

export const keysTable = ({ name }: PairNames): string => `${mappingSchema}.${quoteName(`${name} keys`)}`;
/** Values as the target has them, whatever becomes of the row. */
export const mappedView = ({ name }: PairNames): string => `${mappingSchema}.${quoteName(`${name} mapped`)}`;
export const faultsView = ({ name }: PairNames): string => `${mappingSchema}.${quoteName(`${name} faults`)}`;
/** Rows that go to the target, repaired. */
export const cleanView = ({ name }: PairNames): string => `${mappingSchema}.${quoteName(`${name} clean`)}`;

/** `customers`, or `orders > addresses` where the rows of a table go to several. */
export function pairNames(legacy: string, target: Table, isOnly: boolean, taken: Set<string>): PairNames {
  const wish = (isOnly ? legacy : `${legacy} > ${target.name}`).slice(0, 48);
  let name = wish;
  for (let next = 2; taken.has(name); next += 1) name = `${wish} ${next}`;
  taken.add(name);
  return { name, quarantine: `${legacy} > ${tableKey(target)}` };
}

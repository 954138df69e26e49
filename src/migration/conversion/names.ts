import { quoteName } from '../../artifacts/sql-names.ts';

/** Where the rows of the dump wait, with the functions that read them. */
export const landingSchema = 'legacy';
/** Where rows stay that could not be taken over, and the old values of those that were repaired. */
export const quarantineTable = 'quarantine.rows';
export const orphanProcedure = 'quarantine.settle_orphans';
/** Where tables are converted to unless something else is said. */
export const defaultSchema = 'public';
/** Names a row until the contract; no column of MySQL can be called so and be in the way. */
export const rowColumn = 'legacy_row';

/** Which tables of the target were made here. */
export const ledger = `${landingSchema}."tables made"`;

export const landingTable = (table: string): string => `${landingSchema}.${quoteName(table)}`;
/** Values as the target has them, whatever becomes of the row. */
export const mappedView = (table: string): string => `${landingSchema}.${quoteName(`${table} mapped`)}`;
/** One row for each fault of a value. */
export const faultsView = (table: string): string => `${landingSchema}.${quoteName(`${table} faults`)}`;
/** Rows that go to the target, repaired. */
export const cleanView = (table: string): string => `${landingSchema}.${quoteName(`${table} clean`)}`;
export const targetTable = ({ schema, name }: { readonly schema: string; readonly name: string }): string =>
  `${quoteName(schema)}.${quoteName(name)}`;

import type { LandingRow } from '../../model/legacy-table.ts';
import { quoteName, quoteNullable, quoteText } from '../../artifacts/sql-names.ts';
import type { ConvertedColumn } from './column.ts';
import { batchProcedure } from './batches.ts';
import { readingFunctions } from './functions.ts';
import { faultsView, landingSchema, ledger, landingTable, mappedView, rowColumn } from './names.ts';
import type { ConversionPlan } from './plan.ts';
import type { ConvertedTable } from './table.ts';
import { filled } from './table.ts';

/** Everything that waits, the functions that read it, and views of each table: its values, and its faults. */
export const landingStatements = (plan: ConversionPlan): readonly string[] => [
  `create schema if not exists ${landingSchema}`,
  ...readingFunctions,
  batchProcedure,
  `create table if not exists ${ledger} (table_name text primary key)`,
  ...plan.tables.flatMap((table) => [
    `create table if not exists ${landingTable(table.name)} (\n  ${[
      `${rowColumn} bigint primary key`,
      ...filled(table).map(waitingColumn),
    ].join(',\n  ')}\n)`,
  ]),
  ...faultStatements(plan),
];

const waitingColumn = ({ name, form }: ConvertedColumn): string =>
  `${quoteName(name)} ${form === 'characters' || form === 'binary' ? 'bytea' : 'text'}`;

/** The values as the target will have them, in its types where it is made; a view cannot stand before its enums. */
export function mappedStatements({ tables }: ConversionPlan): readonly string[] {
  return tables.map((table) => {
    const values = filled(table).map(({ name, value }) => `${value} as ${quoteName(name)}`);
    return `create or replace view ${mappedView(table.name)} as select ${[`l.${rowColumn}`, ...values].join(',\n  ')}\nfrom ${landingTable(table.name)} as l`;
  });
}

function faultStatements({ tables }: ConversionPlan): readonly string[] {
  return tables.map((table) => {
    const found = filled(table).flatMap((column) =>
      column.faults.map(
        ({ fault, when, action, repair }) =>
          `select l.${rowColumn}, ${quoteText(column.name)} as column_name, ${quoteText(fault)} as fault, ${quoteText(action)} as action, ${quoteText(repair)} as repair, l.${quoteName(column.name)}::text as value from ${landingTable(table.name)} as l where ${when}`,
      ),
    );
    const none = `select null::bigint as ${rowColumn}, '' as column_name, '' as fault, '' as action, '' as repair, ''::text as value where false`;
    return `create or replace view ${faultsView(table.name)} as\n${found.length === 0 ? none : found.join('\nunion all\n')}`;
  });
}

/** What stands before the rows of a table in a statement that loads them. */
const loadHead = (table: ConvertedTable): string =>
  `insert into ${landingTable(table.name)} (${[rowColumn, ...filled(table).map(({ name }) => quoteName(name))].join(', ')}) values`;

/** Rows of one table as a statement that may be run again. */
export const loadStatement = (table: ConvertedTable, rows: readonly LandingRow[]): string =>
  `${loadHead(table)}\n${rows.map(({ row, values }) => `(${[String(row), ...values.map(quoteNullable)].join(', ')})`).join(',\n')}\non conflict (${rowColumn}) do nothing`;

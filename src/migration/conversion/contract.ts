import { quoteName, quoteNames, quoteText } from '../../artifacts/sql-names.ts';
import type { ConvertedReference } from './keys.ts';
import {
  defaultSchema,
  landingSchema,
  ledger,
  quarantineTable,
  orphanProcedure,
  rowColumn,
  targetTable,
} from './names.ts';
import type { ConversionPlan } from './plan.ts';
import type { ConvertedTable } from './table.ts';

/** References first without a look at the rows, which locks nobody out for long, then with it. */
export const contractStatements = ({ tables }: ConversionPlan): readonly string[] => [
  ...tables.flatMap((table) => table.references.map((reference) => referenceSql(table, reference))),
  ...tables.flatMap((table) =>
    table.references.map(
      ({ name }) => `alter table ${targetTable(table)} validate constraint ${quoteName(name)}`,
    ),
  ),
  ...tables.flatMap((table) => table.indexes.map(({ sql }) => sql)),
  ...tables.flatMap((table) =>
    table.columns.filter(({ identity }) => identity).map(({ name }) => counterSql(table, name)),
  ),
  ...tables.map((table) => `analyze ${targetTable(table)}`),
];

function referenceSql(table: ConvertedTable, { name, key }: ConvertedReference): string {
  const actions = `${key.onDelete === 'no action' ? '' : ` on delete ${key.onDelete}`}${key.onUpdate === 'no action' ? '' : ` on update ${key.onUpdate}`}`;
  return `do $$ begin\n  alter table ${targetTable(table)} add constraint ${quoteName(name)} foreign key (${quoteNames(key.columns)}) references ${targetTable({ schema: table.schema, name: key.references.table })} (${quoteNames(key.references.columns)})${actions} not valid;\nexception when duplicate_object then null;\nend $$`;
}

/** Goes on where MySQL would, and never back behind a number that is taken. */
function counterSql(table: ConvertedTable, column: string): string {
  const next = table.next ?? '1';
  return `select setval(pg_get_serial_sequence(${quoteText(targetTable(table))}, ${quoteText(column)}), greatest((select coalesce(max(${quoteName(column)}), 0) + 1 from ${targetTable(table)}), ${next}), false)`;
}

/** Drops only what `made` knows, and empties the quarantine. */
export const rollBackStatements = ({ tables, schema }: ConversionPlan): readonly string[] => [
  ...tables
    .toReversed()
    .map(
      ({ name, schema }) =>
        `do $$ begin\n  if exists (select from ${ledger} where table_name = ${quoteText(name)}) then\n    drop table if exists ${targetTable({ schema, name })} cascade;\n    delete from ${ledger} where table_name = ${quoteText(name)};\n  end if;\nend $$`,
    ),
  ...tables
    .filter(({ columns }) => columns.some(({ touched }) => touched))
    .map(
      ({ name }) =>
        `drop function if exists ${quoteName(schema)}.${quoteName(`${name}_touch`.slice(0, 63))}()`,
    ),
  ...tables.flatMap(({ name }) =>
    ['clean', 'mapped'].map(
      (view) => `drop view if exists ${landingSchema}.${quoteName(`${name} ${view}`)} cascade`,
    ),
  ),
  ...tables.flatMap(({ columns }) =>
    columns.flatMap(({ kind, type }) => (kind === 'label' ? [`drop type if exists ${type}`] : [])),
  ),
  `drop function if exists ${quoteName(schema)}.fold_case(text)`,
  `drop function if exists ${quoteName(schema)}.fold_accents(text)`,
  `drop procedure if exists ${orphanProcedure}()`,
  `drop table if exists ${quarantineTable}`,
  'drop schema if exists quarantine',
  ...(schema === defaultSchema ? [] : [`drop schema if exists ${quoteName(schema)}`]),
];

/** The names of rows go, and what waited. */
export const finishStatements = ({ tables }: ConversionPlan): readonly string[] => [
  `drop schema if exists ${landingSchema} cascade`,
  ...tables.map((table) => `alter table ${targetTable(table)} drop column if exists ${rowColumn}`),
];

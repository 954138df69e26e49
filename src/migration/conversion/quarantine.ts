import { quoteName, quoteText } from '../../artifacts/sql-names.ts';
import type { ConvertedReference, UniqueKey } from './keys.ts';
import { partSql } from './keys.ts';
import { foldFunctions } from './functions.ts';
import { mappedStatements } from './landing.ts';
import {
  cleanView,
  defaultSchema,
  faultsView,
  mappedView,
  orphanProcedure,
  quarantineTable,
  rowColumn,
} from './names.ts';
import type { ConversionPlan } from './plan.ts';
import type { ConvertedTable } from './table.ts';
import { filled } from './table.ts';

/** Notes faults of values, then of keys and references, each with its repair. */
export const quarantineStatements = (plan: ConversionPlan): readonly string[] => [
  'create schema if not exists quarantine',
  ...(plan.schema === defaultSchema ? [] : [`create schema if not exists ${quoteName(plan.schema)}`]),
  `create table if not exists ${quarantineTable} (
  table_name text, ${rowColumn} bigint, column_name text, fault text, action text not null, repair text not null, value text,
  primary key (table_name, ${rowColumn}, column_name, fault)
)`,
  ...plan.tables.flatMap(typeStatements),
  foldFunctions(plan.schema).case,
  foldFunctions(plan.schema).accents,
  ...mappedStatements(plan),
  ...plan.tables.map(cleanStatement),
  ...plan.tables.map(
    ({ name }) =>
      `insert into ${quarantineTable} select ${quoteText(name)}, ${rowColumn}, column_name, fault, action, repair, value from ${faultsView(name)} on conflict do nothing`,
  ),
  ...orphanStatements(plan),
  ...plan.tables.flatMap((table) => table.uniques.map((key) => duplicateStatement(plan, table, key))),
];

/** The queries a person runs to see what is dirty. */
export const findStatements = ({ tables }: ConversionPlan): readonly string[] =>
  tables.map(
    ({ name }) =>
      `select ${quoteText(name)} as table_name, fault, column_name, action, repair, count(*) as values, min(${rowColumn}) as first_row from ${faultsView(name)} group by fault, column_name, action, repair order by fault, column_name`,
  );

/** PostgreSQL has no CREATE TYPE IF NOT EXISTS. */
export const typeStatements = ({ columns }: ConvertedTable): readonly string[] =>
  columns.flatMap(({ kind, type, labels }) =>
    kind === 'label' && labels !== undefined
      ? [
          `do $$ begin\n  create type ${type} as enum (${labels.map(quoteText).join(', ')});\nexception when duplicate_object then null;\nend $$`,
        ]
      : [],
  );

const isNoted = (table: string, row: string, more: string): string =>
  `exists (select from ${quarantineTable} as q where q.table_name = ${quoteText(table)} and q.${rowColumn} = ${row} and ${more})`;

/** Rows without those in quarantine; a value whose row is missing is emptied where it may be. */
function cleanStatement(table: ConvertedTable): string {
  const emptied = new Map(
    table.references.flatMap((reference) =>
      reference.emptied.map((column) => [column.toLowerCase(), reference] as const),
    ),
  );
  const values = filled(table).map(({ name }) => {
    const value = `m.${quoteName(name)}`;
    const reference = emptied.get(name.toLowerCase());
    return reference === undefined
      ? value
      : `case when not ${isNoted(table.name, `m.${rowColumn}`, `q.fault = 'orphan' and q.action = 'repaired' and q.column_name = ${quoteText(columnsOf(reference))}`)} then ${value} end as ${quoteName(name)}`;
  });
  return `create or replace view ${cleanView(table.name)} as select ${[`m.${rowColumn}`, ...values].join(',\n  ')}\nfrom ${mappedView(table.name)} as m\nwhere not ${isNoted(table.name, `m.${rowColumn}`, `q.action = 'quarantined'`)}`;
}

const columnsOf = ({ key }: ConvertedReference): string => key.columns.join(', ');

function duplicates(table: ConvertedTable, key: UniqueKey): string {
  const parts = key.parts.map((part) => partSql(part, 'c.'));
  const known = key.parts.map(({ column }) => `c.${quoteName(column)} is not null`);
  const columns = key.parts.map(({ column }) => column).join(', ');
  return `select ${quoteText(table.name)}, ${rowColumn}, ${quoteText(columns)}, 'duplicate', 'quarantined', 'the row; row ' || "first of key" || ' keeps the key', concat_ws(', ', ${key.parts.map(({ column }) => `${quoteName(column)}::text`).join(', ')})
from (select c.*, row_number() over same as "place in key", min(c.${rowColumn}) over same as "first of key"
  from ${cleanView(table.name)} as c where ${known.join(' and ')}
  window same as (partition by ${parts.join(', ')} order by c.${rowColumn})) as keyed where "place in key" > 1`;
}

const hasReferences = ({ tables }: ConversionPlan): boolean =>
  tables.some(({ references }) => references.length > 0);

/** Together with the orphans that it makes: whoever begins again finds nobody whom this left behind. */
function duplicateStatement(plan: ConversionPlan, table: ConvertedTable, key: UniqueKey): string {
  const insert = `insert into ${quarantineTable}\n${duplicates(table, key)}\non conflict do nothing`;
  return hasReferences(plan)
    ? `do $$ declare\n  added bigint;\nbegin\n${insert};\n  get diagnostics added = row_count;\n  if added > 0 then call ${orphanProcedure}(); end if;\nend $$`
    : insert;
}

/** A row that goes makes orphans of those that name it: asked again until nobody is left. */
function orphanStatements(plan: ConversionPlan): readonly string[] {
  if (!hasReferences(plan)) return [];
  const found = plan.tables.flatMap((table) =>
    table.references.map((reference) => orphans(table, reference)),
  );
  const steps = found.map(
    (query) =>
      `    insert into ${quarantineTable}\n${query}\n    on conflict do nothing;\n    get diagnostics added = row_count;\n    total := total + added;`,
  );
  return [
    `create or replace procedure ${orphanProcedure}() language plpgsql as $$ declare\n  added bigint;\n  total bigint;\nbegin\n  loop\n    total := 0;\n${steps.join('\n')}\n    exit when total = 0;\n  end loop;\nend $$`,
    `call ${orphanProcedure}()`,
  ];
}

function orphans(table: ConvertedTable, reference: ConvertedReference): string {
  const { key, emptied } = reference;
  const columns = key.columns.map((name) => `c.${quoteName(name)}`);
  const known = columns.map((column) => `${column} is not null`);
  const same = key.references.columns.map((name, index) => `p.${quoteName(name)} = ${columns[index] ?? ''}`);
  const repair = emptied.length > 0 ? `'repaired', 'NULL'` : `'quarantined', 'the row'`;
  return `select ${quoteText(table.name)}, c.${rowColumn}, ${quoteText(columnsOf(reference))}, 'orphan', ${repair}, concat_ws(', ', ${columns.map((column) => `${column}::text`).join(', ')})
from ${cleanView(table.name)} as c where ${known.join(' and ')} and not exists (select from ${cleanView(key.references.table)} as p where ${same.join(' and ')})`;
}

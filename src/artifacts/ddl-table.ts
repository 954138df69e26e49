import type { Column, Table } from '../model/data.ts';
import { namedConstraints } from './constraints.ts';
import { quoteName, quoteNames, quoteText, qualifiedName, tableKey } from './sql-names.ts';

/** Collects what the script cannot express; every entry is told to the reader. */
export type Lose = (what: string) => void;

/** `create table` with its columns, primary key, uniques and checks; keys to other tables come after all tables. */
export function tableSql(table: Table, lose: Lose): string {
  const { primaryKey, uniques, checks } = namedConstraints(table);
  const columns = distinctColumns(table, lose);
  const known = new Set(columns.map((column) => column.name));
  type Kind = 'primary key' | 'unique' | 'unique nulls not distinct';
  const key = (kind: Kind, name: string, on: readonly string[]): readonly string[] => {
    const missing = on.filter((column) => !known.has(column));
    if (missing.length === 0) return [`constraint ${quoteName(name)} ${kind} (${quoteNames(on)})`];
    lose(`${tableKey(table)}: ${kind} ${name} names columns that are not known: ${missing.join(', ')}`);
    return [];
  };
  const parts = [
    ...columns.map((column) => columnSql(column, table, lose)),
    ...(primaryKey === undefined ? [] : key('primary key', primaryKey.name, primaryKey.columns)),
    ...uniques.flatMap(({ name, columns: on, nullsNotDistinct }) =>
      key(nullsNotDistinct === true ? 'unique nulls not distinct' : 'unique', name, on),
    ),
    ...checks.map((check) => `constraint ${quoteName(check.name)} check (${check.sql})`),
  ];
  const body = parts.length === 0 ? '()' : `(\n${parts.map((part) => `  ${part}`).join(',\n')}\n)`;
  return `create table ${qualifiedName(table)} ${body}`;
}

function distinctColumns(table: Table, lose: Lose): readonly Column[] {
  const seen = new Set<string>();
  return table.columns.filter((column) => {
    const first = !seen.has(column.name);
    seen.add(column.name);
    if (!first) lose(`${tableKey(table)}.${column.name}: declared twice, the first declaration is kept`);
    return first;
  });
}

function columnSql(column: Column, table: Table, lose: Lose): string {
  const type = column.type.trim();
  if (type === '') lose(`${tableKey(table)}.${column.name}: its type is not known, text is written instead`);
  return [
    quoteName(column.name),
    type === '' ? 'text' : type,
    ...(column.nullable ? [] : ['not null']),
    ...valueSql(column),
  ].join(' ');
}

/** Default, identity or generation expression. Identity stands in `default` or `generated` as the words of SQL. */
function valueSql(column: Column): readonly string[] {
  const given = (column.generated ?? column.default)?.trim();
  if (given === undefined || given === '') return [];
  const identity = /^(?:generated\s+)?(always|by default)\s+as\s+identity/i.exec(given);
  if (identity?.[1] !== undefined) return [`generated ${identity[1].toLowerCase()} as identity`];
  if (column.generated === undefined) return [`default ${defaultSql(given)}`];
  const virtual = /\s+virtual$/i.test(given);
  const expression = given.replace(/\s+(stored|virtual)$/i, '');
  return [`generated always as (${expression}) ${virtual ? 'virtual' : 'stored'}`];
}

/** Sequences that defaults draw from and that nothing else creates. */
export const sequencesOf = (table: Table): readonly string[] =>
  table.columns.flatMap(({ default: value }) => sequenceIn(value) ?? []);

/** The sequence that a default draws from, quoted where PostgreSQL would read it in lower case. */
function sequenceIn(value: string | undefined): string | undefined {
  return /^nextval\('([^']+)'(?:::regclass)?\)$/i
    .exec(value?.trim() ?? '')?.[1]
    ?.split('.')
    .map((part) => (part.startsWith('"') ? part : quoteName(part)))
    .join('.');
}

/** A default as it must stand: a reader may have left the quotes out that the name of a sequence needs. */
function defaultSql(value: string): string {
  const sequence = sequenceIn(value);
  return sequence === undefined ? value : `nextval(${quoteText(sequence)}::regclass)`;
}

/** Comments on the table and its columns; the data class is kept in brackets so that the database knows it too. */
export function commentSql(table: Table): readonly string[] {
  const onTable =
    table.comment === undefined
      ? []
      : [`comment on table ${qualifiedName(table)} is ${quoteText(table.comment)};`];
  const onColumns = table.columns.flatMap((column) => {
    const shown =
      column.dataClass !== undefined && column.dataClass !== 'internal' ? [`[${column.dataClass}]`] : [];
    const text = [...shown, ...(column.comment === undefined ? [] : [column.comment])].join(' ');
    const name = `${qualifiedName(table)}.${quoteName(column.name)}`;
    return text === '' ? [] : [`comment on column ${name} is ${quoteText(text)};`];
  });
  return [...onTable, ...onColumns];
}

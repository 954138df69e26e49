import type { DataModel, ForeignKey, Table } from '../../model/data.ts';
import { accessPaths, plainColumn } from './access-paths.ts';
import { tableSubject } from './pattern.ts';
import { literal } from './words.ts';

/** The table a foreign key points at, when it is known. */
export const targetOf = ({ tables }: DataModel, { references }: ForeignKey): Table | undefined =>
  tables.find(
    ({ name, schema }) => references.table === name || references.table === `${schema ?? 'public'}.${name}`,
  );

export const columnNamed = (table: Table, name: string): Table['columns'][number] | undefined =>
  table.columns.find((column) => column.name === name);

/** The column of a primary key of one column. */
export function soleKeyColumn(table: Table): Table['columns'][number] | undefined {
  const [name, ...more] = table.primaryKey?.columns ?? [];
  return name === undefined || more.length > 0 ? undefined : columnNamed(table, name);
}

export const isNullable = (table: Table, name: string): boolean =>
  columnNamed(table, name)?.nullable === true;

/** Whether a check of the table speaks of the column. */
export const isNamedByCheck = ({ checks }: Table, name: string): boolean =>
  checks.some(({ sql }) => new RegExp(`\\b${literal(name)}\\b`, 'i').test(sql));

/** Sets of columns that name a row: keys and unique indexes over all rows, without expressions. */
export function keysOf(table: Table): readonly (readonly string[])[] {
  return accessPaths(table).flatMap(({ unique, where, columns }) => {
    const names = columns.flatMap((element) => plainColumn(table, element) ?? []);
    return unique && where === undefined && names.length === columns.length ? [names] : [];
  });
}

/** Whether two lists hold the same names, in any order. */
export const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && [...a].sort().join('\n') === [...b].sort().join('\n');

export const keyText = (table: Table, { columns }: ForeignKey): string =>
  `${tableSubject(table)}(${columns.join(', ')})`;

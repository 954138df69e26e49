import type { Check, Column, ForeignKey, Index, Key, Table } from '../../../model/data.ts';
import type { Origin } from '../../../model/origin.ts';
import { dropColumn } from '../sql/columns.ts';
import { dropConstraint, setPrimaryKey } from '../sql/constraints.ts';
import type { SchemaDraft, TableDraft } from '../sql/draft.ts';
import { tell } from '../sql/draft.ts';
import { moveTable, renameColumn } from '../sql/renames.ts';

/**
 * What a migration does to a schema, whatever language it is written in. `table` is the name as the draft knows it:
 * qualified outside the default schema. A change that meets nothing is told, never an error.
 */

export const qualifiedName = ({ name, schema }: Pick<Table, 'name' | 'schema'>): string =>
  schema === undefined ? name : `${schema}.${name}`;

/** The table to be changed; nothing, and a gap, where it is not known. */
export function tableIn(draft: SchemaDraft, table: string, origin: Origin): TableDraft | undefined {
  const found = draft.tables.get(table) ?? caseless(draft, table);
  if (found === undefined && !draft.otherRelations.has(table))
    tell(draft, table, 'a table that is not known is altered', origin);
  return found;
}

/** Servers that do not tell letters apart, or do on one system only, take any spelling. */
const caseless = (draft: SchemaDraft, table: string): TableDraft | undefined =>
  draft.folded === true
    ? [...draft.tables.values()].find((one) => qualifiedName(one).toLowerCase() === table.toLowerCase())
    : undefined;

export function createTable(draft: SchemaDraft, table: TableDraft, ifNotExists: boolean): void {
  const name = qualifiedName(table);
  if (draft.tables.has(name)) {
    if (!ifNotExists)
      tell(draft, name, 'the table is created twice; the first definition is kept', table.origin);
    return;
  }
  draft.tables.set(name, table);
}

export function dropTable(draft: SchemaDraft, table: string, ifExists: boolean, origin: Origin): void {
  const found = draft.tables.get(table) ?? caseless(draft, table);
  if (found === undefined) {
    if (!draft.otherRelations.delete(table) && !ifExists)
      tell(draft, table, 'a table that is not known is dropped', origin);
    return;
  }
  const name = qualifiedName(found);
  draft.tables.delete(name);
  for (const other of draft.tables.values())
    other.foreignKeys = other.foreignKeys.filter(({ references }) => references.table !== name);
}

export function renameTable(draft: SchemaDraft, from: string, to: string, origin: Origin): void {
  const table = tableIn(draft, from, origin);
  if (table === undefined) return;
  const schema = to.includes('.') ? to.slice(0, to.lastIndexOf('.')) : table.schema;
  const name = to.slice(to.lastIndexOf('.') + 1);
  const moved = { ...table, name, ...(schema === undefined ? {} : { schema }) };
  moveTable(draft, qualifiedName(table), qualifiedName(moved), moved);
}

export function addColumn(draft: SchemaDraft, table: TableDraft, column: Column, after?: string): void {
  if (table.columns.some(({ name }) => name === column.name))
    return tell(draft, `${table.name}.${column.name}`, 'the column is added twice', column.origin);
  const at = after === undefined ? -1 : table.columns.findIndex(({ name }) => name === after);
  table.columns = table.columns.toSpliced(at === -1 ? table.columns.length : at + 1, 0, column);
}

export function changeColumn(
  draft: SchemaDraft,
  table: TableDraft,
  name: string,
  origin: Origin,
  edit: (column: Column) => Column,
): void {
  if (!table.columns.some((column) => column.name === name))
    return tell(draft, `${table.name}.${name}`, 'a column that is not known is altered', origin);
  table.columns = table.columns.map((column) => (column.name === name ? edit(column) : column));
}

export function removeColumn(draft: SchemaDraft, table: TableDraft, name: string): void {
  dropColumn(draft, table, name, qualifiedName(table));
}

export function changeColumnName(draft: SchemaDraft, table: TableDraft, from: string, to: string): void {
  renameColumn(draft, qualifiedName(table), table, from, to);
}

export function addPrimaryKey(table: TableDraft, key: Key): void {
  setPrimaryKey(table, key);
}

export function addUnique(table: TableDraft, key: Key): void {
  if (key.name !== undefined && table.uniques.some(({ name }) => name === key.name)) return;
  table.uniques = [...table.uniques, key];
}

export function addIndex(table: TableDraft, index: Index): void {
  if (table.indexes.some(({ name }) => name === index.name)) return;
  table.indexes = [...table.indexes, index];
}

export function addForeignKey(table: TableDraft, key: ForeignKey): void {
  if (key.name !== undefined && table.foreignKeys.some(({ name }) => name === key.name)) return;
  table.foreignKeys = [...table.foreignKeys, key];
}

export function addCheck(table: TableDraft, check: Check): void {
  table.checks = [...table.checks, check];
}

/** An index or a constraint by its name; `true` when it was there. */
export function dropNamed(table: TableDraft, name: string): boolean {
  const before = table.indexes.length;
  table.indexes = table.indexes.filter((index) => index.name !== name);
  return dropConstraint(table, name) || table.indexes.length < before;
}

/** A name that a tool makes of its parts. */
export const indexOf = (
  name: string,
  columns: readonly string[],
  unique: boolean,
  origin: Origin,
  more: Partial<Index> = {},
): Index => ({ name, columns, include: [], unique, method: 'btree', serves: [], origin, ...more });

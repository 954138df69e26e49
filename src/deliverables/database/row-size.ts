import { ranged } from '../../model/amounts.ts';
import { columnOf } from './tables.ts';
import { align8, columnWidth, heapRowBytes } from '../../artifacts/column-width.ts';
import type { Column, Index, Table } from '../../model/data.ts';
import type { Quantity } from '../../model/origin.ts';

const total = (columns: readonly Column[], pick: 0 | 1 | 2): number =>
  columns.reduce((sum, column) => sum + columnWidth(column)[pick], 0);

/** Heap bytes of one row: tuple header 24, aligned data, item pointer 4. */
export function rowBytes({ columns }: Table): Quantity {
  const at = (pick: 0 | 1 | 2): number => heapRowBytes(total(columns, pick));
  const source = columns.some(({ statistics }) => statistics !== undefined)
    ? 'projected column statistics'
    : 'column types; text of unknown length';
  return ranged([at(0), at(1), at(2)], 'bytes', 'row = 24 + align8(Σ width) + 4', [source]);
}

/** Bytes one row costs in one B-tree: key, header 8, item pointer 4, leaves filled to 90 %. */
const entryBytes = (table: Table, key: readonly string[], pick: 0 | 1 | 2): number =>
  (align8(8 + total(known(table, key), pick)) + 4) / 0.9;

/** Indexes of a table by name, those of its keys included, with the columns they hold. */
export const indexColumns = (
  table: Table,
): readonly { readonly name: string; readonly columns: readonly string[]; readonly where?: string }[] => [
  ...(table.primaryKey === undefined
    ? []
    : [{ name: table.primaryKey.name ?? 'primary key', columns: table.primaryKey.columns }]),
  ...table.uniques.map(({ name, columns }) => ({ name: name ?? `unique (${columns.join(', ')})`, columns })),
  ...table.indexes.map(({ name, columns, include, where }) => ({
    name,
    columns: [...columns, ...include].map(columnName),
    ...(where !== undefined && { where }),
  })),
];

/** Bytes one row costs in all B-trees of its table. */
export function indexRowBytes(table: Table): Quantity {
  const all = indexColumns(table);
  const at = (pick: 0 | 1 | 2): number =>
    all.reduce((sum, { columns }) => sum + entryBytes(table, columns, pick), 0);
  return ranged([at(0), at(1), at(2)], 'bytes', 'Σ over indexes (align8(8 + Σ key width) + 4) / 0.9', [
    `${all.length} indexes, duplicates not folded`,
  ]);
}

/** The same for one index; a partial one holds between none and all of the rows. */
export function entryOf(table: Table, columns: readonly string[], partial: boolean): Quantity {
  const at = (pick: 0 | 1 | 2): number => entryBytes(table, columns, pick);
  return ranged([at(0), partial ? 0 : at(1), at(2)], 'bytes', '(align8(8 + Σ key width) + 4) / 0.9', [
    `${columns.length} columns${partial ? ', partial: none to all of the rows' : ''}`,
  ]);
}

export const columnName = (column: string): string =>
  column.replace(/ (asc|desc)( nulls (first|last))?$/i, '').replaceAll('"', '');

const known = (table: Table, names: readonly string[]): readonly Column[] =>
  names.flatMap((name) => columnOf(table, columnName(name)) ?? []);

/** How many indexes a new row has to enter, the primary key included. */
export const indexCount = ({ primaryKey, uniques, indexes }: Table): number =>
  (primaryKey === undefined ? 0 : 1) + uniques.length + indexes.length;

/** Another index of the same table makes this one superfluous: same method and predicate, and it starts with its columns. */
export function coveredBy(table: Table, index: Index): string | undefined {
  const columns = index.columns.map((column) => column.toLowerCase());
  const starts = (other: readonly string[]): boolean =>
    columns.length <= other.length && columns.every((column, at) => other[at]?.toLowerCase() === column);
  if (index.unique || index.method !== 'btree' || index.where !== undefined || index.include.length > 0)
    return undefined;
  const other = table.indexes.find(
    (entry) =>
      entry.name !== index.name &&
      entry.method === index.method &&
      entry.where === undefined &&
      starts(entry.columns) &&
      (entry.columns.length > columns.length || entry.name < index.name),
  );
  if (other !== undefined) return other.name;
  if (table.primaryKey !== undefined && starts(table.primaryKey.columns)) return 'the primary key';
  const unique = table.uniques.find((key) => starts(key.columns));
  return unique === undefined ? undefined : (unique.name ?? `unique (${unique.columns.join(', ')})`);
}

import type {
  Check,
  Column,
  EnumType,
  ForeignKey,
  Index,
  Key,
  ReferentialAction,
  Table,
} from '../../../../model/data.ts';
import type { Origin } from '../../../../model/origin.ts';

export type Adapter = 'postgresql' | 'mysql' | 'sqlite';

/** A table while migrations change it. */
export interface TableDraft {
  name: string;
  readonly columns: Map<string, Column>;
  primaryKey: Key | undefined;
  readonly uniques: Key[];
  readonly indexes: Index[];
  readonly foreignKeys: ForeignKey[];
  readonly checks: Check[];
  comment: string | undefined;
  readonly origin: Origin;
}

export interface Draft {
  readonly adapter: Adapter;
  readonly tables: Map<string, TableDraft>;
  readonly enums: Map<string, EnumType>;
  readonly extensions: Set<string>;
  /** Statements of SQL that a migration runs: not replayed here. */
  readonly statements: Origin[];
}

export const emptyDraft = (adapter: Adapter): Draft => ({
  adapter,
  tables: new Map(),
  enums: new Map(),
  extensions: new Set(),
  statements: [],
});

export const emptyTable = (name: string, origin: Origin): TableDraft => ({
  name,
  columns: new Map(),
  primaryKey: undefined,
  uniques: [],
  indexes: [],
  foreignKeys: [],
  checks: [],
  comment: undefined,
  origin,
});

export function finished(table: TableDraft): Table {
  const [schema, name] = table.name.includes('.')
    ? [table.name.slice(0, table.name.indexOf('.')), table.name.slice(table.name.indexOf('.') + 1)]
    : [undefined, table.name];
  return {
    name,
    ...(schema === undefined || schema === 'public' ? {} : { schema }),
    columns: [...table.columns.values()],
    ...(table.primaryKey === undefined ? {} : { primaryKey: table.primaryKey }),
    uniques: table.uniques,
    indexes: table.indexes,
    foreignKeys: table.foreignKeys,
    checks: table.checks,
    ...(table.comment === undefined ? {} : { comment: table.comment }),
    origin: table.origin,
  };
}

export function actionOf(word: string | undefined): ReferentialAction {
  switch (word) {
    case 'cascade':
      return 'cascade';
    case 'nullify':
      return 'set null';
    case 'restrict':
      return 'restrict';
    case 'default':
      return 'set default';
    default:
      return 'no action';
  }
}

/** A column goes, with the keys and indexes that need it. */
export function dropColumn(table: TableDraft, name: string): void {
  table.columns.delete(name);
  keep(table.indexes, ({ columns }) => !columns.some((column) => plain(column) === name));
  keep(table.foreignKeys, ({ columns }) => !columns.includes(name));
  keep(table.uniques, ({ columns }) => !columns.includes(name));
}

export function renameColumn(table: TableDraft, from: string, to: string): void {
  const renamed = [...table.columns.values()].map((column) =>
    column.name === from ? { ...column, name: to } : column,
  );
  table.columns.clear();
  for (const column of renamed) table.columns.set(column.name, column);
  const names = (columns: readonly string[]): readonly string[] =>
    columns.map((column) => (column === from ? to : column));
  const standard = (columns: readonly string[]): string => `index_${table.name}_on_${columns.join('_and_')}`;
  replace(table.indexes, (index) => ({
    ...index,
    columns: names(index.columns),
    name: index.name === standard(index.columns) ? standard(names(index.columns)) : index.name,
  }));
  replace(table.foreignKeys, (key) => ({ ...key, columns: names(key.columns) }));
  if (table.primaryKey !== undefined)
    table.primaryKey = { ...table.primaryKey, columns: names(table.primaryKey.columns) };
}

/** A table goes, and what refers to it. */
export function dropTable(draft: Draft, name: string): void {
  draft.tables.delete(name);
}

export function renameTable(draft: Draft, from: string, to: string): void {
  const table = draft.tables.get(from);
  if (table === undefined) return;
  draft.tables.delete(from);
  replace(table.indexes, (index) =>
    index.name.startsWith(`index_${from}_on_`)
      ? { ...index, name: index.name.replace(`index_${from}_on_`, `index_${to}_on_`) }
      : index,
  );
  // The sequence of its key goes by the new name as well.
  for (const column of table.columns.values())
    if (column.default?.startsWith(`nextval('${from}_`) === true)
      table.columns.set(column.name, { ...column, default: column.default.replace(`'${from}_`, `'${to}_`) });
  table.name = to;
  draft.tables.set(to, table);
  for (const other of draft.tables.values())
    replace(other.foreignKeys, (key) =>
      key.references.table === from ? { ...key, references: { ...key.references, table: to } } : key,
    );
}

const plain = (column: string): string => column.replace(/ (asc|desc).*$/, '');

export function keep<Item>(items: Item[], wanted: (item: Item) => boolean): void {
  const kept = items.filter(wanted);
  items.splice(0, items.length, ...kept);
}

export function replace<Item>(items: Item[], change: (item: Item) => Item): void {
  items.splice(0, items.length, ...items.map(change));
}

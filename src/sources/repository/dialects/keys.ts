import type { Index } from '../../../model/data.ts';
import type { SchemaDraft, TableDraft } from '../sql/draft.ts';
import { addForeignKey, addIndex, addPrimaryKey, addUnique, indexOf } from '../schema/changes.ts';
import type { ColumnDefinition, DdlContext, Reference } from './columns.ts';
import { readReference } from './columns.ts';
import type { Reader } from './reader.ts';
import { commaParts, readerOf, textOfTokens } from './reader.ts';
import type { DdlToken } from './tokens.ts';

/** Key columns: a prefix length and a descending order stay in the text. */
export function keyColumns(tokens: readonly DdlToken[], text: string): readonly string[] {
  return commaParts(tokens).map((part) => {
    const reader = readerOf(part);
    const expression = reader.group();
    const name = expression === undefined ? reader.names().at(-1) : `(${textOfTokens(expression, text)})`;
    const length = reader.group();
    if (expression === undefined && length !== undefined && !/^\d+$/.test(textOfTokens(length, text)))
      return `(${textOfTokens(part, text).replace(/\s+(asc|desc)$/i, '')})`;
    const prefix = length === undefined ? '' : `(${textOfTokens(length, text)})`;
    const descending = part.some((token) => token.kind === 'word' && /^desc$/i.test(token.text));
    return `${name ?? ''}${prefix}${descending ? ' desc' : ''}`;
  });
}

const startsKey: readonly (readonly string[])[] = [
  ['constraint'],
  ['primary', 'key'],
  ['unique'],
  ['foreign', 'key'],
  ['check', '('],
  ['fulltext'],
  ['spatial'],
];

/** A key or a constraint and not a column; `key` and `index` may be names of columns. */
export function isKey(reader: Reader): boolean {
  if (startsKey.some((words) => reader.at(...words))) return true;
  if (!reader.at('key') && !reader.at('index')) return false;
  const [, second, third] = [0, 1, 2].map((ahead) => reader.peek(ahead));
  return (
    second?.text === '(' || third?.text === '(' || (third?.kind === 'word' && /^using$/i.test(third.text))
  );
}

/** Adds the key at the reader to the table. */
export function addKey(draft: SchemaDraft, table: TableDraft, reader: Reader, on: DdlContext): void {
  let name: string | undefined;
  if (reader.take('constraint') && !['primary', 'unique', 'foreign', 'check'].some((word) => reader.at(word)))
    name = reader.names().at(-1);
  if (reader.take('primary', 'key')) {
    skipMethod(reader);
    // MySQL takes a name here and forgets it.
    if (reader.peek()?.text !== '(') reader.names();
    skipMethod(reader);
    const columns = keyColumns(reader.group() ?? [], on.text).map(plainColumn);
    dropCovered(table, columns);
    return addPrimaryKey(table, { ...(name === undefined ? {} : { name }), columns, origin: on.origin });
  }
  if (reader.take('foreign', 'key')) {
    const given = reader.peek()?.text === '(' ? undefined : reader.names().at(-1);
    const columns = keyColumns(reader.group() ?? [], on.text).map(plainColumn);
    if (!reader.take('references')) return;
    return addReference(draft, table, columns, readReference(reader, on), on, name ?? given);
  }
  if (reader.take('check')) {
    const sql = textOfTokens(reader.group() ?? [], on.text);
    table.checks = [...table.checks, { ...(name === undefined ? {} : { name }), sql, origin: on.origin }];
    return;
  }
  const kind = reader.takeOne('unique', 'fulltext', 'spatial');
  reader.takeOne('key', 'index');
  skipClustering(reader);
  if (reader.peek()?.text !== '(' && !reader.at('using')) name = reader.names().at(-1) ?? name;
  const method = skipMethod(reader) ?? (kind === 'fulltext' || kind === 'spatial' ? kind : 'btree');
  addKeyOf(table, keyColumns(reader.group() ?? [], on.text), on, { unique: kind === 'unique', method, name });
}

function addKeyOf(
  table: TableDraft,
  columns: readonly string[],
  on: DdlContext,
  key: { readonly unique: boolean; readonly method: string; readonly name: string | undefined },
): void {
  const name = key.name ?? freeName(table, plainColumn(columns[0] ?? 'key'));
  // A key on the beginning of a text is no key of the whole column.
  const whole = columns.every((column) => /^[^()\s]+$/.test(column));
  dropCovered(table, columns);
  if (key.unique && whole) return addUnique(table, { name, columns, origin: on.origin });
  addIndex(table, indexOf(name, columns, key.unique, on.origin, { method: key.method }));
}

const plainColumn = (column: string): string => column.replace(/(\(\d+\))?( desc)?$/, '');

function skipMethod(reader: Reader): string | undefined {
  const clustered = skipClustering(reader);
  return reader.take('using') ? reader.next()?.text.toLowerCase() : clustered;
}

function skipClustering(reader: Reader): undefined {
  reader.takeOne('clustered', 'nonclustered');
  return undefined;
}

/** MySQL calls a key without a name after its first column. */
function freeName(table: TableDraft, column: string): string {
  const taken = new Set([...table.indexes, ...table.uniques].map(({ name }) => name));
  let name = column;
  for (let count = 2; taken.has(name); count += 1) name = `${column}_${count}`;
  return name;
}

/** A foreign key; MySQL makes an index for it where none begins with its columns. */
export function addReference(
  draft: SchemaDraft,
  table: TableDraft,
  columns: readonly string[],
  reference: Reference,
  on: DdlContext,
  given?: string,
): void {
  const name = given ?? (on.dialect === 'mysql' ? nextForeignKey(table) : undefined);
  const target = draft.tables.get(reference.references.table);
  const other =
    reference.references.columns.length > 0
      ? reference.references.columns
      : (target?.primaryKey?.columns ??
        (reference.references.table === table.name ? table.primaryKey?.columns : undefined) ??
        []);
  addForeignKey(table, {
    ...(name === undefined ? {} : { name }),
    columns,
    references: { ...reference.references, columns: other },
    onDelete: reference.onDelete,
    onUpdate: reference.onUpdate,
    origin: on.origin,
  });
  if (on.dialect !== 'mysql' || name === undefined || isCovered(table, columns)) return;
  table.indexes = [
    ...table.indexes,
    {
      ...indexOf(given ?? freeName(table, columns[0] ?? ''), columns, false, on.origin),
      serves: ['foreign key'],
    },
  ];
}

function nextForeignKey(table: TableDraft): string {
  let count = table.foreignKeys.length + 1;
  while (table.foreignKeys.some(({ name }) => name === `${table.name}_ibfk_${count}`)) count += 1;
  return `${table.name}_ibfk_${count}`;
}

const beginsWith = (key: readonly string[], columns: readonly string[]): boolean =>
  columns.every((column, index) => key[index] === column);

function isCovered(table: TableDraft, columns: readonly string[]): boolean {
  const keys = [
    table.primaryKey?.columns ?? [],
    ...table.uniques.map((key) => key.columns),
    ...table.indexes.map((index) => index.columns),
  ];
  return keys.some((key) => key.length > 0 && beginsWith(key, columns));
}

/** An index that was made for a foreign key goes when a key of the user does its work. */
function dropCovered(table: TableDraft, columns: readonly string[]): void {
  table.indexes = table.indexes.filter(
    (index: Index) => !(index.serves.includes('foreign key') && beginsWith(columns, index.columns)),
  );
}

/** The keys that are written beside a column. */
export function addColumnKeys(
  draft: SchemaDraft,
  table: TableDraft,
  definition: ColumnDefinition,
  on: DdlContext,
): void {
  const { column, primary, unique, reference, check } = definition;
  if (primary) {
    dropCovered(table, [column.name]);
    addPrimaryKey(table, { columns: [column.name], origin: on.origin });
  }
  if (unique) addKeyOf(table, [column.name], on, { unique: true, method: 'btree', name: undefined });
  if (reference !== undefined) addReference(draft, table, [column.name], reference, on);
  if (check !== undefined) table.checks = [...table.checks, { sql: check, origin: on.origin }];
}

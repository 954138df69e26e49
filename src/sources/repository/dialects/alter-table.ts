import type { Column } from '../../../model/data.ts';
import type { SchemaDraft, TableDraft } from '../sql/draft.ts';
import {
  addColumn,
  changeColumn,
  changeColumnName,
  dropNamed,
  removeColumn,
  renameTable,
} from '../schema/changes.ts';
import type { DdlContext } from './columns.ts';
import { readColumn, tableName } from './columns.ts';
import { addColumnKeys, addKey, isKey } from './keys.ts';
import type { Reader } from './reader.ts';
import { commaParts, readerOf } from './reader.ts';
import type { DdlToken } from './tokens.ts';

/** What follows `ALTER TABLE t`. */
export function alterTable(
  draft: SchemaDraft,
  name: string,
  table: TableDraft,
  tokens: readonly DdlToken[],
  on: DdlContext,
): void {
  let verb = '';
  for (const part of commaParts(tokens)) {
    const reader = readerOf(part);
    // SQL Server writes `ADD a int, b int`.
    const own = reader.takeOne('add', 'drop', 'modify', 'change', 'alter', 'rename', 'with', 'comment');
    if (own === 'with') {
      reader.takeOne('check', 'nocheck');
      reader.take('add');
      verb = 'add';
    } else verb = own ?? verb;
    alterOne({ draft, name, table, on }, verb, reader);
  }
}

interface Alteration {
  readonly draft: SchemaDraft;
  readonly name: string;
  readonly table: TableDraft;
  readonly on: DdlContext;
}

function alterOne(at: Alteration, verb: string, reader: Reader): void {
  switch (verb) {
    case 'add':
      return add(at, reader);
    case 'drop':
      return drop(at, reader);
    case 'modify':
      reader.take('column');
      reader.take('if', 'exists');
      return redefine(at, undefined, reader);
    case 'change': {
      reader.take('column');
      reader.take('if', 'exists');
      return redefine(at, reader.names().at(-1), reader);
    }
    case 'alter':
      return alterColumn(at, reader);
    case 'rename':
      return rename(at, reader);
    case 'comment':
      reader.take('=');
      at.table.comment = reader.next()?.text ?? '';
      return;
    default:
      return;
  }
}

function add(at: Alteration, reader: Reader): void {
  const { draft, table, on } = at;
  if (isKey(reader)) return addKey(draft, table, reader, on);
  reader.take('column');
  const missing = reader.take('if', 'not', 'exists');
  const group = reader.group();
  for (const part of group === undefined ? [undefined] : commaParts(group)) {
    const definition = readColumn(part === undefined ? reader : readerOf(part), on);
    if (definition === undefined) continue;
    if (missing && table.columns.some(({ name }) => name === definition.column.name)) continue;
    addColumn(draft, table, definition.column, definition.after);
    addColumnKeys(draft, table, definition, on);
  }
}

function drop(at: Alteration, reader: Reader): void {
  const { draft, table } = at;
  if (reader.take('primary', 'key')) {
    delete table.primaryKey;
    return;
  }
  const kind = reader.takeOne('index', 'key', 'constraint', 'check', 'column', 'foreign');
  if (kind === 'foreign') reader.take('key');
  reader.take('if', 'exists');
  const name = reader.names().at(-1) ?? '';
  if (kind === undefined || kind === 'column') return removeColumn(draft, table, name);
  if (kind === 'foreign') table.foreignKeys = table.foreignKeys.filter((key) => key.name !== name);
  else dropNamed(table, name);
}

/** MODIFY and CHANGE give the whole definition anew; keys stay. */
function redefine(at: Alteration, old: string | undefined, reader: Reader): void {
  const { draft, table, on } = at;
  const definition = readColumn(reader, on);
  if (definition === undefined) return;
  const { column } = definition;
  if (old !== undefined && old !== column.name) changeColumnName(draft, table, old, column.name);
  const inKey = table.primaryKey?.columns.includes(column.name) === true;
  changeColumn(draft, table, column.name, on.origin, () => (inKey ? { ...column, nullable: false } : column));
  addColumnKeys(draft, table, definition, on);
}

function alterColumn(at: Alteration, reader: Reader): void {
  const { draft, table, on } = at;
  if (reader.at('index') || reader.at('constraint') || reader.at('check')) return;
  reader.take('column');
  const name = reader.names().at(-1) ?? '';
  if (reader.take('set', 'default')) {
    const value = readColumn(readerOf([...defaultTokens(reader)]), on)?.column.default;
    return changeColumn(draft, table, name, on.origin, (column) =>
      value === undefined ? withoutDefault(column) : { ...column, default: value },
    );
  }
  if (reader.take('drop', 'default')) return changeColumn(draft, table, name, on.origin, withoutDefault);
  if (on.dialect !== 'mssql') return;
  const tokens: DdlToken[] = [{ kind: 'name', text: name, start: 0, end: 0 }];
  for (let token = reader.next(); token !== undefined; token = reader.next()) tokens.push(token);
  const definition = readColumn(readerOf(tokens), on);
  if (definition === undefined) return;
  const { type, nullable } = definition.column;
  changeColumn(draft, table, name, on.origin, (column) => ({ ...column, type, nullable }));
}

function withoutDefault(column: Column): Column {
  const copy: { -readonly [Name in keyof Column]: Column[Name] } = { ...column };
  delete copy.default;
  return copy;
}

/** The value after SET DEFAULT, as the column definition that the reader of definitions understands. */
function* defaultTokens(reader: Reader): Generator<DdlToken> {
  yield { kind: 'name', text: 'value', start: 0, end: 0 };
  yield { kind: 'word', text: 'default', start: 0, end: 0 };
  for (let token = reader.next(); token !== undefined; token = reader.next()) yield token;
}

function rename({ draft, name, table, on }: Alteration, reader: Reader): void {
  const kind = reader.takeOne('column', 'index', 'key');
  if (kind === undefined) {
    const isColumn = reader.peek(1)?.text.toLowerCase() === 'to' && !reader.at('to') && !reader.at('as');
    if (!isColumn) {
      reader.takeOne('to', 'as');
      return renameTable(draft, name, tableName(reader.names(), on.dialect), on.origin);
    }
  }
  const from = reader.names().at(-1) ?? '';
  reader.take('to');
  const to = reader.names().at(-1) ?? '';
  if (kind === 'index' || kind === 'key') {
    table.indexes = table.indexes.map((index) => (index.name === from ? { ...index, name: to } : index));
    table.uniques = table.uniques.map((key) => (key.name === from ? { ...key, name: to } : key));
  } else changeColumnName(draft, table, from, to);
}

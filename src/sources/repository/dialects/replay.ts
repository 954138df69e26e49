import type { SchemaDraft } from '../sql/draft.ts';
import { tell } from '../sql/draft.ts';
import type { SqlFile } from '../sql/script.ts';
import { addColumn, createTable, dropNamed, qualifiedName, renameTable, tableIn } from '../schema/changes.ts';
import { alterTable } from './alter-table.ts';
import type { DdlContext } from './columns.ts';
import { readColumn, tableName } from './columns.ts';
import type { Dialect } from './dialect.ts';
import { addColumnKeys, addKey, isKey, keyColumns } from './keys.ts';
import type { Reader } from './reader.ts';
import { commaParts, readerOf, textOfTokens } from './reader.ts';
import type { DdlStatement } from './statements.ts';
import { ddlStatements } from './statements.ts';
import { emptyTable } from '../sql/draft.ts';

/** Applies the statements of a file that is not in PostgreSQL's language. */
export function replayDialect(draft: SchemaDraft, file: SqlFile, dialect: Dialect): void {
  for (const statement of ddlStatements(file.text, file.line ?? 1))
    applyStatement(draft, statement, {
      dialect,
      text: statement.text,
      origin: { kind: 'read', file: file.path, line: statement.line },
    });
}

function applyStatement(draft: SchemaDraft, statement: DdlStatement, on: DdlContext): void {
  const reader = readerOf(statement.tokens);
  // `IF NOT EXISTS (SELECT …) [BEGIN] CREATE …` of SQL Server.
  if (reader.at('if') && on.dialect === 'mssql') skipCondition(reader);
  const verb = reader.takeOne('create', 'alter', 'drop', 'rename', 'exec', 'execute');
  switch (verb) {
    case 'create':
      return create(draft, reader, statement, on);
    case 'alter':
      return alter(draft, reader, statement, on);
    case 'drop':
      return drop(draft, reader, on);
    case 'rename':
      return renameTables(draft, reader, on);
    case 'exec':
    case 'execute':
      return storedRename(draft, reader, on);
    default:
      return;
  }
}

function skipCondition(reader: Reader): void {
  while (!reader.done() && !reader.at('create') && !reader.at('alter') && !reader.at('drop'))
    if (reader.group() === undefined) reader.next();
}

function create(draft: SchemaDraft, reader: Reader, statement: DdlStatement, on: DdlContext): void {
  reader.take('or', 'replace');
  const temporary = reader.takeOne('temporary', 'temp') !== undefined;
  const kind = reader.takeOne('unique', 'fulltext', 'spatial');
  reader.takeOne('clustered', 'nonclustered');
  if (reader.takeOne('index', 'key') !== undefined) return createIndex(draft, reader, kind, on);
  while (!reader.done() && !reader.at('table') && !reader.at('view')) {
    if (
      !/^(algorithm|definer|sql|security|=|undefined|merge|temptable|invoker|virtual)$/i.test(
        reader.peek()?.text ?? '',
      )
    )
      return;
    reader.next();
  }
  const isView = reader.take('view');
  if (!isView && !reader.take('table')) return;
  const exists = reader.take('if', 'not', 'exists');
  const name = tableName(reader.names(), on.dialect);
  if (isView || temporary || name === '' || name.startsWith('#') || name.startsWith('@')) {
    draft.otherRelations.add(name);
    return;
  }
  defineTable({ draft, reader, statement, on }, name, exists);
}

interface Definition {
  readonly draft: SchemaDraft;
  readonly reader: Reader;
  readonly statement: DdlStatement;
  readonly on: DdlContext;
}

function defineTable({ draft, reader, on }: Definition, name: string, exists: boolean): void {
  const dot = name.lastIndexOf('.');
  const table = emptyTable(name.slice(dot + 1), dot === -1 ? undefined : name.slice(0, dot), on.origin);
  const group = reader.take('like') ? undefined : reader.group();
  if (group === undefined || /^like$/i.test(group[0]?.text ?? '')) {
    const inner = group === undefined ? reader : readerOf(group.slice(1));
    const source = draft.tables.get(tableName(inner.names(), on.dialect));
    if (source === undefined) {
      draft.otherRelations.add(name);
      return tell(draft, name, 'the columns come from a query or another table that is not known', on.origin);
    }
    return createTable(draft, { ...source, name: table.name, foreignKeys: [], origin: on.origin }, exists);
  }
  const later: (() => void)[] = [];
  for (const part of commaParts(group)) {
    const item = readerOf(part);
    if (isKey(item)) later.push(() => addKey(draft, table, item, on));
    else {
      const definition = readColumn(item, on);
      if (definition === undefined) continue;
      addColumn(draft, table, definition.column);
      later.push(() => addColumnKeys(draft, table, definition, on));
    }
  }
  for (const step of later) step();
  while (!reader.done())
    if (reader.take('comment')) {
      reader.take('=');
      table.comment = reader.next()?.text ?? '';
    } else reader.next();
  createTable(draft, table, exists);
}

function createIndex(draft: SchemaDraft, reader: Reader, kind: string | undefined, on: DdlContext): void {
  reader.take('if', 'not', 'exists');
  const name = reader.names().at(-1) ?? '';
  if (reader.take('using')) reader.next();
  if (!reader.take('on')) return;
  const table = tableIn(draft, tableName(reader.names(), on.dialect), on.origin);
  if (table === undefined) return;
  const method = reader.take('using') ? (reader.next()?.text.toLowerCase() ?? 'btree') : kind;
  const columns = keyColumns(reader.group() ?? [], on.text);
  let include: readonly string[] = [];
  let where: string | undefined;
  while (!reader.done())
    if (reader.take('include')) include = keyColumns(reader.group() ?? [], on.text);
    else if (reader.take('where')) {
      const rest = [];
      for (let token = reader.next(); token !== undefined; token = reader.next()) rest.push(token);
      where = textOfTokens(rest, on.text);
    } else reader.next();
  if (table.indexes.some((index) => index.name === name)) return;
  table.indexes = [
    ...table.indexes.filter(
      (index) =>
        !(
          index.serves.includes('foreign key') && index.columns.every((column, at) => columns[at] === column)
        ),
    ),
    {
      name,
      columns,
      include,
      unique: kind === 'unique',
      method: method === undefined || method === 'unique' ? 'btree' : method,
      ...(where === undefined ? {} : { where }),
      serves: [],
      origin: on.origin,
    },
  ];
}

function alter(draft: SchemaDraft, reader: Reader, { tokens }: DdlStatement, on: DdlContext): void {
  reader.take('ignore');
  if (!reader.take('table')) return;
  reader.take('if', 'exists');
  reader.take('only');
  const table = tableIn(draft, tableName(reader.names(), on.dialect), on.origin);
  if (table === undefined) return;
  const next = reader.peek();
  const at = next === undefined ? tokens.length : tokens.indexOf(next);
  alterTable(draft, qualifiedName(table), table, tokens.slice(at), on);
}

function drop(draft: SchemaDraft, reader: Reader, on: DdlContext): void {
  reader.take('temporary');
  if (reader.takeOne('index', 'key') !== undefined) {
    reader.take('if', 'exists');
    const name = reader.names().at(-1) ?? '';
    const table = reader.take('on') ? draft.tables.get(tableName(reader.names(), on.dialect)) : undefined;
    for (const each of table === undefined ? draft.tables.values() : [table]) dropNamed(each, name);
    return;
  }
  if (!reader.take('table')) return;
  const exists = reader.take('if', 'exists');
  do {
    const name = tableName(reader.names(), on.dialect);
    // Foreign keys of others stay: the server either refuses or is told not to look.
    const known = draft.tables.has(name)
      ? name
      : [...draft.tables.keys()].find((one) => one.toLowerCase() === name.toLowerCase());
    if (known !== undefined) draft.tables.delete(known);
    else if (!draft.otherRelations.delete(name) && !exists)
      tell(draft, name, 'a table that is not known is dropped', on.origin);
  } while (reader.take(','));
}

function renameTables(draft: SchemaDraft, reader: Reader, on: DdlContext): void {
  if (reader.takeOne('table', 'tables') === undefined) return;
  do {
    const from = tableName(reader.names(), on.dialect);
    if (!reader.take('to')) return;
    renameTable(draft, from, tableName(reader.names(), on.dialect), on.origin);
  } while (reader.take(','));
}

/** `EXEC sp_rename 'dbo.T.a', 'b', 'COLUMN'`. */
function storedRename(draft: SchemaDraft, reader: Reader, on: DdlContext): void {
  if (reader.names().at(-1)?.toLowerCase() !== 'sp_rename') return;
  const texts: string[] = [];
  for (let token = reader.next(); token !== undefined; token = reader.next())
    if (token.kind === 'string') texts.push(token.text.replaceAll(/[[\]"]/g, ''));
  const [from = '', to = '', what = 'OBJECT'] = texts;
  const parts = from.split('.');
  if (/^object$/i.test(what)) return renameTable(draft, tableName(parts, on.dialect), to, on.origin);
  const table = draft.tables.get(tableName(parts.slice(0, -1), on.dialect));
  if (table === undefined) return;
  if (/^column$/i.test(what)) {
    const old = parts.at(-1) ?? '';
    table.columns = table.columns.map((column) => (column.name === old ? { ...column, name: to } : column));
  } else
    table.indexes = table.indexes.map((index) =>
      index.name === parts.at(-1) ? { ...index, name: to } : index,
    );
}

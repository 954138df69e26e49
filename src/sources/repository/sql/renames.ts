import type { AlterObjectSchemaStmt, RenameStmt } from 'libpg-query';
import { renameIn } from './columns.ts';
import type { SchemaDraft, TableDraft } from './draft.ts';
import { tell } from './draft.ts';
import { dotted, qualified, quoted, relationName, words } from './names.ts';
import type { Statement } from './script.ts';
import { originAt } from './script.ts';
import { renameView } from './views.ts';

export function rename(draft: SchemaDraft, stmt: RenameStmt, statement: Statement): void {
  const { newname: to = '', subname: from = '' } = stmt;
  const name = relationName(stmt.relation);
  const table = draft.tables.get(name);
  switch (stmt.renameType) {
    case 'OBJECT_TABLE':
      if (table === undefined) return missing(draft, stmt, name, statement);
      return moveTable(draft, name, qualified(table.schema, to), { ...table, name: to });
    case 'OBJECT_COLUMN':
      if (table === undefined) return missing(draft, stmt, name, statement);
      return renameColumn(draft, name, table, from, to);
    case 'OBJECT_TABCONSTRAINT':
      if (table === undefined) return missing(draft, stmt, name, statement);
      return renameObject(table, from, to);
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW':
      return renameView(draft, name, { name: to });
    case 'OBJECT_INDEX':
      for (const each of draft.tables.values()) renameObject(each, stmt.relation?.relname ?? '', to);
      return;
    case 'OBJECT_TYPE': {
      const parts = stmt.object !== undefined && 'List' in stmt.object ? words(stmt.object.List.items) : [];
      return renameType(draft, parts, to, statement);
    }
    default:
      return;
  }
}

function missing(draft: SchemaDraft, stmt: RenameStmt, name: string, statement: Statement): void {
  if (stmt.missing_ok !== true && !draft.otherRelations.has(name))
    tell(draft, name, 'a table that is not known is renamed or has a part renamed', originAt(statement));
}

export function setSchema(draft: SchemaDraft, stmt: AlterObjectSchemaStmt): void {
  const name = relationName(stmt.relation);
  if (stmt.objectType === 'OBJECT_VIEW' || stmt.objectType === 'OBJECT_MATVIEW')
    return renameView(draft, name, { schema: stmt.newschema ?? 'public' });
  if (stmt.objectType === 'OBJECT_EXTENSION') {
    const extension = stmt.object !== undefined && 'String' in stmt.object ? stmt.object.String.sval : '';
    const known = draft.installed.get(extension ?? '');
    if (known !== undefined)
      draft.installed.set(known.name, { ...known, schema: stmt.newschema ?? 'public' });
    return;
  }
  if (stmt.objectType !== 'OBJECT_TABLE') return;
  const table = draft.tables.get(name);
  if (table === undefined) return;
  const schema = stmt.newschema ?? 'public';
  const { schema: _, ...rest } = table;
  const moved = schema === 'public' ? rest : { ...rest, schema };
  moveTable(draft, name, qualified(schema, table.name), moved);
}

export function moveTable(draft: SchemaDraft, from: string, to: string, table: TableDraft): void {
  draft.tables.delete(from);
  draft.tables.set(to, table);
  for (const other of draft.tables.values())
    other.foreignKeys = other.foreignKeys.map((key) =>
      key.references.table === from ? { ...key, references: { ...key.references, table: to } } : key,
    );
}

export function renameColumn(
  draft: SchemaDraft,
  name: string,
  table: TableDraft,
  from: string,
  to: string,
): void {
  const swap = (column: string): string => (column === from ? to : column);
  const inText = (text: string): string => renameIn(text, from, to, quoted);
  table.columns = table.columns.map((column) => ({ ...column, name: swap(column.name) }));
  if (table.primaryKey !== undefined)
    table.primaryKey = { ...table.primaryKey, columns: table.primaryKey.columns.map(swap) };
  table.uniques = table.uniques.map((key) => ({ ...key, columns: key.columns.map(swap) }));
  table.indexes = table.indexes.map((index) => ({
    ...index,
    columns: index.columns.map((column) =>
      column === from || column === `${from} desc` ? column.replace(from, to) : inText(column),
    ),
    include: index.include.map(swap),
    ...(index.where === undefined ? {} : { where: inText(index.where) }),
  }));
  table.checks = table.checks.map((check) => ({ ...check, sql: inText(check.sql) }));
  table.foreignKeys = table.foreignKeys.map((key) => ({ ...key, columns: key.columns.map(swap) }));
  for (const other of draft.tables.values())
    other.foreignKeys = other.foreignKeys.map((key) =>
      key.references.table === name
        ? { ...key, references: { ...key.references, columns: key.references.columns.map(swap) } }
        : key,
    );
}

function renameObject(table: TableDraft, from: string, to: string): void {
  const renamed = <Part extends { readonly name?: string }>(part: Part): Part =>
    part.name === from ? { ...part, name: to } : part;
  if (table.primaryKey !== undefined) table.primaryKey = renamed(table.primaryKey);
  table.uniques = table.uniques.map(renamed);
  table.indexes = table.indexes.map(renamed);
  table.foreignKeys = table.foreignKeys.map(renamed);
  table.checks = table.checks.map(renamed);
}

function renameType(draft: SchemaDraft, parts: readonly string[], to: string, statement: Statement): void {
  const old = dotted(parts);
  const schema = parts.at(-2);
  const known = draft.enums.get(old);
  if (known !== undefined) {
    draft.enums.delete(old);
    // A label is removed by making the type anew: the old one steps aside, and this one takes its name.
    const replaced = [...draft.enums.values()].find(({ formerly }) => formerly === qualified(schema, to));
    const changes =
      replaced === undefined ? known.changes : [...(replaced.changes ?? []), originAt(statement)];
    draft.enums.set(qualified(schema, to), {
      ...known,
      name: qualified(schema, to),
      formerly: old,
      ...(changes === undefined ? {} : { changes }),
    });
  }
  const before = typeText(parts);
  const after = typeText([...parts.slice(0, -1), to]);
  for (const table of draft.tables.values())
    table.columns = table.columns.map((column) =>
      column.type === before || column.type === `${before}[]`
        ? { ...column, type: column.type.replace(before, () => after) }
        : column,
    );
}

const typeText = (parts: readonly string[]): string =>
  parts
    .filter((part) => part !== 'public')
    .map(quoted)
    .join('.');

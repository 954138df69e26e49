import type { ColumnDef, Constraint } from 'libpg-query';
import type { Column } from '../../../model/data.ts';
import { objectName } from '../../../model/object-name.ts';
import type { SchemaDraft, TableDraft } from './draft.ts';
import { addConstraint } from './constraints.ts';
import { defaultText, parenthesised } from './excerpts.ts';
import { formatType } from './names.ts';
import type { Statement } from './script.ts';
import { originAt } from './script.ts';

const constraintsOf = (definition: ColumnDef): readonly Constraint[] =>
  (definition.constraints ?? []).flatMap((node) => ('Constraint' in node ? [node.Constraint] : []));

/** Adds the column and the constraints written beside it. */
export function addColumn(
  draft: SchemaDraft,
  table: TableDraft,
  definition: ColumnDef,
  statement: Statement,
): void {
  const name = definition.colname ?? '';
  table.columns = [...table.columns, readColumn(table, definition, statement)];
  for (const constraint of constraintsOf(definition))
    addConstraint(draft, table, constraint, statement, name);
}

function readColumn(table: TableDraft, definition: ColumnDef, statement: Statement): Column {
  const name = definition.colname ?? '';
  const type = formatType(definition.typeName);
  const constraints = constraintsOf(definition);
  const has = (kind: Constraint['contype']): boolean => constraints.some((item) => item.contype === kind);
  const generated = constraints.find((item) => item.contype === 'CONSTR_GENERATED');
  const expression =
    generated === undefined
      ? undefined
      : parenthesised(statement, 'as', generated.location ?? statement.start);
  const fallback = columnDefault(table, name, type.serial, constraints, statement);
  const notNull = type.serial || has('CONSTR_NOTNULL') || has('CONSTR_PRIMARY') || has('CONSTR_IDENTITY');
  return {
    name,
    type: type.text,
    nullable: !notNull,
    ...(fallback === undefined ? {} : { default: fallback }),
    ...(expression === undefined ? {} : { generated: expression }),
    origin: originAt(statement, definition.location),
  };
}

function columnDefault(
  table: TableDraft,
  column: string,
  serial: boolean,
  constraints: readonly Constraint[],
  statement: Statement,
): string | undefined {
  if (serial) return `nextval('${objectName(table.name, column, 'seq')}'::regclass)`;
  const given = constraints.find((item) => item.contype === 'CONSTR_DEFAULT');
  if (given !== undefined) return defaultText(statement, given.location ?? statement.start);
  const identity = constraints.find((item) => item.contype === 'CONSTR_IDENTITY');
  if (identity === undefined) return undefined;
  return `generated ${identity.generated_when === 'd' ? 'by default' : 'always'} as identity`;
}

/** Removes a column and what PostgreSQL removes with it: keys, indexes and single-column checks that name it. */
export function dropColumn(draft: SchemaDraft, table: TableDraft, name: string, tableName: string): void {
  const uses = (text: string): boolean => mentions(text, name);
  table.columns = table.columns.filter((column) => column.name !== name);
  if (table.primaryKey?.columns.includes(name) === true) delete table.primaryKey;
  table.uniques = table.uniques.filter((key) => !key.columns.includes(name));
  table.foreignKeys = table.foreignKeys.filter((key) => !key.columns.includes(name));
  table.indexes = table.indexes.filter(
    (index) => ![...index.columns, ...index.include, index.where ?? ''].some(uses),
  );
  table.checks = table.checks.filter((check) => !uses(check.sql));
  for (const other of draft.tables.values())
    other.foreignKeys = other.foreignKeys.filter(
      ({ references }) => references.table !== tableName || !references.columns.includes(name),
    );
}

const identifier = /'(?:[^']|'')*'|"((?:[^"]|"")+)"|[A-Za-z_][\w$]*/g;

const bare = (token: string): string =>
  token.startsWith('"') ? token.slice(1, -1).replaceAll('""', '"') : token.toLowerCase();

/** Whether an SQL excerpt names the column; a bare index column is its own name. */
export const mentions = (text: string, column: string): boolean =>
  text === column || [...text.matchAll(identifier)].some(([token]) => bare(token) === column);

/** The excerpt with the column renamed, other words and string literals untouched. */
export function renameIn(text: string, from: string, to: string, quote: (name: string) => string): string {
  if (text === from) return to;
  return text.replaceAll(identifier, (token) =>
    token.startsWith("'") || bare(token) !== from ? token : quote(to),
  );
}

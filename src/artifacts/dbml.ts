import type { Backend } from '../model/backend.ts';
import type { Column, ForeignKey, Index, Table } from '../model/data.ts';
import type { Emitted } from './emitted.ts';

/** The tables in DBML, for drawing and browsing. DBML is no exchange format for DDL: what it drops is told. */
export function dbmlSchema(backend: Backend): Emitted {
  const { data } = backend;
  const enums = data.enums.map(
    ({ name, labels }) =>
      `Enum ${quoted(name)} {\n${labels.map((label) => `  ${quoted(label)}`).join('\n')}\n}\n`,
  );
  const tables = data.tables.map((table) => printTable(table));
  const refs = data.tables.flatMap((table) => table.foreignKeys.map((key) => printRef(table, key)));
  const engine = data.engine?.name === 'postgresql' ? 'PostgreSQL' : (data.engine?.name ?? 'unknown');
  const project = `Project ${quoted(backend.id)} {\n  database_type: ${literal(engine)}\n}\n`;
  const text = [project, ...enums, ...tables, ...(refs.length === 0 ? [] : [`${refs.join('\n')}\n`])].join(
    '\n',
  );
  return { text, lost: data.tables.flatMap(losses) };
}

const quoted = (name: string): string => `"${name.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
const literal = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', ' ')}'`;
const expression = (sql: string): string => `\`${sql.replaceAll('`', "'")}\``;

const tableName = (table: { readonly name: string; readonly schema?: string }): string =>
  table.schema === undefined ? quoted(table.name) : `${quoted(table.schema)}.${quoted(table.name)}`;

function printTable(table: Table): string {
  const lines = table.columns.map((column) => printColumn(column, table));
  const indexes = [...table.uniques.map(uniqueLine), ...primaryLine(table), ...table.indexes.map(indexLine)];
  const block =
    indexes.length === 0 ? '' : `\n  Indexes {\n${indexes.map((line) => `    ${line}`).join('\n')}\n  }\n`;
  const note = table.comment === undefined ? '' : `\n  Note: ${literal(table.comment)}\n`;
  return `Table ${tableName(table)} {\n${lines.join('\n')}\n${block}${note}}\n`;
}

function printColumn(column: Column, table: Table): string {
  const key = table.primaryKey?.columns;
  const settings = [
    ...(key?.length === 1 && key[0] === column.name ? ['pk'] : []),
    ...(column.nullable ? [] : ['not null']),
    ...(column.default === undefined ? [] : [`default: ${expression(column.default)}`]),
    ...(noteOf(column) === '' ? [] : [`note: ${literal(noteOf(column))}`]),
  ];
  const type = /^\w+$/.test(column.type) ? column.type : quoted(column.type);
  return `  ${quoted(column.name)} ${type}${settings.length === 0 ? '' : ` [${settings.join(', ')}]`}`;
}

const noteOf = (column: Column): string =>
  [...(column.dataClass === undefined ? [] : [`class ${column.dataClass}`]), column.comment ?? '']
    .filter((part) => part !== '')
    .join('; ');

const list = (columns: readonly string[]): string => `(${columns.map(indexColumn).join(', ')})`;

/** Expressions stay as they are; the direction of a column cannot be said. */
function indexColumn(column: string): string {
  if (column.startsWith('(')) return expression(column.slice(1, column.lastIndexOf(')')));
  return quoted(withoutDirection(column));
}

const withoutDirection = (column: string): string =>
  column.replace(/\s+(asc|desc)?(\s+nulls (first|last))?$/i, '');

const uniqueLine = ({
  columns,
  name,
}: {
  readonly columns: readonly string[];
  readonly name?: string;
}): string => `${list(columns)} [unique${name === undefined ? '' : `, name: ${literal(name)}`}]`;

function primaryLine(table: Table): readonly string[] {
  const columns = table.primaryKey?.columns ?? [];
  return columns.length > 1 ? [`${list(columns)} [pk]`] : [];
}

function indexLine(index: Index): string {
  const method = index.method === 'btree' || index.method === 'hash' ? [`type: ${index.method}`] : [];
  const settings = [...(index.unique ? ['unique'] : []), `name: ${literal(index.name)}`, ...method];
  return `${list(index.columns)} [${settings.join(', ')}]`;
}

/** `>` = many to one; a nullable end is a matter of the column. */
function printRef(table: Table, key: ForeignKey): string {
  const name = key.name === undefined ? '' : ` ${quoted(key.name)}`;
  const side = (of: string, columns: readonly string[]): string =>
    columns.length === 1 ? `${of}.${quoted(columns[0] ?? '')}` : `${of}.(${columns.map(quoted).join(', ')})`;
  const target = key.references.table.split('.').map(quoted).join('.');
  const actions = [
    ...(key.onDelete === 'no action' ? [] : [`delete: ${key.onDelete}`]),
    ...(key.onUpdate === 'no action' ? [] : [`update: ${key.onUpdate}`]),
  ];
  const settings = actions.length === 0 ? '' : ` [${actions.join(', ')}]`;
  return `Ref${name}: ${side(tableName(table), key.columns)} > ${side(target, key.references.columns)}${settings}`;
}

function losses(table: Table): readonly string[] {
  const told = (what: string, present: boolean): readonly string[] =>
    present ? [`${table.name}: ${what}`] : [];
  return [
    ...table.indexes.flatMap((index) => [
      ...told(`the condition of index ${index.name}`, index.where !== undefined),
      ...told(`the included columns of index ${index.name}`, index.include.length > 0),
      ...told(
        `the order of index ${index.name}`,
        index.columns.some((column) => withoutDirection(column) !== column),
      ),
      ...told(`the method ${index.method} of index ${index.name}`, !['btree', 'hash'].includes(index.method)),
    ]),
    ...table.checks.map((check) => `${table.name}: check ${check.name ?? check.sql}`),
    ...told('row-level security', table.rowSecurity?.enabled === true),
    ...told('partitions', table.partition !== undefined),
    ...told(
      'generated columns',
      table.columns.some((column) => column.generated !== undefined),
    ),
  ];
}

import type { ForeignKey, Index, Key, ReferentialAction, Table } from '../../../model/data.ts';
import type { Storage } from '../../../model/live-database.ts';
import type { Quantity } from '../../../model/origin.ts';
import { replayDialect } from '../../repository/dialects/replay.ts';
import { finishedTables } from '../../repository/schema/tables.ts';
import { emptyDraft } from '../../repository/sql/draft.ts';
import { textOf } from '../ask.ts';
import type { Row } from '../ask.ts';
import { columnOf } from './columns.ts';
import { catalogOf } from './origins.ts';
import type { Answers } from './questions.ts';

/** Gives a table of the catalogue with all that belongs to it. */
export function tableReader(answers: Answers, database: string, family: string): (row: Row) => Table {
  const columns = grouped(answers.columns, 'table_name');
  const indexes = grouped(answers.indexes, 'table_name');
  const references = grouped(answers.references, 'table_name');
  const checks = checksByTable(answers, database);
  const defined = definedReferences(answers.definitions, database);
  return (row) => {
    const name = textOf(row, 'name');
    const origin = catalogOf(database, name);
    const collation = row['collation'] ?? null;
    const keys = keysOf(indexes.get(name) ?? [], database, name);
    const remark = textOf(row, 'remark');
    const rows = rowsOf(row, database);
    return {
      name,
      columns: (columns.get(name) ?? []).map((each) => columnOf(each, database, family, collation)),
      ...(keys.primary !== undefined && { primaryKey: keys.primary }),
      uniques: keys.uniques,
      indexes: keys.indexes,
      foreignKeys: [
        ...[...grouped(references.get(name) ?? [], 'constraint_name')].map(([constraint, parts]) =>
          foreignKey(constraint, parts, database, name),
        ),
        ...(defined.get(name) ?? []),
      ],
      checks: checks.get(name) ?? [],
      ...(remark !== '' && { comment: remark }),
      ...(rows !== undefined && { rows }),
      storage: storageOf(row, database),
      origin,
    };
  };
}

function grouped(rows: readonly Row[], key: string): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const name = textOf(row, key);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [row]);
    else group.push(row);
  }
  return groups;
}

/**
 * InnoDB samples a few pages: MySQL's manual names 40 to 50 % as the error that can be expected. Other engines that keep
 * a count know it.
 */
function rowsOf(row: Row, database: string): Quantity | undefined {
  const estimate = row['estimate'];
  if (estimate === null || estimate === undefined) return undefined;
  const value = Number(estimate);
  const origin = catalogOf(`information_schema.tables.table_rows of ${database}`, textOf(row, 'name'));
  const isSampled = textOf(row, 'engine').toLowerCase() === 'innodb';
  return {
    value,
    unit: 'rows',
    origin,
    ...(isSampled && { low: Math.floor(value * 0.5), high: Math.ceil(value * 1.5) }),
  };
}

function storageOf(row: Row, database: string): Storage {
  const object = `${database}.${textOf(row, 'name')}`;
  const amount = (key: string, unit: Quantity['unit'], column: string): Quantity => ({
    value: Number(row[key] ?? 0),
    unit,
    origin: catalogOf(`information_schema.tables.${column} of ${object}`),
  });
  return {
    ...(typeof row['engine'] === 'string' && { engine: row['engine'] }),
    ...(typeof row['collation'] === 'string' && { collation: row['collation'] }),
    bytes: amount('bytes', 'bytes', 'data_length'),
    indexBytes: amount('index_bytes', 'bytes', 'index_length'),
    ...(typeof row['next_value'] === 'string' && { next: amount('next_value', 'count', 'auto_increment') }),
  };
}

interface Keys {
  readonly primary?: Key;
  readonly uniques: readonly Key[];
  readonly indexes: readonly Index[];
}

/** A key on the beginning of a text is no key of the whole column: it stays an index. */
function keysOf(rows: readonly Row[], database: string, table: string): Keys {
  let primary: Key | undefined;
  const uniques: Key[] = [];
  const indexes: Index[] = [];
  for (const [name, parts] of grouped(rows, 'index_name')) {
    const origin = catalogOf(database, table, name);
    const columns = parts.map(partOf);
    const unique = textOf(parts[0] ?? {}, 'non_unique') === '0';
    const whole = columns.every((column) => /^[^()\s]+$/.test(column));
    if (name === 'PRIMARY') primary = { columns: parts.map((part) => textOf(part, 'column_name')), origin };
    else if (unique && whole) uniques.push({ name, columns, origin });
    else
      indexes.push({
        name,
        columns,
        include: [],
        unique,
        method: textOf(parts[0] ?? {}, 'index_type').toLowerCase(),
        serves: [],
        origin,
      });
  }
  return { ...(primary !== undefined && { primary }), uniques, indexes };
}

function partOf(part: Row): string {
  const expression = part['expression'];
  if (typeof expression === 'string') return `(${expression})`;
  const length = part['sub_part'];
  // Words of a full-text key have no length, which some servers print as one.
  const prefix = typeof length === 'string' && part['index_type'] === 'BTREE' ? `(${length})` : '';
  return `${textOf(part, 'column_name')}${prefix}${part['collation'] === 'D' ? ' desc' : ''}`;
}

function foreignKey(name: string, parts: readonly Row[], database: string, table: string): ForeignKey {
  const [first = {}] = parts;
  const schema = textOf(first, 'referenced_table_schema');
  const target = textOf(first, 'referenced_table_name');
  return {
    name,
    columns: parts.map((part) => textOf(part, 'column_name')),
    references: {
      table: schema === database ? target : `${schema}.${target}`,
      columns: parts.map((part) => textOf(part, 'referenced_column_name')),
    },
    onDelete: actionOf(first['delete_rule']),
    onUpdate: actionOf(first['update_rule']),
    origin: catalogOf(database, table, name),
  };
}

/** Foreign keys as the definitions of their tables write them. */
function definedReferences(
  definitions: readonly string[],
  database: string,
): ReadonlyMap<string, readonly ForeignKey[]> {
  const draft = emptyDraft(true);
  replayDialect(draft, { path: database, text: definitions.map((sql) => `${sql};\n`).join('') }, 'mysql');
  return new Map(
    finishedTables(draft).map(({ name, foreignKeys }) => [
      name,
      foreignKeys.map((key) => ({
        ...key,
        origin: catalogOf(database, name, key.name ?? key.columns.join(', ')),
      })),
    ]),
  );
}

const actions: readonly ReferentialAction[] = ['cascade', 'set null', 'set default', 'restrict'];
const actionOf = (rule: string | null | undefined): ReferentialAction =>
  actions.find((action) => action === rule?.toLowerCase()) ?? 'no action';

/** MySQL names the table of a check in another view than its text; MariaDB in the same. */
function checksByTable(answers: Answers, database: string): ReadonlyMap<string, Table['checks']> {
  const owners = new Map(
    answers.checkedTables.map((row) => [textOf(row, 'constraint_name'), textOf(row, 'table_name')]),
  );
  const found = new Map<string, Table['checks'][number][]>();
  for (const row of answers.checks) {
    const name = textOf(row, 'constraint_name');
    const table = row['table_name'] ?? owners.get(name);
    if (table === undefined) continue;
    const check = { name, sql: textOf(row, 'check_clause'), origin: catalogOf(database, table, name) };
    found.set(table, [...(found.get(table) ?? []), check]);
  }
  return found;
}

import type { Column, DataModel, ForeignKey, Table } from '../model/data.ts';
import type { Emitted } from './emitted.ts';
import { columnName, isFilled, valueSql } from './seed-value.ts';
import { findTable, qualifiedName, quoteName, quoteText } from './sql-names.ts';

/** Rows of the largest table when nothing else is asked for: minutes become seconds, plans stay the same in kind. */
const largestByDefault = 5_000;

const preamble = (
  scale: string,
): string => `-- Rows in the shape of production: sizes, skew and keys follow the model; nothing is real, all of it is repeatable.
-- Run as a role that passes row security: psql -v ON_ERROR_STOP=1 -f 2-database/schema.sql -f 7-testing/generate-data.sql
-- Part of the designed rows; set seed.scale = '1' first and it is all of them. At least 50 rows a table.
select set_config('seed.scale', coalesce(nullif(current_setting('seed.scale', true), ''), '${scale}'), false);

create function pg_temp.seed_rows(designed double precision) returns bigint language sql stable as
$$ select greatest(50, (designed * current_setting('seed.scale')::double precision)::bigint) $$;

-- An even draw from [0, 1) for row i: 48 bits of the hash PostgreSQL partitions by, on every little-endian machine the same.
create function pg_temp.seed_draw(i bigint, salt text) returns double precision language sql immutable as
$$ select (hashint8extended(i, hashtextextended(salt, 0)) >> 16 & 281474976710655) / 281474976710656.0::double precision $$;`;

/**
 * A data generator for PostgreSQL. Rows that would break a check, a key or a reference are left out by the statement
 * itself, so what arrives always satisfies the schema; how many arrive is printed at the end.
 */
export function seedSql(data: DataModel): Emitted {
  const engine = data.engine?.name.toLowerCase();
  if (data.tables.length === 0) return { text: '', lost: [] };
  if (engine !== undefined && !engine.startsWith('postgres'))
    return { text: '', lost: [`the generator is written for PostgreSQL; this schema is for ${engine}`] };
  const lost: string[] = [];
  const ordered = inOrder(data.tables);
  const done = new Set<string>();
  const statements = ordered.map((table) => {
    const text = insertSql(table, data, done, lost);
    done.add(qualifiedName(table));
    return text;
  });
  return {
    text: [
      preamble(defaultScale(data.tables)),
      ...statements,
      ...agreement(ordered),
      counts(ordered),
      idsSql(ordered),
    ]
      .join('\n\n')
      .replaceAll(/(?<!\.)\bseed_(draw|rows)\(/g, 'pg_temp.seed_$1(')
      .concat('\n'),
    lost,
  };
}

/** What no row can know by itself: sums over others, and what was copied from them. */
const agreement = (tables: readonly Table[]): readonly string[] =>
  tables.flatMap(({ name, generated = [] }) =>
    generated.length === 0
      ? []
      : [
          `-- ${name.replaceAll(/\s+/g, ' ')}: what agrees with other rows\n${generated.map((sql) => `${sql};`).join('\n')}`,
        ],
  );

function defaultScale(tables: readonly Table[]): string {
  const largest = Math.max(...tables.map(rowsOf));
  return Number(Math.min(1, largestByDefault / largest).toPrecision(1))
    .toFixed(12)
    .replace(/\.?0+$/, '');
}

/** Tables so that what a key points at comes first; a circle is cut at its optional keys. */
function inOrder(tables: readonly Table[]): readonly Table[] {
  const ordered: Table[] = [];
  const open = new Set<Table>();
  const visit = (table: Table): void => {
    if (ordered.includes(table) || open.has(table)) return;
    open.add(table);
    for (const key of table.foreignKeys) {
      const parent = findTable(tables, key.references.table);
      if (parent !== undefined && !isOptional(table, key)) visit(parent);
    }
    open.delete(table);
    ordered.push(table);
  };
  const rest = tables.toSorted((a, b) => a.foreignKeys.length - b.foreignKeys.length);
  for (const table of rest) visit(table);
  return ordered;
}

const columnNamed = ({ columns }: Table, name: string): Column | undefined =>
  columns.find((column) => column.name === name);

const isOptional = (table: Table, { columns }: ForeignKey): boolean =>
  columns.every((name) => columnNamed(table, name)?.nullable === true);

const rowsOf = ({ rows, growthPerYear }: Table): number => (rows ?? growthPerYear)?.value ?? 1000;

/** Keeps PostgreSQL from computing a column again for each condition that reads it. */
const computedOnce = '\n  offset 0';

function insertSql(table: Table, data: DataModel, done: ReadonlySet<string>, lost: string[]): string {
  const name = qualifiedName(table);
  const filled = table.columns.filter((column) => !isFilled(column));
  const keys = table.foreignKeys.map((key) => ({
    key,
    parent: findTable(data.tables, key.references.table),
  }));
  const values = filled.map((column) => {
    const found = keys.find(({ key }) => key.columns.length === 1 && key.columns[0] === column.name);
    if (found?.parent === undefined) return [column, valueSql(column, table, data)] as const;
    if (done.has(qualifiedName(found.parent)))
      return [column, referenceSql(column, table, found.parent)] as const;
    if (!column.nullable)
      lost.push(`${name}.${column.name}: points at a table filled later; no row can satisfy it`);
    return [column, 'null'] as const;
  });
  const conditions = [
    ...table.checks.map(({ sql }) => `(${sql}) is not false`),
    ...keys.flatMap(({ key, parent }) => (parent === undefined ? [] : [existsSql(key, table, parent)])),
  ];
  const follows = followingColumns(table);
  const names = filled.map(columnName);
  const drawn = `select
${values.map(([column, sql]) => `    ${typed(sql, column)} as ${columnName(column)}`).join(',\n')}
  from generate_series(1, seed_rows(${rowsOf(table)})) as i`;
  const made =
    follows.size === 0
      ? drawn
      : `select ${filled.map((column) => followed(column, follows)).join(', ')} from (
  ${drawn}
  ) drawn`;
  return `-- ${table.name.replaceAll(/\s+/g, ' ')}
insert into ${name} (${names.join(', ')})
select ${names.join(', ')} from (
  ${made}${conditions.length === 0 ? '' : computedOnce}
) made${conditions.length === 0 ? '' : `\nwhere ${conditions.join('\n  and ')}`}
on conflict do nothing;`;
}

const followed = (column: Column, follows: ReadonlyMap<string, string>): string => {
  const rule = follows.get(column.name);
  return rule === undefined ? columnName(column) : `(${rule})::${column.type} as ${columnName(column)}`;
};

/**
 * Columns that a check ties to others, with the expression that keeps it: `a <= b` takes the smaller, `total = a - b` is
 * computed, from what others are computed to. Drawn independently hardly any row would pass.
 */
function followingColumns(table: Table): ReadonlyMap<string, string> {
  const known = new Set(table.columns.filter((column) => !isFilled(column)).map(({ name }) => name));
  const follows = new Map<string, string>();
  const ties = table.checks.flatMap(({ sql }) => {
    const [, column = '', operator = '', expression = ''] =
      /^\(*\s*"?(\w+)"?\s*(=|<=|>=)\s*([\w\s"+\-*/().]+?)\s*$/.exec(sql) ?? [];
    const words = [...expression.matchAll(/[a-z_]\w*/gi)].map(([word]) => word);
    const isTied = known.has(column) && words.length > 0 && words.every((word) => known.has(word));
    return isTied && !words.includes(column) ? [{ column, operator, expression, words }] : [];
  });
  for (const { column, operator, expression, words } of ties) {
    const isPlain = words.length === 1 && expression.replaceAll('"', '') === words[0];
    if (operator === '=' || !isPlain || follows.has(column) || follows.has(words[0] ?? '')) continue;
    follows.set(column, `${operator === '<=' ? 'least' : 'greatest'}(${quoteName(column)}, ${expression})`);
  }
  const computed = new Set<string>();
  for (const { column, operator, expression, words } of ties) {
    const isUsed = [...follows.values()].some((rule) => new RegExp(String.raw`\b${column}\b`).test(rule));
    if (operator !== '=' || isUsed || follows.has(column) || words.some((word) => computed.has(word)))
      continue;
    computed.add(column);
    follows.set(
      column,
      expression.replaceAll(/"?\b([a-z_]\w*)\b"?/gi, (word, name: string) => follows.get(name) ?? word),
    );
  }
  return follows;
}

/** Without a type an expression that is only null would be text. */
const typed = (sql: string, column: Column): string =>
  sql === 'null' && column.type !== '' ? `null::${column.type}` : sql;

/** Keys of these types lie in an array at places that are computed, so that any of them is found at once. */
const fixedLength: ReadonlySet<string> = new Set(['uuid', 'bigint', 'integer', 'smallint']);

/** The key of a parent: few parents have many children (the cube of an even draw), as customers and articles do. */
function referenceSql(column: Column, table: Table, parent: Table): string {
  const key =
    parent.primaryKey?.columns.length === 1
      ? columnNamed(parent, parent.primaryKey.columns[0] ?? '')
      : undefined;
  if (key === undefined) return 'null';
  const salt = quoteText(`${table.name}.${column.name}`);
  const shared =
    table.primaryKey?.columns.includes(column.name) === true && (table.primaryKey.columns.length ?? 0) > 1;
  const spread = shared ? `seed_draw(i, ${salt})` : `power(seed_draw(i, ${salt}), 3)`;
  const value = fixedLength.has(key.type)
    ? arrivedKey(key, parent, spread)
    : computedKey(key, parent, spread, column);
  const nulls = column.nullable ? (column.statistics?.nullFraction ?? 0.1) : 0;
  return nulls > 0
    ? `case when seed_draw(i, ${quoteText(`${table.name}.${column.name}?`)}) < ${nulls} then null else ${value} end`
    : value;
}

/** One of the rows that arrived: those that a check left out have no children. */
function arrivedKey(key: Column, parent: Table, spread: string): string {
  const [name, from] = [quoteName(key.name), qualifiedName(parent)];
  return `(array(select ${name} from ${from} order by ${name}))[1 + floor(${spread} * (select count(*) from ${from}))::int]`;
}

/** Computed as the parent's own statement computed it. */
function computedKey(key: Column, parent: Table, spread: string, column: Column): string {
  const n = `(1 + (${spread} * (seed_rows(${rowsOf(parent)}) - 1))::bigint)`;
  return isFilled(key)
    ? `${n}::${column.type}`
    : valueSql(key, parent, { ...emptyEnums, tables: [] }).replaceAll(/\bi\b/g, n);
}

const emptyEnums: DataModel = { schemas: [], extensions: [], enums: [], tables: [], roles: [], queries: [] };

function existsSql({ columns, references }: ForeignKey, table: Table, parent: Table): string {
  const names = references.columns.length > 0 ? references.columns : (parent.primaryKey?.columns ?? []);
  const match = columns.map(
    (column, index) => `parent.${quoteName(names[index] ?? '')} = made.${quoteName(column)}`,
  );
  const empty = columns
    .filter((name) => columnNamed(table, name)?.nullable !== false)
    .map((column) => `made.${quoteName(column)} is null or `);
  return `(${empty.join('')}exists (select from ${qualifiedName(parent)} parent where ${match.join(' and ')}))`;
}

const counts = (tables: readonly Table[]): string =>
  `-- What arrived.\n${tables.map((table) => `select ${quoteText(table.name)} as "table", count(*) as rows from ${qualifiedName(table)}`).join('\nunion all ')};`;

/** The ids a load test picks from: print with psql -At into 7-testing/ids.json. */
function idsSql(tables: readonly Table[]): string {
  const parts = tables.flatMap((table) => {
    const [key, ...more] = table.primaryKey?.columns ?? [];
    if (key === undefined || more.length > 0) return [];
    return [
      `  ${quoteText(table.entity ?? table.name)}, (select json_agg(${quoteName(key)}) from (select ${quoteName(key)} from ${qualifiedName(table)} order by 1 limit 1000) picked)`,
    ];
  });
  const groups: string[] = [];
  // A function takes at most 100 arguments.
  for (let at = 0; at < parts.length; at += 40)
    groups.push(`jsonb_build_object(\n${parts.slice(at, at + 40).join(',\n')}\n)`);
  return groups.length === 0
    ? ''
    : `-- Ids for load tests: psql -At > 7-testing/ids.json\nselect ${groups.join(' || ')} as ids;`;
}

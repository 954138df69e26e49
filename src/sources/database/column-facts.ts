import type { ColumnFacts, ValuesKept } from '../../model/database-statistics.ts';
import { numbersOf, ownNamespace, textOf } from './ask.ts';
import type { Ask, Row } from './ask.ts';

/** Columns of pg_stats and pg_stats_ext_exprs that hold values of rows, with the name they get. */
const valueColumns: readonly (readonly [column: string, hashed: boolean])[] = [
  ['most_common_vals', true],
  ['histogram_bounds', false],
  ['most_common_elems', false],
  ['range_length_histogram', false],
  ['range_bounds_histogram', false],
];
/** Numbers that say how often, not what. */
const numberColumns = [
  'null_frac',
  'avg_width',
  'n_distinct',
  'correlation',
  'most_common_freqs',
  'most_common_elem_freqs',
  'elem_count_histogram',
  'range_empty_frac',
];

/** 64 bits of the SHA-256 of each value, made on the server: the values do not leave it. */
const hashedSql = (column: string): string =>
  `(select to_json(array_agg(left(encode(sha256(convert_to('plumbline:' || v, 'UTF8')), 'hex'), 16) order by o)) from unnest(${column}::text::text[]) with ordinality as u (v, o))`;

/** The select list for `s`, as far as this version of the server has the columns. */
export function factsList(known: ReadonlySet<string>, values: ValuesKept): string {
  const numbers = numberColumns.filter((name) => known.has(name)).map((name) => `s.${name}::text as ${name}`);
  const texts = valueColumns.flatMap(([name, hashed]) => {
    if (!known.has(name)) return [];
    if (values === 'keep') return [`s.${name}::text as ${name}`];
    return values === 'hash' && hashed ? [`${hashedSql(`s.${name}`)} as hashes`] : [];
  });
  return [...numbers, ...texts].join(', ');
}

/** Names of the columns of a view of the catalogue. */
export async function columnsOfView(ask: Ask, view: string): Promise<ReadonlySet<string>> {
  const rows = await ask(
    `select a.attname as name from pg_attribute a where a.attrelid = to_regclass('pg_catalog.${view}') and a.attnum > 0`,
  );
  return new Set(rows.map((row) => textOf(row, 'name')));
}

/** Everything pg_stats shows this role, by the oid of the table or index. */
export async function readColumnFacts(
  ask: Ask,
  values: ValuesKept,
): Promise<ReadonlyMap<string, readonly ColumnFacts[]>> {
  const known = await columnsOfView(ask, 'pg_stats');
  const rows = await ask(
    `select c.oid as relation, s.attname as name, format_type(a.atttypid, a.atttypmod) as type, s.inherited,
       ${factsList(known, values)}
     from pg_stats s join pg_namespace n on n.nspname = s.schemaname
       join pg_class c on c.relnamespace = n.oid and c.relname = s.tablename
       join pg_attribute a on a.attrelid = c.oid and a.attname = s.attname
     where ${ownNamespace} order by c.oid, a.attnum, s.inherited`,
  );
  const found = new Map<string, ColumnFacts[]>();
  for (const row of rows) {
    const relation = textOf(row, 'relation');
    found.set(relation, [...(found.get(relation) ?? []), factsOf(row)]);
  }
  return found;
}

/** A row of pg_stats or pg_stats_ext_exprs. */
export function factsOf(row: Row): ColumnFacts {
  const hashes = row['hashes'];
  return {
    name: textOf(row, 'name'),
    type: textOf(row, 'type'),
    inherited: row['inherited'] === 't',
    nullFraction: Number(row['null_frac'] ?? 0),
    averageWidth: Number(row['avg_width'] ?? 0),
    distinct: Number(row['n_distinct'] ?? 0),
    ...given('correlation', row['correlation'], Number),
    ...given('commonValues', row['most_common_vals'], String),
    ...given('commonFrequencies', row['most_common_freqs'], numbersOf),
    ...(typeof hashes === 'string' && { commonHashes: stringsOf(hashes) }),
    ...given('histogram', row['histogram_bounds'], String),
    ...given('commonElements', row['most_common_elems'], String),
    ...given('commonElementFrequencies', row['most_common_elem_freqs'], numbersOf),
    ...given('elementCounts', row['elem_count_histogram'], numbersOf),
    ...given('rangeLengths', row['range_length_histogram'], String),
    ...given('rangeEmptyFraction', row['range_empty_frac'], Number),
    ...given('rangeBounds', row['range_bounds_histogram'], String),
  };
}

function given<K extends string, T>(
  key: K,
  text: string | null | undefined,
  read: (text: string) => T | undefined,
): { readonly [P in K]?: T } {
  const value = text === null || text === undefined ? undefined : read(text);
  const made: { [P in K]?: T } = {};
  if (value !== undefined) made[key] = value;
  return made;
}

function stringsOf(json: string): readonly string[] {
  const read: unknown = JSON.parse(json);
  return Array.isArray(read) ? read.map(String) : [];
}

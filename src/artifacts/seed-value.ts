import type { Check, Column, DataModel, EnumType, Table } from '../model/data.ts';
import { quoteName, quoteText } from './sql-names.ts';

/** Bounds that the checks of a table put on one column, as far as they are plain comparisons with numbers. */
interface Bounds {
  readonly low: number | undefined;
  readonly high: number | undefined;
  readonly oneOf: readonly string[];
  readonly longest: number | undefined;
  readonly shortest: number | undefined;
}

function boundsOf(checks: readonly Check[], column: string): Bounds {
  const name = String.raw`(?<![\w."])"?${column.replace(/[^\w]/g, '')}"?`;
  const text = checks.map(({ sql }) => sql).join(' ; ');
  const number = (pattern: string): number | undefined => {
    const found = new RegExp(pattern, 'i').exec(text)?.[1];
    return found === undefined ? undefined : Number(found);
  };
  const between = new RegExp(String.raw`${name}\s+between\s+(-?\d+)\s+and\s+(-?\d+)`, 'i').exec(text);
  const length = new RegExp(
    String.raw`(?:char_)?length\(\s*${name}\s*\)\s+between\s+(\d+)\s+and\s+(\d+)`,
    'i',
  ).exec(text);
  const list = new RegExp(String.raw`${name}\s+in\s*\(([^)]*)\)`, 'i').exec(text)?.[1] ?? '';
  const above = number(String.raw`${name}\s*>\s*(-?\d+)`);
  return {
    low:
      between?.[1] === undefined
        ? (number(String.raw`${name}\s*>=\s*(-?\d+)`) ?? (above === undefined ? undefined : above + 1))
        : Number(between[1]),
    high: between?.[2] === undefined ? number(String.raw`${name}\s*<=\s*(-?\d+)`) : Number(between[2]),
    oneOf: [...list.matchAll(/'((?:[^']|'')*)'/g)].map(([, value = '']) => value.replaceAll("''", "'")),
    shortest:
      length?.[1] === undefined
        ? number(String.raw`length\(\s*${name}\s*\)\s*[>=]+\s*(\d+)`)
        : Number(length[1]),
    longest:
      length?.[2] === undefined
        ? number(String.raw`length\(\s*${name}\s*\)\s*<=\s*(\d+)`)
        : Number(length[2]),
  };
}

/** Whether the database fills the column by itself. */
export const isFilled = ({ default: value, generated }: Column): boolean =>
  generated !== undefined || /^generated\b|nextval\(/i.test(value ?? '');

/**
 * A SQL expression for row `i` of a table, the same each time. The spread follows the statistics of the column: most
 * common values with their frequencies, the bounds of the histogram, the number of distinct values, the part that is
 * null; and stays inside the checks where these are plain.
 */
export function valueSql(column: Column, table: Table, data: DataModel): string {
  const salt = quoteText(`${table.name}.${column.name}`);
  const draw = `seed_draw(i, ${salt})`;
  const value = rawValue(column, table, data, draw);
  const nulls = column.nullable ? (column.statistics?.nullFraction ?? 0.1) : 0;
  return nulls > 0
    ? `case when seed_draw(i, ${quoteText(`${table.name}.${column.name}?`)}) < ${nulls} then null else ${value} end`
    : value;
}

function rawValue(column: Column, table: Table, data: DataModel, draw: string): string {
  const type = baseType(column.type);
  const bounds = boundsOf(table.checks, column.name);
  const known = column.statistics?.commonValues ?? [];
  if (known.length > 0) return byFrequency(known, draw, column.type);
  const labels = enumOf(data.enums, column.type)?.labels ?? bounds.oneOf;
  if (labels.length > 0) return skewed(labels, draw, column.type);
  const unique = isAlone(column.name, table);
  const distinct = distinctOf(column, unique);
  // A column with few distinct values repeats them with skew: the cube of an even draw prefers the low ones.
  const n = unique
    ? 'i'
    : distinct === undefined
      ? `(${draw} * 1000000)::bigint`
      : `(power(${draw}, 3) * ${distinct})::bigint`;
  return typedValue(type, column, { table: table.name, bounds, n, draw, unique });
}

interface Shape {
  readonly table: string;
  readonly bounds: Bounds;
  readonly n: string;
  readonly draw: string;
  readonly unique: boolean;
}

function typedValue(type: string, column: Column, shape: Shape): string {
  if (type.endsWith('[]')) {
    const element = { ...column, type: column.type.replace(/\[\]$/, '') };
    return `array[${typedValue(baseType(element.type), element, shape)}]::${column.type}`;
  }
  const { table, bounds, n, draw, unique } = shape;
  switch (type) {
    case 'uuid':
      return `md5(${quoteText(`${table}.${column.name} `)} || ${n})::uuid`;
    case 'smallint':
    case 'integer':
    case 'bigint':
    case 'numeric':
    case 'real':
    case 'double precision': {
      const low = bounds.low ?? 0;
      const high = bounds.high ?? Math.max(low + 1, type === 'smallint' ? 30_000 : 100_000);
      return `(${low} + ${n} % ${Math.max(1, Math.floor(high - low + 1))})::${column.type}`;
    }
    case 'boolean':
      return `${draw} < 0.8`;
    case 'date':
    case 'timestamp':
    case 'timestamp with time zone':
    case 'timestamp without time zone':
      return timeValue(column, draw);
    case 'json':
    case 'jsonb':
      return `jsonb_build_object('n', ${n})${type === 'json' ? '::json' : ''}`;
    case 'bytea':
      return `decode(md5(${n}::text), 'hex')`;
    case 'inet':
      return `('10.' || ${n} % 250 || '.0.1')::inet`;
    default:
      return textValue(column, bounds, n, unique);
  }
}

/** `character varying(30)` is `character varying`; common short names are the long ones. */
function baseType(type: string): string {
  const plain = type
    .toLowerCase()
    .replace(/\([^)]*\)/, '')
    .replace(/\s+/g, ' ')
    .trim();
  const aliases: Readonly<Record<string, string>> = {
    int: 'integer',
    int2: 'smallint',
    int4: 'integer',
    int8: 'bigint',
    decimal: 'numeric',
    bool: 'boolean',
    timestamptz: 'timestamp with time zone',
    'timestamp(3) without time zone': 'timestamp',
    varchar: 'character varying',
    char: 'character',
    float8: 'double precision',
  };
  return aliases[plain] ?? plain;
}

const enumOf = (enums: readonly EnumType[], type: string): EnumType | undefined =>
  enums.find(({ name }) => name === type || name === type.replace(/^"|"$/g, ''));

/** The column alone is a key. */
const isAlone = (name: string, { primaryKey, uniques, indexes }: Table): boolean =>
  [primaryKey, ...uniques, ...indexes.filter(({ unique }) => unique)].some(
    (key) =>
      key !== undefined &&
      key.columns.length === 1 &&
      key.columns[0]?.replace(/^lower\((.*)\)$/, '$1') === name,
  );

function distinctOf({ statistics }: Column, unique: boolean): number | undefined {
  if (unique || statistics === undefined || statistics.distinct <= 0) return undefined;
  return statistics.distinct;
}

function byFrequency(
  values: readonly { readonly value: string; readonly frequency: number }[],
  draw: string,
  type: string,
): string {
  let sum = 0;
  const arms = values.slice(0, -1).map(({ value, frequency }) => {
    sum += frequency;
    return `when ${draw} < ${Number(sum.toFixed(6))} then ${quoteText(value)}`;
  });
  const last = values.at(-1)?.value ?? '';
  return arms.length === 0
    ? `${quoteText(last)}::${type}`
    : `(case ${arms.join(' ')} else ${quoteText(last)} end)::${type}`;
}

/** The first label of an enumeration is the most common one: each further one half as frequent. */
function skewed(labels: readonly string[], draw: string, type: string): string {
  const weight = labels.map((_, index) => 0.5 ** index);
  const total = weight.reduce((all, part) => all + part, 0);
  return byFrequency(
    labels.map((value, index) => ({ value, frequency: (weight[index] ?? 0) / total })),
    draw,
    type,
  );
}

function timeValue({ statistics, type }: Column, draw: string): string {
  const histogram = statistics?.histogram ?? [];
  const [from, to] = [histogram[0] ?? '2025-01-01 00:00:00+00', histogram.at(-1) ?? '2026-01-01 00:00:00+00'];
  return `(timestamp with time zone ${quoteText(from)} + ${draw} * (timestamp with time zone ${quoteText(to)} - timestamp with time zone ${quoteText(from)}))::${type}`;
}

/** Texts say what they are: nothing here is or looks like data of a person. */
function textValue(column: Column, bounds: Bounds, n: string, unique: boolean): string {
  const name = column.name.toLowerCase();
  const limit = Number(/\((\d+)\)/.exec(column.type)?.[1] ?? bounds.longest ?? 1000);
  if (column.format === 'email' || name.includes('email')) return `'person-' || ${n} || '@example.org'`;
  if (column.format === 'url' || name.includes('url')) return `'https://example.org/' || ${n}`;
  if (/currency/.test(name) && limit >= 3) return `(array['EUR', 'USD', 'GBP'])[1 + (${n} % 3)::int]`;
  if (/country/.test(name)) return `(array['DE', 'FR', 'NL', 'ES'])[1 + (${n} % 4)::int]`;
  const prefix = `${name.replace(/[^a-z0-9]+/g, '-')}-`.slice(0, Math.max(0, limit - 10));
  const made = `${quoteText(prefix)} || ${n}`;
  const padded =
    bounds.shortest === undefined
      ? made
      : `rpad(${made}, greatest(${bounds.shortest}, length(${made})), 'x')`;
  return limit < 1000 && !unique ? `left(${padded}, ${limit})` : padded;
}

export const columnName = ({ name }: Column): string => quoteName(name);

import type { Arguments } from '../value.ts';
import { argument, textOf, textsOf } from '../value.ts';

/** A type of a column as the PostgreSQL grammar of Laravel writes it; undefined for methods that are no columns. */
export function columnType(
  method: string,
  args: Arguments,
): { readonly type: string; readonly counts: boolean } | undefined {
  const counted = counters[method];
  if (counted !== undefined) return { type: counted, counts: true };
  const plain = plainTypes[method];
  const auto = argument(args, 1, 'autoIncrement');
  const counts = auto?.kind === 'boolean' && auto.value && integers.test(method);
  if (plain !== undefined) return { type: plain, counts };
  const made = sized[method];
  return made === undefined ? undefined : { type: made(args), counts: false };
}

const integers = /integer$/;

const counters: Readonly<Record<string, string>> = {
  id: 'bigint',
  increments: 'integer',
  integerincrements: 'integer',
  tinyincrements: 'smallint',
  smallincrements: 'smallint',
  mediumincrements: 'integer',
  bigincrements: 'bigint',
};

const plainTypes: Readonly<Record<string, string>> = {
  tinytext: 'character varying(255)',
  text: 'text',
  mediumtext: 'text',
  longtext: 'text',
  integer: 'integer',
  tinyinteger: 'smallint',
  smallinteger: 'smallint',
  mediuminteger: 'integer',
  biginteger: 'bigint',
  unsignedinteger: 'integer',
  unsignedtinyinteger: 'smallint',
  unsignedsmallinteger: 'smallint',
  unsignedmediuminteger: 'integer',
  unsignedbiginteger: 'bigint',
  foreignid: 'bigint',
  foreignuuid: 'uuid',
  uuid: 'uuid',
  ulid: 'character(26)',
  foreignulid: 'character(26)',
  double: 'double precision',
  float: 'double precision',
  boolean: 'boolean',
  enum: 'character varying(255)',
  json: 'json',
  jsonb: 'jsonb',
  date: 'date',
  year: 'integer',
  binary: 'bytea',
  ipaddress: 'inet',
  macaddress: 'macaddr',
  geometry: 'geometry',
  point: 'geometry(Point)',
  linestring: 'geometry(LineString)',
  polygon: 'geometry(Polygon)',
  geography: 'geography',
  tsvector: 'tsvector',
};

const precision = (args: Arguments): string => {
  const value = argument(args, 1, 'precision');
  return value?.kind === 'number' ? String(value.value) : '0';
};

const numeric = (args: Arguments): string => {
  const [total, places] = [argument(args, 1, 'total'), argument(args, 2, 'places')];
  return `numeric(${textOf(total) ?? '8'},${textOf(places) ?? '2'})`;
};

const sized: Readonly<Record<string, (args: Arguments) => string>> = {
  string: (args) => `character varying(${textOf(argument(args, 1, 'length')) ?? '255'})`,
  char: (args) => `character(${textOf(argument(args, 1, 'length')) ?? '255'})`,
  decimal: numeric,
  unsigneddecimal: numeric,
  unsignedfloat: () => 'double precision',
  unsigneddouble: () => 'double precision',
  datetime: (args) => `timestamp(${precision(args)}) without time zone`,
  timestamp: (args) => `timestamp(${precision(args)}) without time zone`,
  datetimetz: (args) => `timestamp(${precision(args)}) with time zone`,
  timestamptz: (args) => `timestamp(${precision(args)}) with time zone`,
  time: (args) => `time(${precision(args)}) without time zone`,
  timetz: (args) => `time(${precision(args)}) with time zone`,
  vector: (args) => `vector(${textOf(argument(args, 1, 'dimensions')) ?? ''})`,
  rawcolumn: (args) => textOf(argument(args, 1, 'definition')) ?? 'text',
};

/** The check that stands for an `enum`. */
export function enumCheck(name: string, args: Arguments): string | undefined {
  const labels = textsOf(argument(args, 1, 'allowed'));
  if (labels.length === 0) return undefined;
  return `"${name}" in (${labels.map((label) => `'${label.replaceAll("'", "''")}'`).join(', ')})`;
}

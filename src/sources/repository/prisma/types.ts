import { quoted } from '../sql/names.ts';
import type { PrismaArgument, PrismaAttribute, PrismaField, PrismaValue } from './syntax.ts';
import { argumentOf, attributeOf } from './syntax.ts';

/** Prisma's default column types for PostgreSQL, as format_type prints them. */
const scalars: Readonly<Record<string, string>> = {
  String: 'text',
  Boolean: 'boolean',
  Int: 'integer',
  BigInt: 'bigint',
  Float: 'double precision',
  Decimal: 'numeric(65,30)',
  DateTime: 'timestamp(3) without time zone',
  Json: 'jsonb',
  Bytes: 'bytea',
};

/** Where MySQL differs, in the same spelling. */
const mysqlScalars: Readonly<Record<string, string>> = {
  String: 'character varying(191)',
  Json: 'json',
};

/** `@db.*` names to the type, `%` standing for the arguments in parentheses. */
const native: Readonly<Record<string, string>> = {
  VarChar: 'character varying%',
  Char: 'character%',
  Citext: 'citext',
  VarBit: 'bit varying%',
  SmallInt: 'smallint',
  Int: 'integer',
  Integer: 'integer',
  BigInt: 'bigint',
  Real: 'real',
  Float: 'real',
  Double: 'double precision',
  DoublePrecision: 'double precision',
  Decimal: 'numeric%',
  Timestamp: 'timestamp% without time zone',
  Timestamptz: 'timestamp% with time zone',
  Time: 'time% without time zone',
  Timetz: 'time% with time zone',
  ByteA: 'bytea',
  JsonB: 'jsonb',
  LongText: 'text',
  MediumText: 'text',
  TinyText: 'text',
};

export const isScalar = (type: string): boolean => type in scalars || type === 'Unsupported';

/** The type of a scalar or enum field. `enumName` is the enum's database name. */
export function columnType(field: PrismaField, provider: string, enumName: string | undefined): string {
  const array = field.arity === 'list' ? '[]' : '';
  if (enumName !== undefined) return quoted(enumName) + array;
  if (field.type === 'Unsupported') return (field.raw ?? 'unknown').toLowerCase() + array;
  const given = field.attributes.find((attribute) => attribute.name.startsWith('db.'));
  if (given !== undefined) return nativeType(given) + array;
  const own = provider === 'mysql' ? mysqlScalars[field.type] : undefined;
  return (own ?? scalars[field.type] ?? field.type.toLowerCase()) + array;
}

function nativeType(attribute: PrismaAttribute): string {
  const name = attribute.name.slice('db.'.length);
  const given = attribute.arguments.map(({ value }) => (value.kind === 'number' ? value.text : ''));
  const suffix = given.length === 0 ? '' : `(${given.join(',')})`;
  return (native[name] ?? `${name.toLowerCase()}%`).replace('%', suffix);
}

/** What the database fills in; a value made by the client (uuid, cuid, updatedAt) is none. */
export function columnDefault(
  field: PrismaField,
  table: string,
  column: string,
  type: string,
): string | undefined {
  const attribute = attributeOf(field, 'default');
  const value = attribute === undefined ? undefined : argumentOf(attribute, 'value', 0);
  if (value === undefined) return undefined;
  switch (value.kind) {
    case 'call':
      return calledDefault(value.name, value.arguments, table, column);
    case 'list':
      return `ARRAY[${value.items.map(literal).join(', ')}]::${type.toUpperCase()}`;
    case 'text':
    case 'number':
    case 'name':
      return literal(value);
  }
}

function calledDefault(
  name: string,
  given: readonly PrismaArgument[],
  table: string,
  column: string,
): string | undefined {
  if (name === 'now') return 'CURRENT_TIMESTAMP';
  if (name === 'autoincrement') return `nextval('${table}_${column}_seq'::regclass)`;
  if (name !== 'dbgenerated') return undefined;
  const [first] = given;
  return first?.value.kind === 'text' ? first.value.text : undefined;
}

function literal(value: PrismaValue): string {
  if (value.kind === 'number') return value.text;
  if (value.kind === 'text') return `'${value.text.replaceAll("'", "''")}'`;
  if (value.kind !== 'name') return 'null';
  return value.name === 'true' || value.name === 'false' ? value.name : `'${value.name}'`;
}

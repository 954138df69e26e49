import type { Column } from '../../../../model/data.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { Call } from '../syntax.ts';
import { callOf, option, statementsOf } from '../syntax.ts';
import type { Scope } from '../values.ts';
import { textOf } from '../values.ts';
import type { Adapter } from './draft.ts';
import { originIn } from '../../languages/syntax.ts';

export interface ColumnContext {
  readonly adapter: Adapter;
  readonly scope: Scope;
  readonly file: string;
  /** Version of the schema or the migration, `7.1`. */
  readonly version: number;
}

const postgres: Readonly<Record<string, string>> = {
  string: 'character varying',
  text: 'text',
  integer: 'integer',
  bigint: 'bigint',
  float: 'double precision',
  decimal: 'numeric',
  numeric: 'numeric',
  date: 'date',
  time: 'time without time zone',
  binary: 'bytea',
  blob: 'bytea',
  boolean: 'boolean',
  serial: 'integer',
  bigserial: 'bigint',
  primary_key: 'bigint',
  bit_varying: 'bit varying',
};

const mysql: Readonly<Record<string, string>> = {
  string: 'varchar',
  text: 'text',
  integer: 'int',
  bigint: 'bigint',
  float: 'float',
  decimal: 'decimal',
  date: 'date',
  time: 'time',
  binary: 'blob',
  boolean: 'tinyint(1)',
  primary_key: 'bigint',
  json: 'json',
  jsonb: 'json',
};

const sqlite: Readonly<Record<string, string>> = {
  string: 'varchar',
  binary: 'blob',
  primary_key: 'integer',
  bigint: 'bigint',
  json: 'json',
};

/** The type a column of this kind has in the database. */
export function columnType(kind: string, call: Pick<Call, 'pairs'>, on: ColumnContext): string {
  const number = (name: string): number | undefined => numberOf(option(call, name));
  const [limit, precision, scale] = [number('limit'), number('precision'), number('scale')];
  const isArray = option(call, 'array')?.type === 'true';
  const enumType = option(call, 'enum_type');
  if (kind === 'enum' && enumType !== undefined)
    return textOf(enumType, on.scope).text + (isArray ? '[]' : '');
  if (kind === 'virtual') {
    const type = option(call, 'type');
    return type === undefined ? 'text' : columnType(textOf(type, on.scope).text, call, on);
  }
  const base = baseType(kind, { limit, precision, scale }, call, on);
  return isArray ? `${base}[]` : base;
}

interface Sizes {
  readonly limit: number | undefined;
  readonly precision: number | undefined;
  readonly scale: number | undefined;
}

function baseType(
  kind: string,
  { limit, precision, scale }: Sizes,
  call: Pick<Call, 'pairs'>,
  on: ColumnContext,
): string {
  if (/^(datetime|timestamp|timestamptz)$/.test(kind)) return timeType(kind, precision, call, on);
  const table = on.adapter === 'postgresql' ? postgres : on.adapter === 'mysql' ? mysql : sqlite;
  const name = Object.hasOwn(table, kind) ? (table[kind] ?? kind) : kind;
  if (/^(decimal|numeric)$/.test(kind))
    return precision === undefined
      ? name
      : `${name}(${precision}${scale === undefined ? (on.adapter === 'postgresql' ? ',0' : '') : `,${scale}`})`;
  if (kind === 'integer' && limit !== undefined) return integerOf(limit, on.adapter);
  if (kind === 'string') {
    if (on.adapter === 'mysql') return `varchar(${limit ?? 255})`;
    return limit === undefined ? name : `${name}(${limit})`;
  }
  if (/^(bit|bit_varying|vector|char|virtual)$/.test(kind) && limit !== undefined) return `${name}(${limit})`;
  if (on.adapter === 'mysql' && kind === 'text') {
    const size = option(call, 'size')?.text.replace(':', '');
    return size === 'long' || (limit ?? 0) > 16_777_215
      ? 'longtext'
      : size === 'medium' || (limit ?? 0) > 65_535
        ? 'mediumtext'
        : 'text';
  }
  return name;
}

function integerOf(limit: number, adapter: Adapter): string {
  if (adapter === 'mysql')
    return limit === 1
      ? 'tinyint'
      : limit === 2
        ? 'smallint'
        : limit === 3
          ? 'mediumint'
          : limit > 4
            ? 'bigint'
            : 'int';
  return limit <= 2 ? 'smallint' : limit > 4 ? 'bigint' : 'integer';
}

/** From version 7 on times have a precision of 6 unless `precision: nil` says otherwise. */
function timeType(
  kind: string,
  precision: number | undefined,
  call: Pick<Call, 'pairs'>,
  on: ColumnContext,
): string {
  const said = option(call, 'precision');
  const digits = said?.type === 'nil' ? undefined : (precision ?? (on.version >= 7 ? 6 : undefined));
  const size = digits === undefined ? '' : `(${digits})`;
  if (on.adapter !== 'postgresql') return `datetime${on.adapter === 'mysql' ? size : size}`;
  return `timestamp${size} ${kind === 'timestamptz' ? 'with' : 'without'} time zone`;
}

export const numberOf = (node: SyntaxNode | undefined): number | undefined =>
  node !== undefined && /^[\d_]+$/.test(node.text) ? Number(node.text.replaceAll('_', '')) : undefined;

/** One column with what its options say. */
export function columnOf(name: string, kind: string, call: Call, on: ColumnContext): Column {
  const type = columnType(kind, call, on);
  const fallback = defaultOf(option(call, 'default'), type, on);
  const [generated, comment] = [option(call, 'as'), option(call, 'comment')];
  return {
    name,
    type,
    nullable: option(call, 'null')?.type !== 'false',
    ...(fallback === undefined ? {} : { default: fallback }),
    ...(generated === undefined ? {} : { generated: textOf(generated, on.scope).text }),
    ...(comment === undefined ? {} : { comment: textOf(comment, on.scope).text }),
    origin: originIn(on.file, call.node),
  };
}

/** A default as an expression of SQL: a lambda holds one, a value becomes a literal of the type. */
export function defaultOf(node: SyntaxNode | undefined, type: string, on: ColumnContext): string | undefined {
  if (node === undefined || node.type === 'nil') return undefined;
  const cast = on.adapter === 'postgresql' ? `::${type.replace(/\(.*?\)/, '')}` : '';
  switch (node.type) {
    case 'lambda': {
      const [statement] = statementsOf(node.children.find(({ field }) => field === 'body'));
      return statement === undefined ? undefined : textOf(statement, on.scope).text;
    }
    case 'true':
    case 'false':
    case 'integer':
    case 'float':
    case 'unary':
      return node.text;
    case 'hash':
      return `'{}'${cast}`;
    case 'array':
    case 'string_array':
    case 'symbol_array':
      return `'{${node.children.map((child) => textOf(child, on.scope).text).join(',')}}'${cast}`;
    case 'call':
      if (callOf(node)?.name === 'freeze') return defaultOf(callOf(node)?.receiver, type, on);
      return undefined;
    default: {
      const text = textOf(node, on.scope);
      if (!text.resolved) return undefined;
      const isNumber =
        /^(integer|bigint|smallint|numeric|double|int|decimal|float)/.test(type) &&
        /^-?[\d.]+$/.test(text.text);
      return isNumber ? text.text : `'${text.text.replaceAll("'", "''")}'${cast}`;
    }
  }
}

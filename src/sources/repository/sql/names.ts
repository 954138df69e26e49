import type { Node, RangeVar, TypeName } from 'libpg-query';

/** `public` is the default schema and is not written. */
export const schemaOf = (schema: string | undefined): string | undefined =>
  schema === undefined || schema === 'public' || schema === '' ? undefined : schema;

export const qualified = (schema: string | undefined, name: string): string =>
  schemaOf(schema) === undefined ? name : `${schema}.${name}`;

export const relationName = (relation: RangeVar | undefined): string =>
  qualified(relation?.schemaname, relation?.relname ?? '');

/** The words of a list of String nodes. */
export const words = (nodes: readonly Node[] | undefined): readonly string[] =>
  (nodes ?? []).flatMap((node) => ('String' in node ? [node.String.sval ?? ''] : []));

/** Schema and name from a dotted list such as `{schema, table}`. */
export function dotted(parts: readonly string[]): string {
  const name = parts.at(-1) ?? '';
  return qualified(parts.at(-2), name);
}

/** An identifier as SQL writes it: quoted where it would otherwise be folded or refused. */
export const quoted = (name: string): string =>
  /^[a-z_][a-z0-9_$]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;

/** Operator classes that an index has anyway, which the server does not print. */
export const isDefaultOperators = (name: string): boolean =>
  /^(uuid|text|varchar|bpchar|int[248]|float[48]|numeric|bool|date|timestamp|timestamptz|time|timetz|interval|oid|bytea|enum|tsvector|jsonb|array|inet|name)_ops$/.test(
    name,
  );

const builtIn: Readonly<Record<string, string>> = {
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  float4: 'real',
  float8: 'double precision',
  bool: 'boolean',
  varchar: 'character varying',
  bpchar: 'character',
  varbit: 'bit varying',
  decimal: 'numeric',
};

const serial: Readonly<Record<string, string>> = {
  smallserial: 'smallint',
  serial2: 'smallint',
  serial: 'integer',
  serial4: 'integer',
  bigserial: 'bigint',
  serial8: 'bigint',
};

export interface FormattedType {
  readonly text: string;
  /** A SERIAL pseudo-type: not null, default nextval of its own sequence. */
  readonly serial: boolean;
}

/** The type as PostgreSQL's format_type prints it: `timestamp(3) with time zone`, `character varying(20)[]`. */
export function formatType(type: TypeName | undefined): FormattedType {
  const parts = words(type?.names).filter((part) => part !== 'pg_catalog');
  const raw = parts.at(-1) ?? 'unknown';
  const modifiers = (type?.typmods ?? []).flatMap(modifier);
  const array = '[]'.repeat(Math.min(type?.arrayBounds?.length ?? 0, 1));
  const plain = serial[raw];
  if (plain !== undefined && parts.length === 1) return { text: plain + array, serial: true };
  const scaled = raw === 'numeric' && modifiers.length === 1 ? [...modifiers, '0'] : modifiers;
  const suffix = scaled.length > 0 ? `(${scaled.join(',')})` : '';
  return { text: named(parts, raw, suffix) + array, serial: false };
}

function named(parts: readonly string[], raw: string, suffix: string): string {
  if (raw === 'timestamptz') return `timestamp${suffix} with time zone`;
  if (raw === 'timestamp') return `timestamp${suffix} without time zone`;
  if (raw === 'timetz') return `time${suffix} with time zone`;
  if (raw === 'time') return `time${suffix} without time zone`;
  if (raw === 'bpchar' && suffix === '') return 'character(1)';
  if (raw === 'interval') return 'interval';
  const known = builtIn[raw];
  if (known !== undefined) return known + suffix;
  const schema = schemaOf(parts.at(-2));
  return (schema === undefined ? quoted(raw) : `${quoted(schema)}.${quoted(raw)}`) + suffix;
}

function modifier(node: Node): readonly string[] {
  if ('A_Const' in node) {
    const { ival, sval } = node.A_Const;
    if (sval?.sval !== undefined) return [sval.sval];
    return ival === undefined ? [] : [String(ival.ival ?? 0)];
  }
  if ('ColumnRef' in node) return words(node.ColumnRef.fields);
  return [];
}

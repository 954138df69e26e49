import type { PhpProperty } from '../classes.ts';
import type { Machine } from '../machine.ts';
import type { Mapping } from './mapping.ts';

const types: Readonly<Record<string, string>> = {
  string: 'character varying(255)',
  ascii_string: 'character varying(255)',
  text: 'text',
  integer: 'integer',
  smallint: 'smallint',
  bigint: 'bigint',
  boolean: 'boolean',
  float: 'double precision',
  smallfloat: 'real',
  decimal: 'numeric(10,0)',
  datetime: 'timestamp(0) without time zone',
  datetime_immutable: 'timestamp(0) without time zone',
  datetimetz: 'timestamp(0) with time zone',
  datetimetz_immutable: 'timestamp(0) with time zone',
  date: 'date',
  date_immutable: 'date',
  time: 'time(0) without time zone',
  time_immutable: 'time(0) without time zone',
  dateinterval: 'character varying(255)',
  json: 'json',
  jsonb: 'jsonb',
  array: 'text',
  simple_array: 'text',
  object: 'text',
  guid: 'uuid',
  uuid: 'uuid',
  ulid: 'uuid',
  blob: 'bytea',
  binary: 'bytea',
};

const byPhp: Readonly<Record<string, string>> = {
  int: 'integer',
  string: 'string',
  bool: 'boolean',
  float: 'float',
  array: 'json',
};

function phpType(machine: Machine, type: string | undefined): string {
  if (type === undefined) return 'string';
  const known = byPhp[type];
  if (known !== undefined) return known;
  if (/^DateTimeImmutable$/.test(type)) return 'datetime_immutable';
  if (/^DateTime(Interface)?$/.test(type)) return 'datetime';
  if (/\\(Uuid|UuidInterface|UuidV\d|Ulid)$/.test(type)) return 'uuid';
  return machine.codebase.class(type)?.kind === 'enum' ? 'string' : type;
}

export function columnSql(machine: Machine, mapping: Mapping, property: PhpProperty): string {
  const written = mapping.text('type') ?? phpType(machine, property.type);
  const constant = /(?:^|::)([A-Z_]+)$/.exec(written)?.[1]?.toLowerCase().replace('_mutable', '');
  const name = types[written] === undefined && constant !== undefined ? constant : written;
  const length = mapping.text('length');
  if (name === 'string' && length !== undefined) return `character varying(${length})`;
  if (name === 'decimal')
    return `numeric(${mapping.text('precision') ?? '10'},${mapping.text('scale') ?? '0'})`;
  return types[name] ?? 'character varying(255)';
}

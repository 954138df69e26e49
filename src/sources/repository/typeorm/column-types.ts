import type { Dialect } from '../dialects/dialect.ts';

export interface TypeParts {
  readonly length?: string | number;
  readonly precision?: number;
  readonly scale?: number;
  readonly isArray?: boolean;
  readonly unsigned?: boolean;
}

const postgres: Readonly<Record<string, string>> = {
  string: 'varchar',
  number: 'integer',
  int: 'integer',
  datetime: 'timestamp',
  date_js: 'timestamp',
  float: 'double precision',
  double: 'double precision',
  'simple-array': 'text',
  'simple-json': 'text',
  'simple-enum': 'varchar',
  object: 'jsonb',
  bool: 'boolean',
  tinyint: 'smallint',
  blob: 'bytea',
};

const mysql: Readonly<Record<string, string>> = {
  string: 'varchar',
  number: 'int',
  integer: 'int',
  date_js: 'datetime',
  boolean: 'tinyint(1)',
  bool: 'tinyint(1)',
  uuid: 'varchar(36)',
  'simple-array': 'text',
  'simple-json': 'text',
  'simple-enum': 'varchar',
  object: 'json',
};

/** A column type of TypeORM as SQL writes it for the server. */
export function columnTypeText(type: string, parts: TypeParts, dialect: Dialect): string {
  const table = dialect === 'postgresql' ? postgres : mysql;
  const base = table[type] ?? type;
  let text = base;
  const timed =
    /^(timestamp|timestamptz|time|timetz|datetime|timestamp with(out)? time zone|time with(out)? time zone)$/.test(
      base,
    );
  if (parts.length !== undefined && String(parts.length) !== '' && !base.includes('('))
    text = `${base}(${parts.length})`;
  else if (parts.precision !== undefined && parts.scale !== undefined)
    text = `${base}(${parts.precision},${parts.scale})`;
  else if (parts.precision !== undefined && (timed || /^(decimal|numeric|interval)$/.test(base)))
    text =
      timed && base.includes(' ')
        ? base.replace(' ', `(${parts.precision}) `)
        : `${base}(${parts.precision})`;
  else if (dialect === 'mysql' && base === 'varchar') text = 'varchar(255)';
  else if (dialect === 'mysql' && base === 'datetime' && parts.precision === undefined && type === 'date_js')
    text = 'datetime';
  if (parts.unsigned === true && dialect === 'mysql') text += ' unsigned';
  return parts.isArray === true ? `${text}[]` : text;
}

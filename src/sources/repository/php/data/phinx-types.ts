import type { Dialect } from '../../dialects/dialect.ts';

/** What the options of a column say of its type. */
export interface TypeOptions {
  readonly limit: number | undefined;
  readonly precision: number | undefined;
  readonly scale: number | undefined;
  readonly signed: boolean | undefined;
  readonly values: readonly string[];
}

const mysqlNames: Readonly<Record<string, string>> = {
  integer: 'int',
  biginteger: 'bigint',
  smallinteger: 'smallint',
  tinyinteger: 'tinyint',
  mediuminteger: 'mediumint',
  boolean: 'tinyint(1)',
  uuid: 'char(36)',
  jsonb: 'json',
  binaryuuid: 'binary(16)',
};

const postgresNames: Readonly<Record<string, string>> = {
  biginteger: 'bigint',
  smallinteger: 'smallint',
  tinyinteger: 'smallint',
  mediuminteger: 'integer',
  float: 'real',
  double: 'double precision',
  binary: 'bytea',
  blob: 'bytea',
  datetime: 'timestamp',
};

/** A type of Phinx as the database has it; what is no type of Phinx is the database's own. */
export function phinxType(type: string, options: TypeOptions, dialect: Dialect): string {
  const { limit, precision, scale, signed, values } = options;
  const name = type.toLowerCase();
  const unsigned = dialect === 'mysql' && signed === false ? ' unsigned' : '';
  switch (name) {
    case 'string':
      return `varchar(${limit ?? 255})`;
    case 'char':
      return `char(${limit ?? 255})`;
    case 'decimal':
    case 'numeric':
      return precision === undefined
        ? dialect === 'mysql'
          ? `decimal(10,0)${unsigned}`
          : 'numeric'
        : `decimal(${precision},${scale ?? 0})${unsigned}`;
    case 'enum':
    case 'set':
      return `${name}(${values.map((value) => `'${value.replaceAll("'", "''")}'`).join(',')})`;
    case 'binary':
    case 'varbinary':
      return dialect === 'postgresql' ? 'bytea' : `${name}(${limit ?? 255})`;
    case 'text':
    case 'blob':
      return lengths(name, limit, dialect);
    default: {
      const names = dialect === 'postgresql' ? postgresNames : mysqlNames;
      return (Object.hasOwn(names, name) ? (names[name] ?? name) : name) + unsigned;
    }
  }
}

/** MySQL has a type for each length: the limits are the constants of the adapter. */
function lengths(name: 'text' | 'blob', limit: number | undefined, dialect: Dialect): string {
  if (dialect === 'postgresql') return name === 'blob' ? 'bytea' : name;
  if (dialect !== 'mysql' || limit === undefined) return name;
  return limit > 16_777_215
    ? `long${name}`
    : limit > 65_535
      ? `medium${name}`
      : limit <= 255
        ? `tiny${name}`
        : name;
}

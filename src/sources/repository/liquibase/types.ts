import type { LiquibaseDialect } from './statements.ts';

interface Written {
  readonly name: string;
  readonly parameters: string;
  readonly rest: string;
}

/** `java.sql.Types.VARCHAR(255)`, `DECIMAL(19, 6)`, `timestamp with time zone`. */
function written(type: string): Written {
  const bare = type
    .trim()
    .replace(/^java\.sql\.Types\./i, '')
    .replace(/^java\.(lang|math|util)\./i, '');
  const found = /^([A-Za-z_]\w*)\s*(\([^)]*\))?\s*([\s\S]*)$/.exec(bare);
  return {
    name: (found?.[1] ?? bare).toLowerCase(),
    parameters: (found?.[2] ?? '').replaceAll(/\s+/g, ''),
    rest: (found?.[3] ?? '').replace(/\b(not\s+)?null\b/i, '').trim(),
  };
}

/** The type that the tool gives the database for one that is written for any. */
export const databaseType = (type: string, dialect: LiquibaseDialect): string =>
  dialect === 'postgresql' ? postgresType(type) : mysqlType(type);

const postgresNames: Readonly<Record<string, string>> = {
  bigint: 'bigint',
  long: 'bigint',
  int8: 'bigint',
  int: 'integer',
  integer: 'integer',
  int4: 'integer',
  mediumint: 'integer',
  smallint: 'smallint',
  tinyint: 'smallint',
  boolean: 'boolean',
  clob: 'text',
  nclob: 'text',
  text: 'text',
  longtext: 'text',
  mediumtext: 'text',
  tinytext: 'text',
  ntext: 'text',
  longvarchar: 'text',
  longnvarchar: 'text',
  blob: 'oid',
  longblob: 'bytea',
  mediumblob: 'bytea',
  tinyblob: 'bytea',
  binary: 'bytea',
  varbinary: 'bytea',
  longvarbinary: 'bytea',
  image: 'bytea',
  double: 'double precision',
  float: 'float',
  date: 'date',
  currency: 'decimal',
  string: 'varchar',
  serial: 'serial',
};

function postgresType(type: string): string {
  const { name, parameters, rest } = written(type);
  const own = Object.hasOwn(postgresNames, name) ? postgresNames[name] : undefined;
  switch (name) {
    case 'datetime':
    case 'timestamp':
    case 'time': {
      const base = name === 'time' ? 'time' : 'timestamp';
      const zone = /with\s+time\s*zone/i.test(rest) ? 'with time zone' : 'without time zone';
      return `${base}${parameters} ${zone}`;
    }
    case 'bit':
      return parameters === '' || parameters === '(1)' ? 'boolean' : `bit${parameters}`;
    case 'nvarchar':
    case 'varchar2':
    case 'nvarchar2':
      return `varchar${parameters}`;
    case 'nchar':
      return `char${parameters}`;
    case 'number':
    case 'numeric':
      return `numeric${parameters}`;
    case 'uuid':
      return 'uuid';
    default:
      return own === undefined
        ? `${name}${parameters}${rest === '' ? '' : ` ${rest}`}`
        : `${own}${/^(float|decimal|varchar)$/.test(own) ? parameters : ''}`;
  }
}

const mysqlNames: Readonly<Record<string, string>> = {
  long: 'bigint',
  clob: 'longtext',
  nclob: 'longtext',
  longvarchar: 'longtext',
  blob: 'longblob',
  longvarbinary: 'longblob',
  uuid: 'char(36)',
  boolean: 'bit(1)',
  int: 'int',
  integer: 'int',
  string: 'varchar',
  currency: 'decimal',
  number: 'numeric',
  serial: 'bigint',
};

function mysqlType(type: string): string {
  const { name, parameters, rest } = written(type);
  const own = Object.hasOwn(mysqlNames, name) ? mysqlNames[name] : undefined;
  if (name === 'bit' && parameters === '') return 'bit(1)';
  if (name === 'timestamp' && /time\s*zone/i.test(rest)) return `timestamp${parameters}`;
  if (own !== undefined) return /[()]/.test(own) ? own : `${own}${parameters}`;
  return `${name}${parameters}${rest === '' ? '' : ` ${rest}`}`;
}

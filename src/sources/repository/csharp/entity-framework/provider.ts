import type { Code } from '../code.ts';

export type Provider = 'postgresql' | 'mssql' | 'mysql' | 'sqlite';

/** The database a context is set up for. */
export function providerOf(code: Code): Provider {
  for (const { text } of code.files) {
    if (/\.UseNpgsql\b/.test(text)) return 'postgresql';
    if (/\.UseSqlServer\b/.test(text)) return 'mssql';
    if (/\.UseMySql|\.UseMySQL\b/.test(text)) return 'mysql';
    if (/\.UseSqlite\b/.test(text)) return 'sqlite';
  }
  return 'postgresql';
}

/** Types of columns by those of properties. */
export const columnTypes: Readonly<Record<Provider, Readonly<Record<string, string>>>> = {
  postgresql: {
    string: 'text',
    int: 'integer',
    long: 'bigint',
    short: 'smallint',
    bool: 'boolean',
    decimal: 'numeric',
    double: 'double precision',
    float: 'real',
    Guid: 'uuid',
    DateTime: 'timestamp with time zone',
    DateTimeOffset: 'timestamp with time zone',
    DateOnly: 'date',
    TimeOnly: 'time without time zone',
    TimeSpan: 'interval',
    byte: 'smallint',
    'byte[]': 'bytea',
  },
  mssql: {
    string: 'nvarchar(max)',
    int: 'int',
    long: 'bigint',
    short: 'smallint',
    bool: 'bit',
    decimal: 'decimal(18,2)',
    double: 'float',
    float: 'real',
    Guid: 'uniqueidentifier',
    DateTime: 'datetime2',
    DateTimeOffset: 'datetimeoffset',
    DateOnly: 'date',
    TimeOnly: 'time',
    TimeSpan: 'time',
    byte: 'tinyint',
    'byte[]': 'varbinary(max)',
  },
  mysql: {
    string: 'longtext',
    int: 'int',
    long: 'bigint',
    short: 'smallint',
    bool: 'tinyint(1)',
    decimal: 'decimal(65,30)',
    double: 'double',
    float: 'float',
    Guid: 'char(36)',
    DateTime: 'datetime(6)',
    DateTimeOffset: 'datetime(6)',
    DateOnly: 'date',
    TimeOnly: 'time(6)',
    TimeSpan: 'time(6)',
    byte: 'tinyint unsigned',
    'byte[]': 'longblob',
  },
  sqlite: {
    string: 'TEXT',
    int: 'INTEGER',
    long: 'INTEGER',
    short: 'INTEGER',
    bool: 'INTEGER',
    decimal: 'TEXT',
    double: 'REAL',
    float: 'REAL',
    Guid: 'TEXT',
    DateTime: 'TEXT',
    DateTimeOffset: 'TEXT',
    DateOnly: 'TEXT',
    TimeOnly: 'TEXT',
    TimeSpan: 'TEXT',
    byte: 'INTEGER',
    'byte[]': 'BLOB',
  },
};

export function sized(base: string, written: string, length: string | undefined, provider: Provider): string {
  if (written !== 'string' || length === undefined) return base;
  return provider === 'postgresql'
    ? `character varying(${length})`
    : provider === 'mssql'
      ? `nvarchar(${length})`
      : provider === 'mysql'
        ? `varchar(${length})`
        : base;
}

import type { Dialect } from '../dialects/dialect.ts';

interface Given {
  readonly first?: string | number | boolean | null | undefined;
  readonly second?: string | number | boolean | null | undefined;
}

/** Methods of Knex's table builder that add a column, as the type PostgreSQL gets. */
export function knexType(method: string, { first, second }: Given, dialect: Dialect): string | undefined {
  const mysql = dialect === 'mysql';
  const pg = dialect === 'postgresql';
  const number = typeof first === 'number' ? first : undefined;
  switch (method) {
    case 'string':
      return `varchar(${number ?? 255})`;
    case 'char':
      return `char(${number ?? 255})`;
    case 'text':
      return mysql && typeof first === 'string' && /^(medium|long|tiny)text$/.test(first) ? first : 'text';
    case 'integer':
      return mysql && number !== undefined ? `int(${number})` : 'integer';
    case 'tinyint':
      return mysql ? 'tinyint' : 'smallint';
    case 'smallint':
      return 'smallint';
    case 'mediumint':
      return mysql ? 'mediumint' : 'integer';
    case 'bigint':
    case 'bigInteger':
      return 'bigint';
    case 'float':
      return mysql ? `float(${number ?? 8},${typeof second === 'number' ? second : 2})` : 'real';
    case 'double':
      return pg ? 'double precision' : 'double';
    case 'decimal':
      return first === null
        ? 'decimal'
        : `decimal(${number ?? 8},${typeof second === 'number' ? second : 2})`;
    case 'boolean':
      return mysql ? 'tinyint(1)' : 'boolean';
    case 'date':
      return 'date';
    case 'time':
      return 'time';
    case 'binary':
      return pg ? 'bytea' : 'blob';
    case 'json':
      return 'json';
    case 'jsonb':
      return mysql ? 'json' : 'jsonb';
    case 'uuid':
      return pg ? 'uuid' : 'char(36)';
    case 'geometry':
    case 'geography':
    case 'point':
      return method;
    default:
      return undefined;
  }
}

/** `timestamp` and `datetime`: with a time zone on PostgreSQL unless it is refused. */
export function knexTimestamp(
  method: string,
  withZone: boolean,
  precision: number | undefined,
  dialect: Dialect,
): string {
  const size = precision === undefined ? '' : `(${precision})`;
  if (dialect !== 'postgresql') return method === 'timestamp' ? `timestamp${size}` : `datetime${size}`;
  return `timestamp${size} with${withZone ? '' : 'out'} time zone`;
}

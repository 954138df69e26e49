/**
 * Readers of code name types as PostgreSQL does, whatever server the code speaks to. The type that MySQL would give the
 * same column; what both call alike, and what is MySQL's own, stays.
 */
export function mysqlType(type: string): string {
  const [, length] = /\((\d+)\)/.exec(type) ?? [];
  if (type.endsWith('[]')) return 'json';
  if (type.startsWith('character varying')) return `varchar(${length ?? 255})`;
  if (type.startsWith('character')) return `char(${length ?? 1})`;
  if (/^(time|timestamp)\b/.test(type) && type.includes('without time zone')) {
    const fraction = length === undefined || length === '0' ? '' : `(${length})`;
    return `${type.startsWith('timestamp') ? 'datetime' : 'time'}${fraction}`;
  }
  if (type.startsWith('timestamp') && type.includes('with time zone')) return 'timestamp';
  if (type.startsWith('numeric')) return type === 'numeric' ? 'decimal(38,10)' : `decimal${type.slice(7)}`;
  return sameKind[type] ?? type;
}

const sameKind: Readonly<Record<string, string>> = {
  integer: 'int',
  'double precision': 'double',
  real: 'float',
  boolean: 'tinyint(1)',
  uuid: 'char(36)',
  jsonb: 'json',
  bytea: 'longblob',
  citext: 'text',
  inet: 'varchar(45)',
};

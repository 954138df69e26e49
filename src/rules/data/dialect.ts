import type { DataModel, Table } from '../../model/data.ts';

/** The statement that mends a table differs by engine; where nothing is known the types are PostgreSQL's. */
export type Dialect = 'postgresql' | 'mysql' | 'sqlite' | 'sqlserver' | 'mongodb';

export function dialectOf({ engine }: DataModel): Dialect {
  const name = engine?.name.toLowerCase() ?? '';
  if (/mysql|maria|percona|planetscale/.test(name)) return 'mysql';
  if (/sqlite|libsql|turso|d1/.test(name)) return 'sqlite';
  if (/sql ?server|mssql/.test(name)) return 'sqlserver';
  return name.includes('mongo') ? 'mongodb' : 'postgresql';
}

/** MySQL indexes every foreign key by itself; MongoDB has none. */
export const leavesForeignKeysUnindexed = (data: DataModel): boolean =>
  !['mysql', 'mongodb'].includes(dialectOf(data));

const reserved =
  /^(user|order|group|table|column|select|from|where|check|default|end|limit|offset|references|primary|unique|all|and|any|as|case|cast|desc|distinct|do|else|for|grant|having|in|into|not|null|on|only|or|then|to|union|using|when|with|analyse|analyze|both|constraint|create|foreign|leading|session_user|some|symmetric|trailing|window)$/;

export const isReserved = (name: string): boolean => reserved.test(name);

/** An identifier as the engine writes it: quoted where it would otherwise be folded or refused. */
export function identifier(dialect: Dialect, name: string): string {
  if (/^[a-z_][a-z0-9_$]*$/.test(name) && !reserved.test(name)) return name;
  switch (dialect) {
    case 'mysql':
      return `\`${name}\``;
    case 'sqlserver':
      return `[${name}]`;
    case 'postgresql':
    case 'sqlite':
    case 'mongodb':
      return `"${name}"`;
  }
}

export const tableName = (dialect: Dialect, { name, schema }: Pick<Table, 'name' | 'schema'>): string =>
  [...(schema === undefined || schema === 'public' ? [] : [schema]), name]
    .map((part) => identifier(dialect, part))
    .join('.');

/** Statement that gives a column another type. */
export function alterType(dialect: Dialect, table: Table, column: string, type: string): string {
  const target = tableName(dialect, table);
  const name = identifier(dialect, column);
  switch (dialect) {
    case 'postgresql':
      return `alter table ${target} alter column ${name} type ${type};`;
    case 'mysql':
      return `alter table ${target} modify ${name} ${type};`;
    case 'sqlserver':
      return `alter table ${target} alter column ${name} ${type};`;
    case 'sqlite':
    case 'mongodb':
      return `Build ${target} anew with ${name} as ${type} and copy the rows over.`;
  }
}

/** Statement that makes an index without stopping writers, where the engine can. */
export function createIndex(dialect: Dialect, table: Table, columns: readonly string[]): string {
  const target = tableName(dialect, table);
  const list = columns
    .map((column) => (column.startsWith('(') ? column : identifier(dialect, column)))
    .join(', ');
  switch (dialect) {
    case 'postgresql':
      return `create index concurrently on ${target} (${list});`;
    case 'mongodb':
      return `db.${table.name}.createIndex({ ${columns.map((column) => `${column}: 1`).join(', ')} })`;
    case 'mysql':
    case 'sqlite':
    case 'sqlserver':
      return `create index ${identifier(dialect, `${table.name}_${columns.join('_')}`)} on ${target} (${list});`;
  }
}

export function dropIndex(dialect: Dialect, table: Table, index: string): string {
  const name = identifier(dialect, index);
  switch (dialect) {
    case 'postgresql':
      return `drop index concurrently ${name};`;
    case 'mongodb':
      return `db.${table.name}.dropIndex('${index}')`;
    case 'mysql':
    case 'sqlserver':
      return `drop index ${name} on ${tableName(dialect, table)};`;
    case 'sqlite':
      return `drop index ${name};`;
  }
}

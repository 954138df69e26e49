import { quoteName } from '../../artifacts/sql-names.ts';
import type { ConvertedColumn } from './column.ts';
import type { ConvertedTable } from './table.ts';
import { filled } from './table.ts';

/**
 * Checksums that do not depend on the order of rows, and come out equal in both languages: each value as a text that both
 * print alike, a row as its values between bars, MD5 of it, and the sums of its first and of its second fifteen digits.
 * Sums, and not exclusive or: two equal rows do not cancel each other.
 */
export const checksumColumns = (table: ConvertedTable): readonly ConvertedColumn[] => filled(table);

const nothing = `'~'`;

/** `<count> <sum>-<sum>` of a relation that has the columns of the target. */
export function checksumSql(table: ConvertedTable, relation: string, where = ''): string {
  const values = checksumColumns(table).map(
    (column) => `coalesce(${printed(column, `t.${quoteName(column.name)}`)}, ${nothing})`,
  );
  const row = values.length === 0 ? `''` : `concat_ws('|', ${values.join(', ')})`;
  const half = (from: number): string => `coalesce(sum(('x' || substr(h, ${from}, 15))::bit(60)::bigint), 0)`;
  return `(select ${half(1)} || '-' || ${half(16)} from (select md5(${row}) as h from ${relation} as t${where}) as hashed)`;
}

/** A value as a text that both servers print alike. */
export function printed({ kind }: Pick<ConvertedColumn, 'kind'>, value: string): string {
  switch (kind) {
    case 'integer':
    case 'decimal':
    case 'bits':
    case 'set':
    case 'label':
    case 'text':
    case 'json':
      return kind === 'integer' || kind === 'decimal' || kind === 'bits'
        ? `${value}::text`
        : `upper(encode(convert_to(${value}::text, 'UTF8'), 'hex'))`;
    case 'boolean':
      return `${value}::integer::text`;
    case 'float':
      return `round(${value}::double precision::numeric, 6)::text`;
    case 'date':
      return `to_char(${value}, 'YYYY-MM-DD')`;
    case 'timestamp':
      return `to_char(${value}, 'YYYY-MM-DD HH24:MI:SS.US')`;
    case 'instant':
      return `to_char(${value} at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')`;
    case 'time':
    case 'duration':
      return `round(extract(epoch from ${value}), 6)::text`;
    case 'bytes':
      return `upper(encode(${value}, 'hex'))`;
  }
}

/** The same on the server that is left. Run it in the zone UTC: `set time_zone = '+00:00'`. */
export function mysqlChecksumSql(table: ConvertedTable): string {
  const values = checksumColumns(table).map(
    (column) => `ifnull(${mysqlPrinted(column, tick(column.name))}, ${nothing})`,
  );
  const row = values.length === 0 ? `''` : `concat_ws('|', ${values.join(', ')})`;
  const half = (from: number): string =>
    `ifnull(sum(cast(conv(substr(h, ${from}, 15), 16, 10) as unsigned)), 0)`;
  return `select '${table.name.replaceAll("'", "''")}' as table_name, count(*) as row_count, concat(${half(1)}, '-', ${half(16)}) as checksum from (select md5(${row}) as h from ${tick(table.name)}) as hashed`;
}

export const tick = (name: string): string => `\`${name.replaceAll('`', '``')}\``;

export function mysqlPrinted(column: ConvertedColumn, value: string): string {
  const characters = `hex(convert(${value} using utf8mb4))`;
  const dated = (format: string): string =>
    `case when month(${value}) > 0 and dayofmonth(${value}) > 0 and year(${value}) > 0 then date_format(${value}, '${format}') end`;
  switch (column.kind) {
    case 'integer':
      return column.legacyType.startsWith('bit') ? `(${value} + 0)` : `cast(${value} + 0 as char)`;
    case 'boolean':
      return `cast(${value} + 0 as char)`;
    case 'decimal': {
      const [digits = '65', scale = '0'] = /\((\d+),(\d+)\)/.exec(column.type)?.slice(1) ?? [];
      return `cast(cast(${value} as decimal(${digits},${scale})) as char)`;
    }
    case 'float':
      return `cast(cast(${value} as decimal(65,6)) as char)`;
    case 'date':
      return dated('%Y-%m-%d');
    case 'timestamp':
    case 'instant':
      return dated('%Y-%m-%d %H:%i:%s.%f');
    case 'time':
    case 'duration':
      return `cast(cast(time_to_sec(${value}) as decimal(20,6)) as char)`;
    case 'bits':
      return `lpad(bin(${value} + 0), ${/\d+/.exec(column.type)?.[0] ?? '1'}, '0')`;
    case 'label':
      return emptied(column, value, characters);
    case 'text':
    case 'set':
    case 'json':
      return characters;
    case 'bytes':
      return `hex(${value})`;
  }
}

/** The label that stands for a value the server could not keep is repaired. */
function emptied(column: ConvertedColumn, value: string, characters: string): string {
  if (column.labels?.includes('') === true) return characters;
  const fallback = column.nullable ? undefined : /^'((?:[^']|'')*)'/.exec(column.default ?? '')?.[1];
  return fallback === undefined
    ? `case when ${value} <> '' then ${characters} end`
    : `case when ${value} <> '' then ${characters} when ${value} = '' then hex(convert('${fallback}' using utf8mb4)) end`;
}

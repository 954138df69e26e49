import type { Backend } from '../../model/backend.ts';
import { inferredNames } from '../inferred/inferred-tables.ts';
import { tableId } from '../steps/inventory.ts';

const lines = (parts: readonly string[], comment: string): string =>
  parts.length === 0 ? '' : `-- ${comment}\n${parts.join('\nunion all\n')};\n`;

const comment =
  'Rows and a checksum of each table, before and after a request: three columns, one line a table.';

/**
 * For the legacy database, MySQL or MariaDB. One statement that fails ends the counting, and a table that only a
 * statement in code names need not be there: beside tables that are defined it is left out, and told.
 */
export function mysqlCounts({ data, gaps }: Pick<Backend, 'data' | 'gaps'>): string {
  const inferred = inferredNames({ gaps });
  const defined = data.tables.filter(({ name }) => !inferred.has(name));
  const counted = defined.length > 0 ? defined : data.tables;
  const left = data.tables.filter((table) => !counted.includes(table));
  const told =
    left.length === 0
      ? ''
      : `; not of ${left.map(tableId).join(', ')}: ${left.length === 1 ? 'no file defines it' : 'no file defines them'}`;
  const quoted = (name: string): string => `\`${name.replaceAll('`', '``').replaceAll('.', '`.`')}\``;
  return lines(
    counted.map((table) => {
      const columns = table.columns.map(({ name }) => `coalesce(hex(${quoted(name)}), 'null')`);
      const sum =
        columns.length === 0 ? '0' : `coalesce(bit_xor(crc32(concat_ws('|', ${columns.join(', ')}))), 0)`;
      return `select '${tableId(table).replaceAll("'", "''")}', count(*), ${sum} from ${quoted(tableId(table))}`;
    }),
    comment + told,
  );
}

/** For the target database, PostgreSQL. */
export function postgresCounts({ data }: Pick<Backend, 'data'>): string {
  const quoted = (name: string): string => `"${name.replaceAll('"', '""').replaceAll('.', '"."')}"`;
  return lines(
    data.tables.map(
      (table) =>
        `select '${tableId(table).replaceAll("'", "''")}', count(*), coalesce(sum(hashtext(row_of::text)::bigint), 0) from ${quoted(tableId(table))} row_of`,
    ),
    comment,
  );
}

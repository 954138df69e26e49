import { quoteName } from '../../artifacts/sql-names.ts';
import type { ConvertedColumn } from './column.ts';
import { landingTable, rowColumn } from './names.ts';
import type { ConversionPlan } from './plan.ts';
import type { ConvertedTable } from './table.ts';
import { filled } from './table.ts';

/**
 * One query a table, for the server that is left: each row as COPY of PostgreSQL reads it, bytes as hexadecimal digits,
 * so that no client in between changes an encoding. The order of the key numbers the rows.
 */
export const exportText = ({ tables }: ConversionPlan): string =>
  [
    [
      '-- 02-export.mysql.sql: the rows of MySQL or MariaDB as COPY reads them, one query a table.',
      '-- For each table: mysql --batch --raw --skip-column-names --default-character-set=utf8mb4 <database> -e "<query>" | psql -c "<copy>"',
      '-- In one transaction (`start transaction with consistent snapshot`), so that all tables are of one moment.',
    ].join('\n'),
    "set time_zone = '+00:00';",
    "set sql_mode = 'NO_ENGINE_SUBSTITUTION';",
    ...tables.map((table) => `-- ${copyOf(table)}\n${exportQuery(table)};`),
    '',
  ].join('\n\n');

const copyOf = (table: ConvertedTable): string =>
  `copy ${landingTable(table.name)} (${[rowColumn, ...filled(table).map(({ name }) => quoteName(name))].join(', ')}) from stdin`;

const tick = (name: string): string => `\`${name.replaceAll('`', '``')}\``;

export function exportQuery(table: ConvertedTable): string {
  const key = table.uniques.find(({ primary }) => primary) ?? table.uniques[0];
  const order = key?.parts.map(({ column }) => tick(column)) ?? [];
  const values = filled(table).map((column) => `ifnull(${printed(column)}, '\\\\N')`);
  const number = `row_number() over (${order.length === 0 ? '' : `order by ${order.join(', ')}`})`;
  return `select ${[number, ...values].join(', ')} from ${tick(table.name)}`;
}

function printed({ name, form, legacyType }: ConvertedColumn): string {
  const value = tick(name);
  switch (form) {
    case 'text':
      return `cast(${value} as char)`;
    case 'bits':
      return `lpad(bin(${value} + 0), ${/\((\d+)\)/.exec(legacyType)?.[1] ?? '1'}, '0')`;
    case 'characters':
      return `concat('\\\\\\\\x', hex(convert(${value} using utf8mb4)))`;
    case 'binary':
      return `concat('\\\\\\\\x', hex(${value}))`;
  }
}

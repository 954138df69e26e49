import type { Column, Table } from '../../model/data.ts';
import type { Rule } from '../rule.ts';
import { dialectOf, identifier, tableName } from './dialect.ts';
import { columnPlaces, namesOf, perTable, placeName, someOf } from './pattern.ts';

export const serialColumn: Rule = {
  id: 'serial-column',
  summary: 'A column counts by serial, where an identity column cannot be written by mistake.',
  severity: 'advice',
  standards: [
    'squawk/prefer-identity',
    'pg-index-health/primary_keys_with_serial_types',
    'pg-index-health/columns_with_serial_types',
  ],
  remedy: {
    title: 'Use identity columns for new tables',
    impact: 1,
    effort: { low: 0.1, high: 0.3 },
    risk: 'low',
    rollback: 'drop identity, set the default to nextval again',
  },
  check: ({ data }) => {
    if (dialectOf(data) !== 'postgresql') return [];
    const places = columnPlaces(data, (column, table) => isSerial(table, column));
    return perTable(places, {
      apart: 2,
      confidence: 'certain',
      why: 'The sequence of a serial has rights of its own to be granted, a value written by hand collides with it later, and copying the table with LIKE shares it.',
      one: (table, found) => ({
        what: `${table.name} counts ${namesOf(found)} by serial.`,
        next: found.map(({ name }) => statement(table, name)).join(' '),
      }),
      many: (found, tables) => ({
        what: `${found.length} columns of ${tables} tables count by serial: ${someOf(found.map(placeName))}.`,
        next: `Use generated always as identity for new tables. The old ones change one by one: ${found[0] === undefined ? '' : statement(found[0].table, found[0].name)}`,
      }),
    });
  },
};

/** The default that SERIAL writes: the next value of the column's own sequence. */
function isSerial(table: Table, { name, type, default: value = '' }: Column): boolean {
  if (/serial/i.test(type)) return true;
  const sequence = /^nextval\('([^']+)'/i.exec(value)?.[1]?.replaceAll('"', '').split('.').at(-1);
  const whole = `${table.name}_${name}_seq`;
  // A name that is too long is cut within its parts.
  const isCut = whole.length > 63 && sequence?.startsWith(table.name.slice(0, 8)) === true;
  return /^(small|big)?int(eger|[248])?$/i.test(type) && (sequence === whole || isCut);
}

function statement(table: Table, name: string): string {
  const column = identifier('postgresql', name);
  const target = tableName('postgresql', table);
  return `alter table ${target} alter column ${column} drop default; drop sequence ${identifier('postgresql', `${table.name}_${name}_seq`)}; alter table ${target} alter column ${column} add generated always as identity (restart with …);`;
}

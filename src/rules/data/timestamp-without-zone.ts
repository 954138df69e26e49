import type { Column, Table } from '../../model/data.ts';
import { seenAt } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { alterType, dialectOf, identifier } from './dialect.ts';
import { tableSubject } from './pattern.ts';

export const timestampWithoutZone: Rule = {
  id: 'timestamp-without-zone',
  summary: 'A point in time is stored without its time zone.',
  severity: 'advice',
  standards: [
    'squawk/prefer-timestamp-tz',
    'pg-index-health/columns_with_timestamp_or_timetz_type',
    'schemalint/prefer-timestamptz-to-timestamp',
  ],
  remedy: {
    title: 'Store points in time with their zone',
    impact: 3,
    effort: { low: 0.2, high: 1 },
    risk: 'medium',
    rollback: 'alter the type back with the same zone',
  },
  check: ({ data }) => {
    if (dialectOf(data) !== 'postgresql') return [];
    const found = data.tables.flatMap((table) => {
      const columns = table.columns.filter(({ type }) => isPlainTimestamp(type));
      return columns.length === 0 ? [] : [{ table, columns }];
    });
    const zoned = data.tables.filter(({ columns }) => columns.some(({ type }) => isZoned(type))).length;
    return found.length > 5 && found.length > zoned ? [habit(found)] : found.map(fault);
  },
};

interface Zoneless {
  readonly table: Table;
  readonly columns: readonly Column[];
}

const isPlainTimestamp = (type: string): boolean =>
  /^timestamp(\(\d\))?( without time zone)?$/.test(type.toLowerCase());

const isZoned = (type: string): boolean => /^timestamptz|with time zone/.test(type.toLowerCase());

const why =
  'The value means another instant for each session time zone: daylight saving and a server in another region shift it silently.';

const statement = ({ table, columns }: Zoneless): string =>
  columns
    .map(({ name }) => {
      const column = identifier('postgresql', name);
      return `${alterType('postgresql', table, name, 'timestamptz').slice(0, -1)} using ${column} at time zone 'UTC';`;
    })
    .join(' ');

function fault(one: Zoneless): Fault {
  return {
    subject: one.table.name,
    confidence: 'certain',
    what: `${one.table.name} stores ${one.columns.map(({ name }) => name).join(', ')} as timestamp without time zone.`,
    why,
    next: statement(one),
    evidence: one.columns.map(({ origin }) => ({ kind: 'read', origin })),
  };
}

const placesOf = ({ table, columns }: Zoneless): readonly string[] =>
  columns.map(({ name }) => `${tableSubject(table)}.${name}`);

/** Most tables do it: one decision, or the default of a tool, and one change. */
function habit(all: readonly Zoneless[]): Fault {
  const columns = all.reduce((sum, one) => sum + one.columns.length, 0);
  const [first] = all;
  return {
    subject: 'all tables',
    confidence: 'certain',
    what: `${all.length} tables store ${columns} points in time as timestamp without time zone.`,
    why,
    next: `Change the default first (Prisma: @db.Timestamptz(3); TypeORM: timestamptz), then each column: ${first === undefined ? '' : statement({ ...first, columns: first.columns.slice(0, 1) })}`,
    evidence: [
      ...seenAt(all.map(({ table }) => table)),
      { kind: 'computed', words: `all places: ${all.flatMap(placesOf).join(', ')}` },
    ],
  };
}

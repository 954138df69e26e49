import type { Column, Table } from '../../model/data.ts';
import type { Fault, Rule } from '../rule.ts';

export const timestampWithoutZone: Rule = {
  id: 'timestamp-without-zone',
  summary: 'A point in time is stored without its time zone.',
  severity: 'advice',
  standards: ['squawk/prefer-timestamp-tz'],
  remedy: {
    title: 'Store points in time with their zone',
    impact: 3,
    effort: { low: 0.2, high: 1 },
    risk: 'medium',
    rollback: 'alter the type back with the same zone',
  },
  check: ({ data }) =>
    data.tables.flatMap((table) => {
      const columns = table.columns.filter(({ type }) => isPlainTimestamp(type));
      return columns.length === 0 ? [] : [fault(table, columns)];
    }),
};

const isPlainTimestamp = (type: string): boolean =>
  /^timestamp(\(\d\))?( without time zone)?$/.test(type.toLowerCase());

function fault(table: Table, columns: readonly Column[]): Fault {
  const names = columns.map(({ name }) => name);
  return {
    subject: table.name,
    confidence: 'certain',
    what: `${table.name} stores ${names.join(', ')} as timestamp without time zone.`,
    why: 'The value means another instant for each session time zone: daylight saving and a server in another region shift it silently.',
    next: names
      .map(
        (name) =>
          `alter table ${table.name} alter column ${name} type timestamptz using ${name} at time zone 'UTC';`,
      )
      .join(' '),
    evidence: columns.map(({ origin }) => ({ kind: 'read', origin })),
  };
}

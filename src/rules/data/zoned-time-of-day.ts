import type { Rule } from '../rule.ts';
import { alterType, dialectOf } from './dialect.ts';
import { columnPlaces, namesOf, perTable, placeName, someOf } from './pattern.ts';

export const zonedTimeOfDay: Rule = {
  id: 'zoned-time-of-day',
  summary: 'A time of day has an offset but no date to tell which offset holds.',
  severity: 'advice',
  standards: ['pg-index-health/columns_with_timestamp_or_timetz_type'],
  remedy: {
    title: 'Store the time of day, or the instant',
    impact: 2,
    effort: { low: 0.2, high: 1 },
    risk: 'medium',
    rollback: 'alter the type back',
  },
  check: ({ data }) => {
    if (dialectOf(data) !== 'postgresql') return [];
    const places = columnPlaces(data, ({ type }) => /^(timetz|time(\(\d\))? with time zone)/i.test(type));
    return perTable(places, {
      confidence: 'certain',
      why: 'The offset of a place changes with the date, and there is none: after a change of daylight saving the stored time is off by an hour. PostgreSQL has the type only because the standard asks for it.',
      one: (table, found) => ({
        what: `${table.name} stores ${namesOf(found)} as time with time zone.`,
        next: `${found.map(({ name }) => alterType('postgresql', table, name, 'time')).join(' ')} Put the name of the zone beside it; store an instant as timestamptz.`,
      }),
      many: (found, tables) => ({
        what: `${found.length} columns of ${tables} tables are time with time zone: ${someOf(found.map(placeName))}.`,
        next: 'Make them time with the name of the zone beside it, or timestamptz where an instant is meant.',
      }),
    });
  },
};

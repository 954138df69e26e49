import type { Rule } from '../rule.ts';
import { dialectOf } from './dialect.ts';
import { columnPlaces, namesOf, perTable, placeName, someOf } from './pattern.ts';

export const lengthLimitedText: Rule = {
  id: 'length-limited-text',
  summary: 'Text columns have a length limit in their type.',
  severity: 'advice',
  standards: [
    'squawk/prefer-text-field',
    'pg-index-health/columns_with_fixed_length_varchar',
    'schemalint/prefer-text-to-varchar',
  ],
  remedy: {
    title: 'Use text, and a check where a limit is meant',
    impact: 1,
    effort: { low: 0.1, high: 0.5 },
    risk: 'low',
    rollback: 'leave the type; the check can be dropped',
  },
  check: ({ data }) => {
    if (dialectOf(data) !== 'postgresql') return [];
    const places = columnPlaces(data, ({ type }) => /^(character varying|varchar)\s*\(\d+\)$/i.test(type));
    return perTable(places, {
      apart: 2,
      confidence: 'likely',
      why: 'PostgreSQL stores varchar(n) and text alike; the limit is only a check, without a name or a message, that needs an exclusive lock to be lowered. A limit that came from a habit (255) refuses real values one day.',
      one: (table, found) => ({
        what: `${table.name} stores ${namesOf(found)} as varchar with a length.`,
        next: 'Keep a limit that means something as check (char_length(…) <= n); make the others text: no rewrite, only a short lock.',
      }),
      many: (found, tables) => ({
        what: `${found.length} columns of ${tables} tables are varchar with a length: ${someOf(found.map(placeName))}.`,
        next: 'Change the default of the tool first, then the columns: keep a limit that means something as check (char_length(…) <= n); varchar(n) to text needs no rewrite, only a short lock.',
      }),
    });
  },
};

import type { Rule } from '../rule.ts';
import { alterType, dialectOf } from './dialect.ts';
import { columnPlaces, namesOf, perTable, placeName, someOf } from './pattern.ts';

export const jsonColumn: Rule = {
  id: 'json-column',
  summary: 'A column is json, which is stored as text, where jsonb can be searched.',
  severity: 'advice',
  standards: ['eugene/E3', 'pg-index-health/columns_with_json_type', 'schemalint/prefer-jsonb-to-json'],
  remedy: {
    title: 'Store documents as jsonb',
    impact: 2,
    effort: { low: 0.2, high: 1 },
    risk: 'medium',
    rollback: 'alter the type back; the order of keys and duplicate keys are lost',
  },
  check: ({ data }) => {
    if (dialectOf(data) !== 'postgresql') return [];
    const places = columnPlaces(data, ({ type }) => /^json(\[\])?$/i.test(type));
    return perTable(places, {
      confidence: 'certain',
      why: 'json keeps the text and parses it again at each use; it has no equality, so select distinct, group by and union fail on it, and no index finds what is inside.',
      one: (table, found) => ({
        what: `${table.name} stores ${namesOf(found)} as json.`,
        next: `${found.map(({ name }) => alterType('postgresql', table, name, 'jsonb')).join(' ')} It rewrites the table; on a large one add a column, fill it in batches and swap.`,
      }),
      many: (found, tables) => ({
        what: `${found.length} columns of ${tables} tables are json: ${someOf(found.map(placeName))}.`,
        next: 'Change the default of the tool first, then each column to jsonb; the change rewrites its table.',
      }),
    });
  },
};

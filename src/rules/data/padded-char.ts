import type { Rule } from '../rule.ts';
import { alterType, dialectOf, identifier } from './dialect.ts';
import { columnPlaces, namesOf, perTable, placeName, someOf } from './pattern.ts';

export const paddedChar: Rule = {
  id: 'padded-char',
  summary: 'A column is char(n), which pads with blanks.',
  severity: 'advice',
  standards: ['squawk/ban-char-field', 'pg-index-health/columns_with_char_type'],
  remedy: {
    title: 'Replace char(n) by text with a check',
    impact: 2,
    effort: { low: 0.1, high: 0.5 },
    risk: 'low',
    rollback: 'alter the type back',
  },
  check: ({ data }) => {
    if (dialectOf(data) !== 'postgresql') return [];
    const places = columnPlaces(data, ({ type }) => padded.test(type));
    return perTable(places, {
      confidence: 'certain',
      why: 'Shorter values are filled up with blanks that some comparisons count and others do not: length() and = ignore them, like and a cast to text do not. It is neither smaller nor faster than text.',
      one: (table, found) => ({
        what: `${table.name} stores ${namesOf(found)} as char.`,
        next: found
          .map(({ name }) => {
            const alter = alterType('postgresql', table, name, 'text').slice(0, -1);
            const type = table.columns.find((column) => column.name === name)?.type ?? '';
            return `${alter}, add check (char_length(${identifier('postgresql', name)}) <= ${padded.exec(type)?.[1] ?? 'n'});`;
          })
          .join(' '),
      }),
      many: (found, tables) => ({
        what: `${found.length} columns of ${tables} tables are char: ${someOf(found.map(placeName))}.`,
        next: 'Make them text, with check (char_length(…) = n) where the length is fixed (country and currency codes).',
      }),
    });
  },
};

/** With its length; the one byte `"char"` of catalogues and an unlimited `bpchar` pad nothing. */
const padded = /^(?:character|char|bpchar)\s*\((\d+)\)/i;

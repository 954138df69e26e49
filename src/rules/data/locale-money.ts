import type { Rule } from '../rule.ts';
import { alterType, dialectOf } from './dialect.ts';
import { columnPlaces, namesOf, perTable, placeName, someOf } from './pattern.ts';

export const localeMoney: Rule = {
  id: 'locale-money',
  summary: 'An amount has the type money, whose meaning depends on a setting of the server.',
  severity: 'warning',
  standards: ['pg-index-health/columns_with_money_type'],
  remedy: {
    title: 'Store money as numeric with its currency',
    impact: 3,
    effort: { low: 0.3, high: 1 },
    risk: 'medium',
    rollback: 'keep the old column until sums agree',
  },
  check: ({ data }) => {
    if (dialectOf(data) !== 'postgresql') return [];
    const places = columnPlaces(data, ({ type }) => /^money(\[\])?$/i.test(type));
    return perTable(places, {
      confidence: 'certain',
      why: 'money holds no currency: lc_monetary of the reader decides whether 100 is dollars or yen, a dump restored under another locale shifts the decimal point, and division drops fractions.',
      one: (table, found) => ({
        what: `${table.name} stores ${namesOf(found)} as money.`,
        next: `${found.map(({ name }) => alterType('postgresql', table, name, 'numeric(14,2)')).join(' ')} Put the currency in a column beside it.`,
      }),
      many: (found, tables) => ({
        what: `${found.length} columns of ${tables} tables are money: ${someOf(found.map(placeName))}.`,
        next: 'Make each numeric(14,2), and put the currency in a column beside it.',
      }),
    });
  },
};

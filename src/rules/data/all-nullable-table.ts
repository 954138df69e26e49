import type { Table } from '../../model/data.ts';
import type { Rule } from '../rule.ts';
import { dialectOf } from './dialect.ts';
import { isBookkeeping, perTable, tablePlaces, tablesOf } from './pattern.ts';

export const allNullableTable: Rule = {
  id: 'all-nullable-table',
  summary: 'Every column of a table but its key may be empty.',
  severity: 'advice',
  standards: ['pg-index-health/tables_where_all_columns_nullable_except_pk'],
  remedy: {
    title: 'Say which columns a row cannot do without',
    impact: 2,
    effort: { low: 0.3, high: 1 },
    risk: 'medium',
    rollback: 'drop not null',
  },
  check: ({ data }) => {
    if (dialectOf(data) === 'mongodb') return [];
    const found = data.tables.filter((table) => !isBookkeeping(table) && isAllNullable(table));
    return perTable(tablePlaces(found), {
      confidence: 'likely',
      why: 'A row that says nothing is accepted like any other, and every reader must be ready for every value to be missing.',
      one: (table) => ({
        what: `Every column of ${table.name} ${table.primaryKey === undefined ? '' : 'but its key '}may be empty.`,
        next: `Find the columns that are filled in every row (select count(*) - count(column) from ${table.name}) and make them not null.`,
      }),
      many: (places, tables) => ({
        what: `${tables} tables let every column but their key be empty: ${tablesOf(places)}.`,
        next: 'Find the columns that are filled in every row and make them not null, those that code takes for granted first.',
      }),
    });
  },
};

function isAllNullable({ columns, primaryKey }: Table): boolean {
  const others = columns.filter(({ name }) => primaryKey?.columns.includes(name) !== true);
  return others.length > 0 && others.every(({ nullable, generated }) => nullable && generated === undefined);
}

import type { Table } from '../../model/data.ts';
import { seenAt } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { dialectOf } from './dialect.ts';
import { someOf, tableSubject } from './pattern.ts';

export const mixedNaming: Rule = {
  id: 'mixed-naming',
  summary: 'One table names its columns in two styles.',
  severity: 'advice',
  standards: ['schemalint/name-casing'],
  remedy: {
    title: 'Name the columns of a table in one style',
    impact: 1,
    effort: { low: 0.2, high: 1 },
    risk: 'medium',
    rollback: 'rename back',
  },
  check: ({ data }) =>
    dialectOf(data) === 'mongodb'
      ? []
      : data.tables.flatMap((table) => {
          const camel = namesIn(table, /^[a-z]+\d*[A-Z][a-zA-Z0-9]*$/);
          const snake = namesIn(table, /^[a-z0-9]+(_[a-z0-9]+)+$/);
          return camel.length === 0 || snake.length === 0 ? [] : [fault(table, camel, snake)];
        }),
};

const namesIn = (table: Table, style: RegExp): Table['columns'] =>
  table.columns.filter(({ name }) => style.test(name));

function fault(table: Table, camel: Table['columns'], snake: Table['columns']): Fault {
  const fewer = camel.length <= snake.length ? camel : snake;
  const list = (columns: Table['columns']): string => someOf(columns.map(({ name }) => name));
  return {
    subject: tableSubject(table),
    confidence: 'likely',
    what: `${table.name} has ${list(snake)} beside ${list(camel)}.`,
    why: 'Which style a column has must be looked up each time, and a mapper that converts names misses the ones of the other style.',
    next: `Rename ${list(fewer)}, the fewer, with the code that uses them.`,
    evidence: seenAt(fewer),
  };
}

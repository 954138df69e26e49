import type { DataModel, Table } from '../../model/data.ts';
import type { Fault, Rule } from '../rule.ts';
import { dialectOf } from './dialect.ts';
import { isBookkeeping, tableSubject } from './pattern.ts';
import { targetOf } from './references.ts';

export const singleColumnTable: Rule = {
  id: 'single-column-table',
  summary: 'A table has one column or none.',
  severity: 'advice',
  standards: ['pg-index-health/tables_with_zero_or_one_column'],
  remedy: {
    title: 'Say what a row of the table means',
    impact: 1,
    effort: { low: 0.2, high: 1 },
    risk: 'low',
    rollback: 'keep the table',
  },
  check: ({ data }) =>
    dialectOf(data) === 'mongodb'
      ? []
      : data.tables
          .filter((table) => table.columns.length <= 1 && !isBookkeeping(table) && !isLookup(data, table))
          .map(fault),
};

/** A list of permitted values that other tables point at says all it has to say; numbers made by a counter say nothing. */
const isLookup = (data: DataModel, table: Table): boolean =>
  table.columns.every(({ default: value, type }) => value === undefined && !/serial/i.test(type)) &&
  data.tables.some((other) => other.foreignKeys.some((key) => targetOf(data, key) === table));

function fault(table: Table): Fault {
  const [column] = table.columns;
  return {
    subject: tableSubject(table),
    confidence: 'possible',
    what:
      column === undefined
        ? `${table.name} has no columns.`
        : `${table.name} has nothing but ${column.name}.`,
    why: 'A row states that a value exists, and nothing of it: the table is a leftover, or a fact that belongs to another one.',
    next:
      column === undefined
        ? `Drop ${table.name} if nothing writes to it.`
        : `Say when and by whom ${column.name} was put there, let the tables that mean it point at it, or make it a column of theirs.`,
    evidence: [{ kind: 'read', origin: table.origin }],
  };
}

import type { Query } from '../../model/data.ts';
import { bySubject, isAside, placeOf, seenAt } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';

export const oppositeLockOrder: Rule = {
  id: 'opposite-lock-order',
  summary: 'Two transactions change rows of the same two tables in opposite orders.',
  severity: 'advice',
  standards: ['CWE-833'],
  remedy: {
    title: 'Change the tables in one order everywhere',
    impact: 3,
    effort: { low: 0.3, high: 2 },
    risk: 'medium',
    rollback: 'take the change back',
  },
  check: ({ data }) => {
    const transactions = bySubject(data.queries.filter(locksRows), functionOf).map(({ subject, all }) => ({
      name: subject,
      steps: firstSteps(all),
    }));
    return transactions.flatMap((one, at) =>
      transactions.slice(at + 1).flatMap((other) => {
        const pair = crossing(one.steps, other.steps);
        return pair === undefined ? [] : [fault(one.name, other.name, pair)];
      }),
    );
  },
};

/** Inserted rows are nobody else's yet; what is changed or removed is locked until the commit. */
const locksRows = (query: Query): boolean =>
  query.inTransaction === true &&
  (query.kind === 'update' || query.kind === 'delete') &&
  query.tables.length > 0 &&
  query.operation !== undefined &&
  query.document === undefined &&
  !isAside(query.origin);

const functionOf = (query: Query): string => `${placeOf(query)} ${query.operation ?? ''}`;

interface Step {
  readonly table: string;
  readonly query: Query;
}

const lineOf = ({ origin }: Query): number => (origin.kind === 'read' ? origin.line : 0);

/** The first statement that locks rows of each table, in the order of the lines. */
function firstSteps(all: readonly Query[]): readonly Step[] {
  const found = new Map<string, Query>();
  for (const query of all.toSorted((a, b) => lineOf(a) - lineOf(b))) {
    const [table] = query.tables;
    if (table !== undefined && !found.has(table)) found.set(table, query);
  }
  return [...found].map(([table, query]) => ({ table, query }));
}

interface Crossing {
  readonly first: string;
  readonly second: string;
  readonly queries: readonly Query[];
}

function crossing(one: readonly Step[], other: readonly Step[]): Crossing | undefined {
  for (const [at, early] of one.entries())
    for (const late of one.slice(at + 1)) {
      const [there, then] = [early, late].map(({ table }) => other.findIndex((step) => step.table === table));
      if (there === undefined || then === undefined || then < 0 || there <= then) continue;
      const [opposite, back] = [other[then], other[there]];
      // One line holds one turn of one function: nothing is known of what comes first in it.
      if (opposite === undefined || back === undefined || lineOf(early.query) === lineOf(late.query))
        continue;
      if (lineOf(opposite.query) === lineOf(back.query)) continue;
      return {
        first: early.table,
        second: late.table,
        queries: [early.query, late.query, opposite.query, back.query],
      };
    }
  return undefined;
}

const fault = (one: string, other: string, { first, second, queries }: Crossing): Fault => ({
  subject: `${first}, ${second}: ${one} and ${other}`,
  confidence: 'possible',
  what: `${one} locks rows of ${first} before rows of ${second} in its transaction, ${other} the other way round.`,
  why: 'When both meet the same rows, each waits for the other and the database cancels one of them (PostgreSQL 40P01, MySQL 1213); until then every row both hold stays locked. Which rows they meet is not known here.',
  next: `Change ${first} before ${second} in both, or lock the row of the owner first (select … for update). Write both transactions with rows into a file to see it happen: plumbline check isolation transactions.sql --schema schema.sql.`,
  evidence: seenAt(queries),
});

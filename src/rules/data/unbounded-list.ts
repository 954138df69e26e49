import type { DataModel, Query } from '../../model/data.ts';
import { bySubject, placesText, isAside, seenAt } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { statementSubject, tablesText } from './statements.ts';

export const unboundedList: Rule = {
  id: 'unbounded-list',
  summary: 'A select can return every row of a table.',
  severity: 'advice',
  standards: ['CWE-770', 'API4:2023'],
  remedy: {
    title: 'Bound the list',
    impact: 3,
    effort: { low: 0.3, high: 1 },
    risk: 'medium',
    rollback: 'raise the bound',
  },
  check: ({ data }) =>
    bySubject(
      data.queries.filter((query) => isUnbounded(query, data)),
      statementSubject,
    ).map(fault),
};

/** Tables that people fill by hand stay small. */
const filledByHand =
  /(config\w*|settings?|propert(y|ies)|preferences?|flags?|roles?|permissions?|countr(y|ies)|currenc(y|ies)|languages?|locales?|time_?zones?|plans?|categor(y|ies)|status(es)?|types?|platforms?|tags?|migrations?|pg_\w+)$/i;

/** No filter, no bound, no aggregate: the answer grows with the table. Lookup tables are small for good. */
function isUnbounded({ kind, sql, tables, origin, unbounded }: Query, data: DataModel): boolean {
  if (kind !== 'select' || unbounded !== true || tables.length === 0 || isAside(origin)) return false;
  if (/\b(where|group\s+by)\b|…|\{/i.test(sql)) return false;
  if (tables.every((table) => filledByHand.test(table))) return false;
  const known = data.tables.filter(
    ({ name, schema }) => tables.includes(name) || tables.includes(`${schema ?? 'public'}.${name}`),
  );
  return !known.some(({ rows }) => rows !== undefined && rows.value <= 1000);
}

function fault(group: Together<Query>): Fault {
  const { subject, first, all } = group;
  return {
    subject,
    confidence: 'likely',
    what: `A select on ${tablesText(first)} has neither a filter nor a limit${placesText(group)}.`,
    why: 'The answer grows with the table: one request then fills the memory of the process and holds a connection until the last row is sent.',
    next: 'Add a limit and page by key; read it in portions if somebody needs all of it.',
    evidence: seenAt(all),
  };
}

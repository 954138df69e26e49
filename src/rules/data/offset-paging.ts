import type { Query } from '../../model/data.ts';
import { bySubject, placesText, isAside, seenAt } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { statementSubject, tablesText } from './statements.ts';

export const offsetPaging: Rule = {
  id: 'offset-paging',
  summary: 'Pages are skipped with OFFSET.',
  severity: 'advice',
  standards: ['CWE-1049'],
  remedy: {
    title: 'Page by key',
    impact: 2,
    effort: { low: 0.5, high: 2 },
    risk: 'medium',
    rollback: 'serve both parameters for a while',
  },
  check: ({ data }) =>
    bySubject(
      data.queries.filter(
        ({ kind, sql, origin }) => kind === 'select' && skipsByOffset(sql) && !isAside(origin),
      ),
      statementSubject,
    ).map(fault),
};

/** A constant zero skips nothing. */
const skipsByOffset = (sql: string): boolean => /\boffset\s+(?!0\b)(\$\w+|\?|:\w+|\{|\d)/i.test(sql);

function fault(group: Together<Query>): Fault {
  const { subject, first, all } = group;
  return {
    subject,
    confidence: 'certain',
    what: `A select on ${tablesText(first)} skips rows with OFFSET${placesText(group)}.`,
    why: 'Page n reads and throws away all pages before it, and rows that arrive meanwhile move the pages: some are shown twice, some never.',
    next: 'Order by a unique key and go on after the last one seen: where (created_at, id) < ($1, $2) order by created_at desc, id desc limit 20.',
    evidence: seenAt(all),
  };
}

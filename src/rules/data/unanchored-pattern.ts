import { bySubject, placesText, seenAt } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { behindText, documentQueries } from './documents.ts';
import type { DocumentQuery } from './documents.ts';

export const unanchoredPattern: Rule = {
  id: 'unanchored-pattern',
  summary: 'A filter matches a path by a pattern that no range of an index answers.',
  severity: 'advice',
  standards: ['CWE-1067'],
  remedy: {
    title: 'Search by an index made for it',
    impact: 3,
    effort: { low: 0.5, high: 2 },
    risk: 'low',
    rollback: 'take the change back',
  },
  check: ({ data }) =>
    bySubject(
      documentQueries(data).flatMap((query) =>
        (query.document.patterns ?? []).map((pattern) => ({ query, ...pattern, origin: query.origin })),
      ),
      ({ query, path }) => `${query.tables.join(', ')}.${path}`,
    ).map(fault),
};

interface Matched {
  readonly query: DocumentQuery;
  readonly path: string;
  readonly why: 'not anchored' | 'case-insensitive';
  readonly origin: DocumentQuery['origin'];
}

/** What is not anchored weighs more: no other collation helps it. */
function fault(group: Together<Matched>): Fault {
  const { subject, all } = group;
  const first = all.find(({ why }) => why === 'not anchored') ?? group.first;
  return {
    subject,
    confidence: 'certain',
    what: `${first.query.document.call} matches ${subject} by a pattern that is ${first.why}${behindText(first.query)}${placesText(group)}.`,
    why: 'Only a case-sensitive pattern that begins with ^ and plain text is a range of an index; for any other the server tries every key or every document (MongoDB manual: $regex, Index Use).',
    next:
      first.why === 'not anchored'
        ? `For words: a text index on ${first.path} with $text, or a search index; for beginnings: anchor the pattern with ^ and escape what the caller gives.`
        : `For equality without case: an index on ${first.path} with collation { locale: 'en', strength: 2 } and the same collation in the query; for beginnings: store ${first.path} in lower case beside it and anchor there.`,
    evidence: seenAt(all),
  };
}

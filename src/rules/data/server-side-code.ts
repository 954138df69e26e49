import { bySubject, placesText, seenAt } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { documentQueries } from './documents.ts';
import type { DocumentQuery } from './documents.ts';
import { statementSubject } from './statements.ts';

export const serverSideCode: Rule = {
  id: 'server-side-code',
  summary: 'A call makes the database run JavaScript.',
  severity: 'warning',
  standards: ['CWE-95'],
  remedy: {
    title: 'Say it with operators',
    impact: 4,
    effort: { low: 0.3, high: 2 },
    risk: 'low',
    rollback: 'take the change back',
  },
  check: ({ data }) =>
    bySubject(
      documentQueries(data).filter(({ document }) => document.runs !== undefined),
      statementSubject,
    ).map(fault),
};

function fault(group: Together<DocumentQuery>): Fault {
  const { subject, first, all } = group;
  const { runs = 'code', call } = first.document;
  return {
    subject,
    confidence: 'certain',
    what: `${call} on ${first.tables.join(', ')} runs JavaScript in the server (${runs})${placesText(group)}.`,
    why: 'It is run for every document and uses no index; where text of a caller gets into it, the caller writes the program. Server-side JavaScript is deprecated as of MongoDB 8.0, mapReduce as of 5.0 (MongoDB manual: $where, Map-Reduce).',
    next:
      runs === 'mapReduce'
        ? 'Write it as an aggregation pipeline: $match first, then $group, and $merge where the result is kept.'
        : 'Compare with operators: { $expr: { $gt: ["$spent", "$budget"] } }; then set security.javascriptEnabled to false on the server.',
    evidence: seenAt(all),
  };
}

import type { Query } from '../../model/data.ts';
import { bySubject, placesText } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { behindLoopText, isRepeated, loopEvidence, loopText } from './loops.ts';
import { statementSubject, tablesText } from './statements.ts';

export const queryInLoop: Rule = {
  id: 'query-in-loop',
  summary: 'A statement that reads, changes or removes rows runs once for every element of a list.',
  severity: 'warning',
  standards: ['CWE-1073'],
  remedy: {
    title: 'Ask once for all rows',
    impact: 4,
    effort: { low: 0.3, high: 1.5 },
    risk: 'low',
    rollback: 'take the change back',
  },
  check: ({ data }) =>
    bySubject(
      data.queries.filter((query) => isRepeated(query) && query.kind !== 'insert'),
      statementSubject,
    ).map(fault),
};

const together: Readonly<Record<Exclude<Query['kind'], 'insert'>, string>> = {
  select: 'where … in (…), then join in memory',
  update: 'one update from a list of values',
  delete: 'delete … where … in (…)',
  other: 'one statement',
};

function fault(group: Together<Query>): Fault {
  const { subject, first, all } = group;
  return {
    subject,
    confidence: 'likely',
    what: `${first.kind === 'update' ? 'An' : 'A'} ${first.kind} on ${tablesText(first)} stands inside a loop${placesText(group)}${loopText(all)}${behindLoopText(all)}.`,
    why: 'Each turn waits a round trip: a list of 100 takes 100 statements more, and started all at once they empty the connection pool.',
    next: `Collect the keys first and ask once: ${together[first.kind === 'insert' ? 'other' : first.kind]}.`,
    evidence: loopEvidence(all),
  };
}

import type { Query } from '../../model/data.ts';
import { bySubject, placesText, isAside, seenAt } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { statementSubject, tablesText } from './statements.ts';

export const queryInLoop: Rule = {
  id: 'query-in-loop',
  summary: 'A statement runs once for every element of a list.',
  severity: 'warning',
  standards: ['CWE-1073'],
  remedy: {
    title: 'Ask once for all rows',
    impact: 4,
    effort: { low: 0.3, high: 1.5 },
    risk: 'low',
    rollback: 'take the change back',
  },
  check: ({ data }) => bySubject(data.queries.filter(isRepeated), statementSubject).map(fault),
};

/** What runs once at a release may take its time, and definitions cannot be asked for together. */
const isRepeated = ({ inLoop, kind, origin }: Query): boolean =>
  inLoop === true && kind !== 'other' && !isAside(origin);

const together: Readonly<Record<Query['kind'], string>> = {
  select: 'where … in (…), then join in memory',
  insert: 'one insert of many rows (with on conflict where some may exist)',
  update: 'one update from a list of values',
  delete: 'delete … where … in (…)',
  other: 'one statement',
};

/** A loop in another function is told by its place. */
function loopText(all: readonly Query[]): string {
  const places = [
    ...new Set(all.flatMap(({ loop }) => (loop?.kind === 'read' ? [`${loop.file}:${loop.line}`] : []))),
  ];
  return places.length === 0 ? '' : `, called in the loop at ${places.slice(0, 3).join(', ')}`;
}

function fault(group: Together<Query>): Fault {
  const { subject, first, all } = group;
  return {
    subject,
    confidence: 'likely',
    what: `${first.kind === 'insert' || first.kind === 'update' ? 'An' : 'A'} ${first.kind} on ${tablesText(first)} stands inside a loop${placesText(group)}${loopText(all)}.`,
    why: 'Each turn waits a round trip: a list of 100 takes 100 statements more, and started all at once they empty the connection pool.',
    next: `Collect the keys first and ask once: ${together[first.kind]}.`,
    evidence: seenAt([...all, ...all.flatMap(({ loop }) => (loop === undefined ? [] : [{ origin: loop }]))]),
  };
}

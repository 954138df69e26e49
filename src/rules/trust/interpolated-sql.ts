import type { Query } from '../../model/data.ts';
import type { Origin } from '../../model/origin.ts';
import { bySubject, placesText, isAside, seenAt } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { statementSubject, tablesText } from '../data/statements.ts';

export const interpolatedSql: Rule = {
  id: 'interpolated-sql',
  summary: 'A value is put into the text of a statement instead of being bound.',
  severity: 'warning',
  standards: ['CWE-89', 'ASVS-5.0-1.2.4'],
  remedy: {
    title: 'Bind the value as a parameter',
    impact: 5,
    effort: { low: 0.1, high: 0.5 },
    risk: 'low',
    rollback: 'take the change back',
  },
  check: ({ data, trust }) => {
    const traced = new Set(
      trust.flows.filter(({ kind }) => kind === 'sql-injection').map(({ sink }) => placeKey(sink.origin)),
    );
    const open = data.queries.filter((query) => isOpen(query) && !traced.has(placeKey(query.origin)));
    const isTraced = trust.callerChecks !== undefined;
    return bySubject(open, statementSubject).map((group) => fault(group, isTraced));
  },
};

/** Where the value is known to come from a request, sql-injection tells the place. */
const placeKey = (origin: Origin): string =>
  origin.kind === 'read' ? `${origin.file}:${origin.line}` : origin.kind;

/** The parts that are no constants, in braces as in the text of the statement. */
const partsOf = ({ sql, interpolates }: Query): readonly string[] =>
  interpolates?.map((name) => `{${name}}`) ?? sql.match(/\{[^{}]+\}/g) ?? [];

/** Names of tables and schemas cannot be bound, and code that varies them has them from itself. */
const ownName = /^\{([\w.]*\.)?\w*(table|tbl|schema|database|dbname|partition)(_?name)?\}$/i;

/** Pieces of a statement that the code puts together; what they hold is judged where they are made. */
const fragment =
  /^\{([\w.]*\.)?\w*(where|clauses?|conditions?|filters?|placeholders?|columns|cols|fragments?|sql|ctes?|joins|assignments?|sets|sub_?query|(query)?params)(\.map)?(\.join)?\}$|\.length\}$/i;

function isOpen(query: Query): boolean {
  if (query.interpolated !== true || isAside(query.origin)) return false;
  const parts = partsOf(query);
  return parts.length === 0 || !parts.every((part) => ownName.test(part) || fragment.test(part));
}

/** Inside quotes, or where a value is compared or stored: then it is a value and could have been bound. */
function standsAsValue({ sql }: Query, part: string): boolean {
  const before = sql.split(part)[0] ?? '';
  const isQuoted = (before.match(/'/g) ?? []).length % 2 === 1;
  return sql.includes(part) && (isQuoted || /(=|<|>|\b(i?like|in|values|any)\s*\(?)\s*$/i.test(before));
}

/** Languages in which what a request brings is followed to the statement: here no way from one was found. */
const isFollowed = ({ origin }: Query): boolean =>
  origin.kind === 'read' && /\.([cm]?[jt]sx?|php|phtml|inc)$/.test(origin.file);

function fault(group: Together<Query>, isTraced: boolean): Fault {
  const { subject, first, all } = group;
  const parts = [...new Set(all.flatMap(partsOf))]
    .filter((part) => !ownName.test(part) && !fragment.test(part))
    .slice(0, 5);
  const isValue = all.some((query) => parts.some((part) => standsAsValue(query, part)));
  const isFarOff = isTraced && isFollowed(first);
  const which = parts.length === 0 ? 'A value that is not a constant' : parts.join(', ');
  return {
    subject,
    ...(isValue && !isFarOff ? {} : { severity: 'advice' }),
    confidence: isValue && !isFarOff ? 'likely' : 'possible',
    what: `${which} ${parts.length > 1 ? 'are' : 'is'} written into the text of a statement on ${tablesText(first)}${placesText(group)}${isFarOff ? '; no way from a request to it was found' : ''}.`,
    why: 'Whoever controls that text writes the rest of the statement: other rows, other tables, or none left.',
    next: isValue
      ? 'Bind it as a parameter ($1, ?).'
      : 'Names of columns and directions cannot be bound: take them from a list in the code, and refuse what is not in it.',
    evidence: seenAt(all),
  };
}

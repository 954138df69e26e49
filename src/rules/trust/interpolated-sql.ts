import type { Query } from '../../model/data.ts';
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
  check: ({ data }) => bySubject(data.queries.filter(isOpen), statementSubject).map(fault),
};

const partsOf = ({ sql }: Query): readonly string[] => sql.match(/\{[^{}]+\}/g) ?? [];

/** Names of tables and schemas cannot be bound, and code that varies them has them from itself. */
const ownName = /^\{([\w.]*\.)?\w*(table|tbl|schema|database|dbname|partition)(_?name)?\}$/i;

function isOpen(query: Query): boolean {
  if (query.interpolated !== true || isAside(query.origin)) return false;
  const parts = partsOf(query);
  return parts.length === 0 || !parts.every((part) => ownName.test(part));
}

function fault(group: Together<Query>): Fault {
  const { subject, first, all } = group;
  const parts = [...new Set(all.flatMap(partsOf))].slice(0, 5);
  const which = parts.length === 0 ? 'A value that is not a constant' : parts.join(', ');
  return {
    subject,
    confidence: 'likely',
    what: `${which} ${parts.length > 1 ? 'are' : 'is'} written into the text of a statement on ${tablesText(first)}${placesText(group)}.`,
    why: 'Whoever controls that text writes the rest of the statement: other rows, other tables, or none left.',
    next: 'Bind values as parameters ($1, ?). Names of columns and directions cannot be bound: take them from a list in the code.',
    evidence: seenAt(all),
  };
}

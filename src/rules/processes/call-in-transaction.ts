import type { OutgoingCall } from '../../model/processes.ts';
import { bySubject, placesText, seenAt } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { callSubject, targetText } from './targets.ts';

export const callInTransaction: Rule = {
  id: 'call-in-transaction',
  summary: 'A database transaction waits for another system.',
  severity: 'warning',
  standards: ['CWE-667'],
  remedy: {
    title: 'Call after the commit',
    impact: 5,
    effort: { low: 1, high: 5 },
    risk: 'medium',
    rollback: 'take the change back',
  },
  check: ({ processes }) =>
    bySubject(
      processes.calls.filter(({ inTransaction }) => inTransaction === true),
      callSubject,
    ).map(fault),
};

function fault(group: Together<OutgoingCall>): Fault {
  const { subject, first, all } = group;
  return {
    subject,
    confidence: 'likely',
    what: `A call to ${targetText(first)} stands inside a database transaction${placesText(group)}.`,
    why: 'Its locks and its connection are held as long as the other side takes, and a rollback does not undo what the other side did.',
    next: 'Write the intent into an outbox table in the transaction, commit, and let a worker call with an idempotency key.',
    evidence: seenAt(all),
  };
}

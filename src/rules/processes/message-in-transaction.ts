import type { Job } from '../../model/processes.ts';
import type { Origin } from '../../model/origin.ts';
import { seenAt } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';

export const messageInTransaction: Rule = {
  id: 'message-in-transaction',
  summary: 'A message is sent before the transaction it tells of commits.',
  severity: 'warning',
  standards: ['CWE-362'],
  remedy: {
    title: 'Send the message after the commit',
    impact: 4,
    effort: { low: 0.5, high: 3 },
    risk: 'medium',
    rollback: 'take the change back',
  },
  check: ({ processes }) =>
    processes.jobs.flatMap((job) =>
      job.sentBeforeCommit === undefined ? [] : [fault(job, job.sentBeforeCommit)],
    ),
};

function fault({ id, name, queue }: Job, places: readonly Origin[]): Fault {
  const named = queue === undefined || queue === name ? name : `${name} in the queue ${queue}`;
  return {
    subject: id,
    confidence: 'likely',
    what: `The message ${named} is sent inside a database transaction${places.length > 1 ? ` (${places.length} places)` : ''}.`,
    why: 'Its worker may run before the commit and not find what the message is about, and a rollback does not take the message back.',
    next: 'Send after the commit; where none may be lost, write it into an outbox table in the transaction and let a relay send it.',
    evidence: seenAt(places.map((origin) => ({ origin }))),
  };
}

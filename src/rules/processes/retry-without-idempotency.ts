import type { Job } from '../../model/processes.ts';
import type { Fault, Rule } from '../rule.ts';

export const retryWithoutIdempotency: Rule = {
  id: 'retry-without-idempotency',
  summary: 'A job is repeated although repeating it does its work twice.',
  severity: 'warning',
  standards: ['CWE-837'],
  remedy: {
    title: 'Make the job safe to repeat',
    impact: 4,
    effort: { low: 0.5, high: 2 },
    risk: 'medium',
    rollback: 'one attempt only',
  },
  check: ({ processes }) =>
    processes.jobs
      .filter(({ attempts, idempotent }) => idempotent === false && (attempts?.value ?? 1) > 1)
      .map(fault),
};

function fault(job: Job): Fault {
  return {
    subject: job.id,
    confidence: 'certain',
    what: `${job.name} is tried up to ${job.attempts?.value ?? 1} times and is not idempotent.`,
    why: 'A worker that dies after the work and before the acknowledgement does it again: two mails, two charges.',
    next: 'Record the key of the job in the transaction that does its work, and stop when it is there already.',
    evidence: [{ kind: 'read', origin: job.origin }],
  };
}

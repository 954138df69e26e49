import type { Job } from '../../model/processes.ts';
import { searchedConsumers } from '../../model/searched-deliveries.ts';
import { firstOf, seenAt } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';

export const consumerNotIdempotent: Rule = {
  id: 'consumer-not-idempotent',
  summary: 'A consumer inserts the same rows again when its message is delivered twice.',
  severity: 'warning',
  standards: [],
  remedy: {
    title: 'Make the work safe to repeat',
    impact: 4,
    effort: { low: 0.5, high: 2 },
    risk: 'low',
    rollback: 'drop the unique key',
  },
  check: ({ processes }) => {
    const claims = new Map(searchedConsumers(processes).map(({ of, claim }) => [of, claim]));
    return processes.jobs.flatMap((job) =>
      job.repeatedInserts === undefined ? [] : [fault(job, job.repeatedInserts, claims.get(job))],
    );
  },
};

function fault(
  { id, name }: Job,
  inserts: NonNullable<Job['repeatedInserts']>,
  claim: string | undefined,
): Fault {
  const tables = [...new Set(inserts.map(({ table }) => table))];
  return {
    subject: id,
    confidence: 'possible',
    what: `The work of ${name} inserts into ${firstOf(tables, 3)}, and nothing tells a second delivery from the first.`,
    why: 'Brokers deliver at least once: after a crash, a timeout or a retry the same message comes again, and its rows stand there twice.',
    next: 'Give each message an id and store it under a unique key in the transaction of the work (an inbox), or insert on a unique key with ON CONFLICT DO NOTHING.',
    evidence: [...seenAt(inserts), ...(claim === undefined ? [] : [{ kind: 'executed' as const, claim }])],
  };
}

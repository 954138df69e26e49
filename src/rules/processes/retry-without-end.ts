import type { Job } from '../../model/processes.ts';
import type { Origin } from '../../model/origin.ts';
import { seenAt } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';

export const retryWithoutEnd: Rule = {
  id: 'retry-without-end',
  summary: 'A message that always fails is given out again for ever.',
  severity: 'warning',
  standards: ['CWE-834'],
  remedy: {
    title: 'Bound the attempts and keep what failed',
    impact: 4,
    effort: { low: 0.5, high: 2 },
    risk: 'low',
    rollback: 'take the change back',
  },
  check: ({ processes }) =>
    processes.jobs.flatMap((job) =>
      job.retriedForever === undefined ? [] : [fault(job, job.retriedForever)],
    ),
};

function fault({ id, name, queue }: Job, places: readonly Origin[]): Fault {
  return {
    subject: id,
    confidence: 'likely',
    what: `${name} puts a message whose work failed back into ${queue ?? 'its queue'}, at once and without a limit.`,
    why: 'One message that can never succeed keeps its consumer busy with nothing else, and the messages behind it wait.',
    next: 'Count the attempts; after a few with growing pauses reject the message into a dead-letter queue, and alarm on it.',
    evidence: seenAt(places.map((origin) => ({ origin }))),
  };
}

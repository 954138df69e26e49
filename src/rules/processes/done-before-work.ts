import type { Job } from '../../model/processes.ts';
import type { Origin } from '../../model/origin.ts';
import { seenAt } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';

export const doneBeforeWork: Rule = {
  id: 'done-before-work',
  summary: 'The broker forgets a message before its work is done.',
  severity: 'warning',
  standards: [],
  remedy: {
    title: 'Acknowledge after the work',
    impact: 4,
    effort: { low: 0.2, high: 1 },
    risk: 'medium',
    rollback: 'take the change back',
  },
  check: ({ processes }) =>
    processes.jobs.flatMap((job) =>
      job.doneBeforeWork === undefined ? [] : [fault(job, job.doneBeforeWork)],
    ),
};

function fault({ id, name }: Job, places: readonly Origin[]): Fault {
  return {
    subject: id,
    confidence: 'likely',
    what: `The messages of ${name} are taken without an acknowledgement: the broker forgets each when it hands it out.`,
    why: 'A worker that dies, is replaced or fails loses the message it holds and all that wait in its memory.',
    next: 'Acknowledge when the work is committed, bound how many a worker holds (prefetch), and make the work safe to repeat.',
    evidence: seenAt(places.map((origin) => ({ origin }))),
  };
}

import type { Backend } from '../../model/backend.ts';
import type { DeploymentUnit } from '../../model/architecture.ts';
import type { Job } from '../../model/processes.ts';
import { isForDevelopment, seenAt } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';

export const missingDeadLetter: Rule = {
  id: 'missing-dead-letter',
  summary: 'What a queue gives up on is kept nowhere.',
  severity: 'warning',
  standards: ['CWE-778'],
  remedy: {
    title: 'Keep what failed in a dead-letter queue',
    impact: 3,
    effort: { low: 0.2, high: 1 },
    risk: 'low',
    rollback: 'take the setting back',
  },
  check: (backend) => [...thrownAway(backend), ...unkept(backend)],
};

const thrownAway = ({ processes }: Backend): readonly Fault[] =>
  processes.jobs.flatMap((job) =>
    job.thrownAway === undefined || job.deadLetter === true ? [] : [refused(job, job.thrownAway)],
  );

const refused = ({ id, name, queue = name }: Job, places: NonNullable<Job['thrownAway']>): Fault => ({
  subject: id,
  confidence: 'likely',
  what: `The consumer of ${queue} refuses a message for good, and the queue has no dead-letter exchange.`,
  why: 'RabbitMQ throws such a message away: what failed cannot be looked at, mended and sent again.',
  next: `Declare ${queue} with x-dead-letter-exchange (or by a policy), keep what arrives there in a queue, and alarm on its length.`,
  evidence: seenAt(places.map((origin) => ({ origin }))),
});

/** Queues of SQS without a redrive policy, themselves no dead-letter queues. */
const unkept = ({ architecture }: Backend): readonly Fault[] =>
  architecture.deployment
    .filter((unit) => unit.facts['deadLetters'] === 'none' && !isForDevelopment(unit.origin))
    .map((unit: DeploymentUnit) => ({
      subject: unit.name,
      confidence: 'likely',
      what: `The queue ${unit.name} has no redrive policy.`,
      why: 'SQS gives a message that always fails out again until its retention ends (4 days unless told otherwise), and then deletes it without a word.',
      next: 'Add a second queue and a redrive policy with a maxReceiveCount of about 5, and alarm on the messages in it.',
      evidence: seenAt([unit]),
    }));

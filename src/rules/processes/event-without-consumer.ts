import type { DomainEvent } from '../../model/domain.ts';
import type { Fault, Rule } from '../rule.ts';

export const eventWithoutConsumer: Rule = {
  id: 'event-without-consumer',
  summary: 'An event is published and nobody listens.',
  severity: 'advice',
  standards: [],
  remedy: {
    title: 'Remove the event or name its consumer',
    impact: 1,
    effort: { low: 0.1, high: 0.5 },
    risk: 'low',
    rollback: 'publish it again',
  },
  // Who holds the object that tells a local event may stand outside the code that was read.
  check: ({ processes }) =>
    processes.events.filter(({ consumers, local }) => consumers.length === 0 && local !== true).map(fault),
};

function fault(event: DomainEvent): Fault {
  return {
    subject: event.name,
    confidence: 'likely',
    what: `${event.name} has no consumer.`,
    why: 'It is made, delivered and kept stable for nobody, and who reads the code believes that something follows.',
    next: `Say who needs ${event.name}, or stop publishing it.`,
    evidence: [{ kind: 'read', origin: event.origin }],
  };
}

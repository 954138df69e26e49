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
  check: ({ processes }) => processes.events.filter(({ consumers }) => consumers.length === 0).map(fault),
};

function fault(event: DomainEvent): Fault {
  return {
    subject: event.name,
    confidence: 'likely',
    what: `${event.name} has no consumer.`,
    why: 'It costs a row, a delivery and a contract that somebody keeps stable for nobody.',
    next: `Say who needs ${event.name}, or stop publishing it.`,
    evidence: [{ kind: 'read', origin: event.origin }],
  };
}

import type { Objective } from '../../model/brief.ts';
import type { Fault, Rule } from '../rule.ts';

export const objectiveWithoutMeasure: Rule = {
  id: 'objective-without-measure',
  summary: 'An objective names nothing that can be measured.',
  severity: 'advice',
  standards: [],
  remedy: {
    title: 'Give the objective a number',
    impact: 2,
    effort: { low: 0.1, high: 0.5 },
    risk: 'low',
    rollback: 'remove the number',
  },
  check: ({ requirements }) => requirements.objectives.filter(isEmpty).map(fault),
};

const isEmpty = ({ latency, availability, rpo, rto, consistency, throughput }: Objective): boolean =>
  [latency, availability, rpo, rto, consistency, throughput].every((part) => part === undefined);

function fault({ id, workload }: Objective): Fault {
  return {
    subject: id,
    confidence: 'certain',
    what: `The objective ${id} for ${workload} has no number.`,
    why: 'Nothing can be designed for it, and nobody can say later whether it was met.',
    next: `Write for example latency: p95 < 300ms, availability: 99.9%, under slos.${id}.`,
    evidence: [{ kind: 'computed', words: `slos.${id}` }],
  };
}

import type { Contradiction } from '../../model/brief.ts';
import type { Fault, Rule } from '../rule.ts';

export const openContradiction: Rule = {
  id: 'open-contradiction',
  summary: 'Two statements of the brief cannot both hold.',
  severity: 'advice',
  standards: [],
  remedy: {
    title: 'Decide between the two statements',
    impact: 5,
    effort: { low: 0.1, high: 0.5 },
    risk: 'low',
    rollback: 'state both again',
  },
  check: ({ requirements }) =>
    requirements.contradictions.filter(({ accepted }) => accepted !== true).map(fault),
};

function fault(contradiction: Contradiction): Fault {
  return {
    subject: contradiction.id,
    confidence: 'certain',
    what: contradiction.what,
    why: contradiction.why,
    next: contradiction.ask,
    evidence: contradiction.between.map((origin) => ({ kind: 'read', origin })),
  };
}

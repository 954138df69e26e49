import type { Threat } from '../../model/domain.ts';
import type { Fault, Rule } from '../rule.ts';

export const threatWithoutControl: Rule = {
  id: 'threat-without-control',
  summary: 'A known threat has nothing that answers it.',
  severity: 'warning',
  standards: [],
  remedy: {
    title: 'Answer the threat',
    impact: 4,
    effort: { low: 0.5, high: 3 },
    risk: 'low',
    rollback: 'take the control back',
  },
  check: ({ trust }) => {
    const known = new Set(trust.controls.map(({ id }) => id));
    return trust.threats.filter(({ controls }) => !controls.some((id) => known.has(id))).map(fault);
  },
};

function fault(threat: Threat): Fault {
  return {
    subject: threat.id,
    confidence: 'certain',
    what: `${threat.title}: no control answers it.`,
    why: `Likelihood ${threat.likelihood} and impact ${threat.impact} of 3 stand unreduced at ${threat.target}.`,
    next: 'Add a control to the brief or the pack, or accept the risk in writing as one.',
    evidence: [{ kind: 'read', origin: threat.origin }],
  };
}

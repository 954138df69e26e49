import type { DeploymentUnit } from '../../model/architecture.ts';
import type { Fault, Rule } from '../rule.ts';

export const privilegedContainer: Rule = {
  id: 'privileged-container',
  summary: 'A container runs privileged or holds the socket of the container engine.',
  severity: 'blocker',
  standards: ['CWE-250', 'CWE-269'],
  remedy: {
    title: 'Take the privileges away',
    impact: 5,
    effort: { low: 0.3, high: 2 },
    risk: 'medium',
    rollback: 'add the setting again',
  },
  check: ({ architecture }) =>
    architecture.deployment
      .filter(({ facts }) => facts['privileged'] === 'yes' || facts['dockerSocket'] === 'yes')
      .map(fault),
};

function fault(unit: DeploymentUnit): Fault {
  const how =
    unit.facts['privileged'] === 'yes' ? 'runs privileged' : 'mounts the socket of the container engine';
  return {
    subject: unit.id,
    confidence: 'certain',
    what: `${unit.name} ${how}.`,
    why: 'Code inside it is root on the host: it can start any container, read any volume and leave no trace in its own.',
    next: 'Remove it, and add the single capability the process needs (cap_add, securityContext.capabilities).',
    evidence: [{ kind: 'read', origin: unit.origin }],
  };
}

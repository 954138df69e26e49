import type { DeploymentUnit } from '../../model/architecture.ts';
import { productionUnits } from '../deployed.ts';
import type { Fault, Rule } from '../rule.ts';

export const unlimitedRole: Rule = {
  id: 'unlimited-role',
  summary: 'A role of the cluster allows everything.',
  severity: 'warning',
  standards: ['CWE-250', 'CWE-732', 'CIS-Kubernetes-5.1.3'],
  remedy: {
    title: 'Name the resources and verbs that are needed',
    impact: 4,
    effort: { low: 0.3, high: 2 },
    risk: 'medium',
    rollback: 'give the role back what it had',
  },
  check: ({ architecture }) =>
    productionUnits(architecture)
      .filter(({ facts }) => facts['grants'] === 'everything')
      .map(fault),
};

const fault = (unit: DeploymentUnit): Fault => ({
  subject: unit.id,
  confidence: 'certain',
  what: `${unit.name} allows every verb on every resource of every group.`,
  why: 'Whoever gets hold of one pod with it reads all secrets and starts what they like: it is the cluster.',
  next: 'List apiGroups, resources and verbs; kubectl auth can-i --list shows what is used.',
  evidence: [{ kind: 'read', origin: unit.origin }],
});

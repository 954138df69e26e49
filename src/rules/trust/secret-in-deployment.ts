import type { DeploymentUnit } from '../../model/architecture.ts';
import type { Fault, Rule } from '../rule.ts';

export const secretInDeployment: Rule = {
  id: 'secret-in-deployment',
  summary: 'A deployment file holds the value of a secret.',
  severity: 'blocker',
  standards: ['CWE-798', 'ASVS-5.0-13.3.1'],
  remedy: {
    title: 'Move the secret out and change it',
    impact: 5,
    effort: { low: 0.3, high: 1.5 },
    risk: 'medium',
    rollback: 'none: the old value is burnt',
  },
  check: ({ architecture }) =>
    architecture.deployment.flatMap((unit) => {
      const keys = unit.facts['secretsInline'];
      return keys === undefined || keys === 'none' || keys === '' ? [] : [fault(unit, keys)];
    }),
};

function fault(unit: DeploymentUnit, keys: string): Fault {
  return {
    subject: unit.id,
    confidence: 'likely',
    what: `${unit.name} writes the value of ${keys} into a file of the repository.`,
    why: 'Whoever can read the repository, its history or the image holds it, and removing the line does not remove the history.',
    next: 'Take it from the environment or a secret store, and change the secret itself.',
    evidence: [{ kind: 'read', origin: unit.origin }],
  };
}

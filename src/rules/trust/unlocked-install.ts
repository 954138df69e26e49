import type { DeploymentUnit } from '../../model/architecture.ts';
import { productionUnits } from '../deployed.ts';
import type { Fault, Rule } from '../rule.ts';

export const unlockedInstall: Rule = {
  id: 'unlocked-install',
  summary: 'An image is built from whatever package versions there are that day.',
  severity: 'advice',
  standards: ['CWE-1357'],
  remedy: {
    title: 'Install from the lock file',
    impact: 2,
    effort: { low: 0.1, high: 0.3 },
    risk: 'low',
    rollback: 'install as before',
  },
  check: ({ architecture }) =>
    productionUnits(architecture)
      .filter(({ facts }) => facts['install'] === 'unlocked')
      .map(fault),
};

function fault(unit: DeploymentUnit): Fault {
  return {
    subject: unit.id,
    confidence: 'certain',
    what: `${unit.name} installs packages without holding to the lock file.`,
    why: 'The image of a commit depends on the day it was built: a broken or hostile release of any dependency arrives unseen.',
    next: 'Copy the lock file first and install with npm ci, pnpm install --frozen-lockfile or yarn install --immutable.',
    evidence: [{ kind: 'read', origin: unit.origin }],
  };
}

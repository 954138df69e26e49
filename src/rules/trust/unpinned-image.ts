import type { DeploymentUnit } from '../../model/architecture.ts';
import { productionUnits } from '../deployed.ts';
import type { Fault, Rule } from '../rule.ts';

export const unpinnedImage: Rule = {
  id: 'unpinned-image',
  summary: 'A container image is named without a version.',
  severity: 'advice',
  standards: ['CWE-1357'],
  remedy: {
    title: 'Pin the image',
    impact: 2,
    effort: { low: 0.1, high: 0.3 },
    risk: 'low',
    rollback: 'name the old tag',
  },
  check: ({ architecture }) =>
    productionUnits(architecture)
      .filter(({ facts }) => facts['tag'] === 'latest')
      .map(fault),
};

function fault(unit: DeploymentUnit): Fault {
  const image = unit.facts['base'] ?? unit.facts['image'] ?? 'its image';
  return {
    subject: unit.id,
    confidence: 'certain',
    what: `${unit.name} takes ${image} in whatever version there is today.`,
    why: 'Two builds of the same commit differ, a major version arrives unasked, and a rollback does not bring the old image back.',
    next: `Name a version, better a digest: ${image.replace(/:latest$/, '')}:<version>@sha256:…`,
    evidence: [{ kind: 'read', origin: unit.origin }],
  };
}

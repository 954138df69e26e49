import type { DeploymentUnit } from '../../model/architecture.ts';
import { productionUnits } from '../deployed.ts';
import { bySubject, placeOf, seenAt } from '../places.ts';
import type { Together } from '../places.ts';
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
    bySubject(
      productionUnits(architecture).filter(({ facts }) => facts['tag'] === 'latest'),
      (unit) => `${imageOf(unit)} in ${placeOf(unit)}`,
    ).map(fault),
};

const imageOf = ({ facts }: DeploymentUnit): string => facts['base'] ?? facts['image'] ?? 'its image';

function fault({ subject, first, all }: Together<DeploymentUnit>): Fault {
  const image = imageOf(first);
  return {
    subject,
    confidence: 'certain',
    what: `${all.map(({ name }) => name).join(', ')} ${all.length === 1 ? 'takes' : 'take'} ${image} in whatever version there is today.`,
    why: 'Two builds of the same commit differ, a major version arrives unasked, and a rollback does not bring the old image back.',
    next: `Name a version, better a digest: ${image.replace(/:latest$/, '')}:<version>@sha256:…`,
    evidence: seenAt(all),
  };
}

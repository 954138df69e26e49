import type { ToldPackage } from '../../model/package-advisory.ts';
import { bySubject, isAside, isForDevelopment, seenAt } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';

export const abandonedDependency: Rule = {
  id: 'abandoned-dependency',
  summary: 'A package is used that its authors gave up.',
  severity: 'advice',
  standards: ['CWE-1104', 'ASVS-5.0-15.2.1'],
  remedy: {
    title: 'Replace the package',
    impact: 2,
    effort: { low: 0.5, high: 3 },
    risk: 'medium',
    rollback: 'take the package back',
  },
  check: ({ trust }) =>
    bySubject(
      (trust.packages ?? []).filter(
        ({ abandoned, advisories, development, origin }) =>
          // With an advisory the other rule tells it.
          abandoned !== undefined &&
          advisories.length === 0 &&
          !development &&
          !isAside(origin) &&
          !isForDevelopment(origin),
      ),
      ({ ecosystem, name }) => `${ecosystem}:${name}`,
    ).map(fault),
};

const fault = ({ subject, first, all }: Together<ToldPackage>): Fault => ({
  subject,
  confidence: 'likely',
  what: `${first.name} ${first.version} is asked for, and nobody keeps it.`,
  why: `The next weakness that is found in it stays open (as of the list of ${first.listed}).`,
  next: `Go over to ${first.abandoned ?? 'another package'}.`,
  evidence: seenAt(all),
});

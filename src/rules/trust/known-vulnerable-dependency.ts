import type { ToldPackage } from '../../model/package-advisory.ts';
import { bySubject, isAside, isForDevelopment, placesText, seenAt } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';

export const knownVulnerableDependency: Rule = {
  id: 'known-vulnerable-dependency',
  summary: 'A package is installed in a version with a published weakness.',
  severity: 'warning',
  standards: ['CWE-1395', 'ASVS-5.0-15.2.1', 'API8:2023'],
  remedy: {
    title: 'Install a version without the weakness',
    impact: 4,
    effort: { low: 0.1, high: 1 },
    risk: 'medium',
    rollback: 'install the version before',
  },
  check: ({ trust }) =>
    bySubject(
      (trust.packages ?? []).filter(({ advisories, origin }) => advisories.length > 0 && isServed(origin)),
      ({ ecosystem, name }) => `${ecosystem}:${name}`,
    ).map(fault),
};

/** Examples, tools and tests have locks of their own. */
const isServed = (origin: ToldPackage['origin']): boolean => !isAside(origin) && !isForDevelopment(origin);

function fault(group: Together<ToldPackage>): Fault {
  const worst = group.all.find((each) => isAtHand(each)) ?? group.first;
  const { name, version, advisories, fixed, listed } = worst;
  const versions = [...new Set(group.all.map((each) => each.version))];
  return {
    subject: group.subject,
    ...(isAtHand(worst) ? {} : { severity: 'advice' }),
    confidence: 'likely',
    what: `${name} ${versions.slice(0, 4).join(', ')}${versions.length > 4 ? ' and others' : ''} is installed${waysOf(worst)}${placesText(group)}; ${advisories
      .map(({ id, cwe, weakness }) => `${id} (${cwe}): ${weakness}`)
      .join('; ')}.`,
    why: `Versions ${advisories[0]?.affected.map(([from, to]) => rangeText(from, to)).join(', ') ?? version} are affected. Whether the code uses what is affected was not looked at; the list of ${listed} is short, and a package that it does not name may be affected too.`,
    next:
      fixed === undefined
        ? `There is no version to go to: replace ${name}${worst.abandoned === undefined ? '' : ` (${worst.abandoned})`}.`
        : worst.direct === false
          ? `Have the package that brings it ask for ${fixed} or later, or override the version in the manifest.`
          : `Install ${fixed} or later.`,
    evidence: seenAt(group.all),
  };
}

/** What the manifest asks for and the process loads; what others bring is further away. */
const isAtHand = ({ direct, development }: ToldPackage): boolean => direct !== false && !development;

const waysOf = ({ direct, development }: ToldPackage): string => {
  if (development) return ' for development';
  return direct === false ? ', brought by another package' : '';
};

const rangeText = (from: string, to: string): string => {
  if (to === '999') return 'of every number';
  return from === '0' ? `before ${to}` : `from ${from} before ${to}`;
};

import type { DeploymentUnit } from '../../model/architecture.ts';
import { isDevelopmentUnit } from '../deployed.ts';
import type { Fault, Rule } from '../rule.ts';

export const secretInDeployment: Rule = {
  id: 'secret-in-deployment',
  summary: 'A deployment file holds the value of a secret.',
  severity: 'blocker',
  standards: ['CWE-798', 'CWE-1392', 'ASVS-5.0-13.3.1'],
  remedy: {
    title: 'Move the secret out and change it',
    impact: 5,
    effort: { low: 0.3, high: 1.5 },
    risk: 'medium',
    rollback: 'none: the old value is burnt',
  },
  check: ({ architecture }) =>
    architecture.deployment.flatMap((unit) => faults(unit, isDevelopmentUnit(unit, architecture))),
};

/**
 * A file that serves development may hold values of its own, as long as they are not used elsewhere. A value that
 * everybody knows is no leak: it is a default that somebody must change, which is another, smaller fault.
 */
function faults(unit: DeploymentUnit, isDevelopment: boolean): readonly Fault[] {
  const guessable = namesIn(unit.facts['secretsGuessable']);
  const hidden = namesIn(unit.facts['secretsInline']).filter((name) => !guessable.includes(name));
  if (hidden.length > 0) return [leak(unit, hidden, isDevelopment)];
  return guessable.length > 0 && !isDevelopment ? [wellKnownDefault(unit, guessable)] : [];
}

const namesIn = (fact: string | undefined): readonly string[] =>
  (fact ?? '').split(', ').filter((name) => name !== '' && name !== 'none');

function leak(unit: DeploymentUnit, names: readonly string[], isDevelopment: boolean): Fault {
  return {
    subject: unit.id,
    ...(isDevelopment ? { severity: 'advice' } : {}),
    confidence: isDevelopment ? 'possible' : 'likely',
    what: `${unit.name} writes the value of ${names.join(', ')} into a file of the repository.`,
    why: isDevelopment
      ? 'The file serves development; the value must then be good for nothing else, and nobody can see that it is.'
      : 'Whoever can read the repository, its history or the image holds it, and removing the line does not remove the history.',
    next: isDevelopment
      ? 'Take it from an .env file that is not committed, or make sure that the value opens nothing but this machine.'
      : 'Take it from the environment or a secret store, and change the secret itself.',
    evidence: [{ kind: 'read', origin: unit.origin }],
  };
}

function wellKnownDefault(unit: DeploymentUnit, names: readonly string[]): Fault {
  return {
    subject: unit.id,
    severity: 'advice',
    confidence: 'likely',
    what: `${unit.name} sets ${names.join(', ')} to a value that everybody tries first.`,
    why: 'Who starts the file as it is runs with a password that is known, and nothing reminds them.',
    next: `Demand a value: ${names[0] ?? 'NAME'}: \${${names[0] ?? 'NAME'}:?set it in .env}.`,
    evidence: [{ kind: 'read', origin: unit.origin }],
  };
}

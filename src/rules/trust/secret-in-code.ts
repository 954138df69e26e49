import type { Secret } from '../../model/trust.ts';
import { bySubject, firstOf, isForDevelopment, placeOf, placesText, seenAt } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';

export const secretInCode: Rule = {
  id: 'secret-in-code',
  summary: 'The value of a secret is committed with the code.',
  severity: 'warning',
  standards: ['CWE-798', 'ASVS-5.0-13.3.1'],
  remedy: {
    title: 'Move the secret out and change it',
    impact: 5,
    effort: { low: 0.2, high: 1 },
    risk: 'medium',
    rollback: 'none: the old value is burnt',
  },
  check: ({ trust }) => bySubject(trust.secrets.filter(isTold), subjectOf).map(fault),
};

/** Secrets of deployment files have a rule of their own; what serves development only is no secret. */
const isTold = ({ kind, origin }: Secret): boolean =>
  kind !== 'inline' && origin.kind === 'read' && !isForDevelopment(origin);

/** An environment file is one place to mend, whatever stands in it. */
function subjectOf(secret: Secret): string {
  const file = placeOf({ ...secret, id: secret.name });
  return secret.kind === 'environment-file' ? file : `${secret.name} in ${file}`;
}

function fault(group: Together<Secret>): Fault {
  const { subject, first, all } = group;
  const isFallback = first.kind === 'fallback';
  return {
    subject,
    confidence: 'likely',
    what:
      first.kind === 'environment-file'
        ? `${namesOf(all)} ${all.length === 1 ? 'has its value' : 'have their values'} in a committed environment file.`
        : `${whatOf(first)}${placesText(group)}.`,
    why: isFallback
      ? 'An instance that is started without the setting runs, and with a secret that everybody can read: sessions and tokens can be forged.'
      : 'Whoever can read the repository, its history or the image holds it, and removing the line does not remove the history.',
    next: isFallback
      ? `Refuse to start without ${first.name}, or make a random value at the first start and keep it.`
      : 'Take it from the environment or a secret store, and change the secret itself.',
    evidence: seenAt(all),
  };
}

function namesOf(all: readonly Secret[]): string {
  return firstOf([...new Set(all.map(({ name }) => name))], 5);
}

function whatOf({ kind, name, storedIn }: Secret): string {
  switch (kind) {
    case 'fallback':
      return `${name} falls back to a value that is written in the code`;
    case 'literal':
      return `A secret is written in the code (${name})`;
    default:
      return `A text of the form of a ${kind.replaceAll('-', ' ')} stands in ${storedIn}`;
  }
}

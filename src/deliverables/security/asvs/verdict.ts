import { absence } from './conditions.ts';
import { shown } from './proofs.ts';
import { undecided } from './requirement.ts';
import type { Requirement, Undecided } from './requirement.ts';
import type { Basis } from '../../deliverable.ts';
import type { Finding } from '../../../findings/finding.ts';
import type { Backend } from '../../../model/backend.ts';

/** `design`: decided when it is built, for a design only promises it. */
export type OpenKind = Undecided | 'design';

/** What can be said of one requirement; exactly one of the four. */
export type Verdict =
  | { readonly kind: 'violated'; readonly findings: readonly Finding[] }
  | { readonly kind: 'met'; readonly evidence: string }
  | { readonly kind: 'not-applicable'; readonly reason: string }
  | { readonly kind: 'undecided'; readonly because: OpenKind; readonly seen?: string };

export const verdictKinds = [
  'violated',
  'met',
  'not-applicable',
  'undecided',
] as const satisfies readonly Verdict['kind'][];

export const openWords: Readonly<Record<OpenKind, string>> = {
  ...undecided,
  design: 'is decided by code that a design does not have yet',
};

/** A finding weighs most, then what the model lacks; met is only what was shown, all of it. */
export function verdictOf(basis: Basis, requirement: Requirement): Verdict {
  const { id, unless, proof, otherwise } = requirement;
  const findings = findingsAgainst(basis, `ASVS-5.0-${id}`);
  if (findings.length > 0) return { kind: 'violated', findings };
  const reason = unless === undefined ? undefined : absence(basis.backend, unless);
  if (reason !== undefined) return { kind: 'not-applicable', reason };
  const seen = proof === undefined ? undefined : shown(basis, proof);
  if (seen?.isEnough === true) return { kind: 'met', evidence: seen.words };
  return open(basis.backend, `ASVS-5.0-${id}`, otherwise, seen?.words);
}

export const findingsAgainst = ({ findings }: Basis, standard: string): readonly Finding[] =>
  findings.filter(({ standards }) => standards.includes(standard));

/** What a design promises is told, and is no proof. */
export function open(backend: Backend, standard: string, otherwise: Undecided, seen?: string): Verdict {
  const promised = promisesOf(backend, standard);
  const isPromise = backend.source === 'designed' && (promised.length > 0 || otherwise === 'code');
  const words = [...(seen === undefined ? [] : [seen]), ...promised].join('; ');
  return {
    kind: 'undecided',
    because: isPromise ? 'design' : otherwise,
    ...(words === '' ? {} : { seen: words }),
  };
}

const promisesOf = ({ trust }: Backend, standard: string): readonly string[] => [
  ...trust.controls.filter(({ standards }) => standards.includes(standard)).map(({ title }) => title),
  ...trust.authentication
    .filter(({ standards }) => standards.includes(standard))
    .map(({ purpose }) => purpose),
];

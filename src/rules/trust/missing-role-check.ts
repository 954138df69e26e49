import type { Harm } from '../../findings/vulnerability.ts';
import type { Endpoint } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import type { CallerCheck } from '../../model/trust.ts';
import { isForDevelopment } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { isAdministration, isForAnyone } from './intent.ts';
import { isChecked, isFollowed } from './owned-records.ts';

/** An operation that only reads gives away what it reads. */
const seen: Harm = { confidentiality: 'high', integrity: 'none', availability: 'none', privileges: 'low' };

export const missingRoleCheck: Rule = {
  id: 'missing-role-check',
  summary: 'An operation of the administration is open to everybody who is signed in.',
  severity: 'blocker',
  standards: ['CWE-862', 'CWE-285', 'API5:2023', 'ASVS-5.0-8.2.1'],
  remedy: {
    title: 'Ask for a role before operations of the administration',
    impact: 5,
    effort: { low: 0.2, high: 1 },
    risk: 'medium',
    rollback: 'take the guard away',
  },
  harm: { confidentiality: 'high', integrity: 'high', availability: 'none', privileges: 'low' },
  check: ({ api, trust }: Backend) => {
    const { callerChecks } = trust;
    if (callerChecks === undefined) return [];
    return api.endpoints.filter((endpoint) => isOpen(endpoint, callerChecks)).map(fault);
  },
};

/** Checks are looked for in JavaScript only. */
const isLookedAt = ({ origin }: Endpoint): boolean =>
  origin.kind === 'read' && isFollowed(origin.file) && !isForDevelopment(origin);

const isOpen = (endpoint: Endpoint, checks: readonly CallerCheck[]): boolean =>
  endpoint.access === 'guarded' &&
  endpoint.protocol === 'http' &&
  endpoint.pathResolved &&
  isAdministration(endpoint.path) &&
  !isForAnyone(endpoint.path) &&
  isLookedAt(endpoint) &&
  endpoint.guards.every(({ kind }) => kind !== 'other') &&
  !isChecked(endpoint, checks);

function fault(endpoint: Endpoint): Fault {
  return {
    subject: endpoint.id,
    confidence: 'likely',
    what: `${endpoint.id} is named as administration, asks only for somebody who is signed in (${endpoint.guards.map(({ name }) => name).join(', ')}), and its code compares the caller with nothing.`,
    why: 'Every customer holds the key to it: the path is in the code of the administration’s pages, or is guessed.',
    next: 'Put the guard before it that asks for the role, once for the whole branch of the path.',
    evidence: [{ kind: 'read', origin: endpoint.origin }],
    ...(endpoint.method === 'GET' ? { harm: seen } : {}),
  };
}

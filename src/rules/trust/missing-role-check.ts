import type { Harm } from '../../findings/vulnerability.ts';
import type { Endpoint } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import type { CallerCheck } from '../../model/trust.ts';
import { isForDevelopment } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { isAdministration, isPerhapsAdministration, isForAnyone } from './intent.ts';
import { isAuthorised, isChecked, isFollowed } from './owned-records.ts';

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
    const named = api.endpoints.filter(
      (endpoint) => isOpen(endpoint, callerChecks) && isAdministration(endpoint.path),
    );
    const others = api.endpoints.filter(
      (endpoint) => changes(endpoint) && isOpen(endpoint, callerChecks) && !named.includes(endpoint),
    );
    return [
      ...named.map(fault),
      ...others.flatMap((endpoint) => unlikeOthers(endpoint, api.endpoints, callerChecks)),
    ];
  },
};

/** Checks are looked for where who is calling is followed only. */
const isLookedAt = ({ origin }: Endpoint): boolean =>
  origin.kind === 'read' && isFollowed(origin.file) && !isForDevelopment(origin);

const isOpen = (endpoint: Endpoint, checks: readonly CallerCheck[]): boolean =>
  endpoint.access === 'guarded' &&
  endpoint.protocol === 'http' &&
  endpoint.pathResolved &&
  !isForAnyone(endpoint.path) &&
  isLookedAt(endpoint) &&
  endpoint.guards.every(({ kind }) => kind !== 'other') &&
  !isChecked(endpoint, checks);

const changes = ({ method }: Endpoint): boolean => ['POST', 'PUT', 'PATCH', 'DELETE'].includes(method);

/** Addresses of one kind of thing: `/menu` and `/menu/{id}`. */
const thingOf = ({ path }: Endpoint): string => path.replaceAll(/(\/\{[^/]*\})+\/?$/g, '');

/** One of several that change the same things, where all others ask for a role. */
function unlikeOthers(
  endpoint: Endpoint,
  all: readonly Endpoint[],
  checks: readonly CallerCheck[],
): readonly Fault[] {
  const others = all.filter(
    (each) =>
      each.id !== endpoint.id &&
      changes(each) &&
      thingOf(each) === thingOf(endpoint) &&
      each.protocol === 'http',
  );
  const [first] = others;
  if (first === undefined || others.length < 2 || !others.every((each) => isAuthorised(each, checks)))
    return [];
  const own = new Set(endpoint.guards.map(({ name }) => name));
  const asked = others.flatMap(({ guards }) =>
    guards.flatMap(({ name, requires }) => (requires.length > 0 ? requires : own.has(name) ? [] : [name])),
  );
  return [
    {
      subject: endpoint.id,
      confidence: 'likely',
      what: `${endpoint.id} asks only for somebody who is signed in (${namesOf(endpoint)}), and ${others.map(({ id }) => id).join(' and ')} ask for more (${[...new Set(asked)].join(', ')}).`,
      why: 'What the others keep for a role is changed by everybody through this one.',
      next: `Put the guard of ${first.id} before it as well.`,
      evidence: [endpoint, first].map(({ origin }) => ({ kind: 'read' as const, origin })),
    },
  ];
}

const namesOf = ({ guards }: Endpoint): string => [...new Set(guards.map(({ name }) => name))].join(', ');

function fault(endpoint: Endpoint): Fault {
  const isUnsure = isPerhapsAdministration(endpoint.path);
  return {
    subject: endpoint.id,
    ...(isUnsure ? { severity: 'advice' as const } : {}),
    confidence: isUnsure ? 'possible' : 'likely',
    what: `${endpoint.id} is named as administration, asks only for somebody who is signed in (${namesOf(endpoint)}), and its code compares the caller with nothing.`,
    why: 'Every customer holds the key to it: the path is in the code of the administration’s pages, or is guessed.',
    next: 'Put the guard before it that asks for the role, once for the whole branch of the path.',
    evidence: [{ kind: 'read', origin: endpoint.origin }],
    ...(endpoint.method === 'GET' ? { harm: seen } : {}),
  };
}

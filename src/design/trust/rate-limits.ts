import type { Quantity } from '../../model/origin.ts';
import { assumed } from '../../model/origin.ts';
import type { RateLimit } from '../../model/trust.ts';
import type { Operation } from '../../model/domain.ts';
import type { DesignBasis, Domain } from '../domain.ts';
import { speaksOf } from '../domain/access.ts';
import { anonymousRole, rolesOf } from './permissions.ts';

const rate = (perSecond: number, because: string): Quantity =>
  assumed(perSecond, 'requests/s', because, perSecond / 4, perSecond * 4);

/** Expensive or sensitive operations have a limit of their own, whoever calls. */
interface Class {
  readonly id: string;
  readonly operations: readonly string[];
  readonly limit: Quantity;
  readonly because: string;
}

/** Calls that only systems make keep to the limit of the caller: a budget per person says nothing about them. */
function isForPeople(domain: Domain, operation: Operation): boolean {
  const systems = new Set(domain.actors.flatMap(({ name, kind }) => (kind === 'system' ? [name] : [])));
  const rules = domain.access.filter((rule) => speaksOf(rule, operation));
  return rules.length === 0 || rules.some(({ role }) => !systems.has(role));
}

function classesOf({ domain }: DesignBasis): readonly Class[] {
  const ids = (chosen: typeof domain.operations): readonly string[] => chosen.map(({ id }) => id);
  const open = domain.operations.filter(({ anonymous, sensitive }) => anonymous && sensitive);
  const sensitive = domain.operations.filter(
    (operation) => operation.sensitive && !operation.anonymous && isForPeople(domain, operation),
  );
  const searches = domain.operations.filter(({ verb }) => verb === 'search');
  const bulk = domain.operations.filter(({ verb }) => verb === 'import' || verb === 'export');
  return [
    {
      id: 'proof-of-identity',
      operations: ids(open),
      limit: rate(10 / 60, 'ten a minute leave room for typing errors and none for guessing'),
      because: 'guessing and enumeration (CWE-307, CWE-204)',
    },
    {
      id: 'sensitive',
      operations: ids(sensitive),
      limit: rate(30 / 60, 'people do it a few times an hour, scripts all the time'),
      because: 'sensitive business flows (API6:2023)',
    },
    {
      id: 'search',
      operations: ids(searches),
      limit: rate(2, 'nobody reads results faster'),
      because: 'each costs several times a read (API4:2023)',
    },
    {
      id: 'bulk',
      operations: ids(bulk),
      limit: rate(1 / 60, 'a file a minute'),
      because: 'each moves many rows (API4:2023)',
    },
  ];
}

/** Limits the brief gives by role, assumed ones for the other roles, and one for each class of operation. */
export function rateLimitsOf(basis: DesignBasis): readonly RateLimit[] {
  const given = new Map(basis.brief.policies.limits.map(({ role, rate: limit }) => [role, limit]));
  const kinds = new Map(basis.domain.actors.map(({ name, kind }) => [name, kind]));
  const byRole = rolesOf(basis.domain).map((role): RateLimit => {
    const said = given.get(role);
    const isAnonymous = role === anonymousRole;
    const usual = isAnonymous
      ? rate(1, 'a page needs a few requests, and many people share an address')
      : kinds.get(role) === 'system'
        ? rate(100, 'systems call in bursts')
        : rate(10, 'a screen loads several things at once');
    return {
      id: `role-${role}`,
      appliesTo: role,
      per: isAnonymous ? 'address' : kinds.get(role) === 'system' ? 'client' : 'user',
      rate: said ?? usual,
      because: said === undefined ? 'fairness: one caller must not slow the others' : 'the brief says so',
    };
  });
  const byClass = classesOf(basis).flatMap(({ id, operations, limit, because }) =>
    operations.map((operation): RateLimit => ({
      id: `${id}-${operation.replaceAll(' ', '-').toLowerCase()}`,
      appliesTo: operation,
      per: id === 'proof-of-identity' ? 'address' : 'user',
      rate: limit,
      because,
    })),
  );
  return [...byRole, ...byClass];
}

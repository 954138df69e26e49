import type { Endpoint } from '../../model/api.ts';
import { isForDevelopment, seenAt } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { isAdministration, isForAnyone } from './intent.ts';

export const openAdminEndpoint: Rule = {
  id: 'open-admin-endpoint',
  summary: 'An endpoint of the administration asks nobody who they are.',
  severity: 'warning',
  standards: ['CWE-306', 'CWE-425', 'API5:2023'],
  remedy: {
    title: 'Guard the administration',
    impact: 5,
    effort: { low: 0.2, high: 1 },
    risk: 'low',
    rollback: 'remove the guard',
  },
  harm: { confidentiality: 'high', integrity: 'high', availability: 'low', privileges: 'none' },
  check: ({ api, operations }) => {
    const declared = new Set(operations.flatMap(({ id, anonymous }) => (anonymous ? [id] : [])));
    const open = api.endpoints
      .filter(isOpen)
      .filter(({ operation }) => operation === undefined || !declared.has(operation));
    const isAnyGuarded = api.endpoints.some(({ access }) => access === 'guarded');
    return isAnyGuarded || open.length < 4 ? open.map(fault) : [noneGuarded(open)];
  },
};

const isOpen = ({ access, path, pathResolved, protocol, origin }: Endpoint): boolean =>
  access === 'public' &&
  pathResolved &&
  protocol === 'http' &&
  isAdministration(path) &&
  !isForAnyone(path) &&
  !isForDevelopment(origin);

function fault(endpoint: Endpoint): Fault {
  return {
    subject: endpoint.id,
    confidence: 'likely',
    what: `${endpoint.id} is named as administration and has no guard before its handler.`,
    why: 'Such paths are the first that scanners try, and what lies behind them reads or changes the data of all users.',
    next: 'Ask for a signed-in operator with a role, once for the whole branch of the path; if a gateway does, refuse what did not come through it.',
    evidence: [{ kind: 'read', origin: endpoint.origin }],
  };
}

/** Where no endpoint at all is guarded, this is part of one large fault. */
function noneGuarded(open: readonly Endpoint[]): Fault {
  return {
    subject: 'all administration',
    confidence: 'possible',
    what: `${open.length} endpoints are named as administration, and no guard could be seen before any endpoint.`,
    why: 'Such paths are the first that scanners try, and what lies behind them reads or changes the data of all users.',
    next: 'Ask for a signed-in operator with a role, once for the whole branch of the path; if a gateway does, refuse what did not come through it.',
    evidence: seenAt(open),
  };
}

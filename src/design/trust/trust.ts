import type { Container, ContainerKind } from '../../model/architecture.ts';
import type { Trust, TrustBoundary } from '../../model/trust.ts';
import type { DesignBasis } from '../domain.ts';
import { authenticationOf } from './authentication.ts';
import { permissionsOf } from './permissions.ts';
import { rateLimitsOf } from './rate-limits.ts';
import { secretsOf } from './secrets.ts';
import { threatsOf } from './threats.ts';

/** Who may do what, how they prove who they are, what threatens that and what answers it. */
export function designTrust(basis: DesignBasis, containers: readonly Container[] = []): Trust {
  const { domain } = basis;
  return {
    actors: domain.actors,
    rules: domain.access,
    permissions: permissionsOf(domain),
    authentication: authenticationOf(basis),
    rateLimits: rateLimitsOf(basis),
    secrets: secretsOf(basis),
    settings: [],
    boundaries: boundariesOf(containers),
    ...threatsOf(basis),
    audit: domain.audit,
    flows: [],
  };
}

const zones: readonly (readonly [id: string, name: string, kinds: readonly ContainerKind[]])[] = [
  ['edge', 'Edge: reached from the internet', ['gateway', 'cdn']],
  ['application', 'Application: reached from the edge only', ['application', 'worker', 'scheduler']],
  [
    'data',
    'Data: reached from the application only',
    ['database', 'replica', 'cache', 'broker', 'search', 'object-store'],
  ],
];

/** What runs in one zone trusts no other zone; systems of others stand outside all of them. */
function boundariesOf(containers: readonly Container[]): readonly TrustBoundary[] {
  return zones.flatMap(([id, name, kinds]) => {
    const inside = containers.filter(({ kind }) => kinds.includes(kind)).map((container) => container.id);
    return inside.length === 0 ? [] : [{ id, name, inside }];
  });
}

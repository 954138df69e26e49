import type { AccessRule } from '../model/brief.ts';
import type { Trust, Permission } from '../model/trust.ts';
import { shopOperations, shopOrigin as origin } from './shop-domain.ts';

function rule(
  role: string,
  verbs: readonly string[],
  entities: readonly string[],
  owner = false,
): AccessRule {
  return { role, verbs, entities, origin, ...(owner ? { where: 'owner' as const } : {}) };
}

const rules: readonly AccessRule[] = [
  rule('customer', ['list', 'read', 'create', 'process'], ['Order'], true),
  rule('customer', ['list', 'read'], ['Product']),
  rule('admin', ['*'], ['*']),
  rule('anonymous', ['list', 'read'], ['Product']),
];

/** Written out by hand: role, operation, effect. What is open is open to all; everything else is denied. */
function permissions(): readonly Permission[] {
  const allow = (role: string, operation: string, owner = false): Permission => ({
    role,
    operation,
    effect: 'allow',
    origin,
    ...(owner ? { condition: 'owner' as const } : {}),
  });
  const allowed = [
    allow('customer', 'list Order', true),
    allow('customer', 'read Order', true),
    allow('customer', 'create Order', true),
    allow('customer', 'process Order cancel', true),
    allow('customer', 'list Product'),
    allow('customer', 'read Product'),
    ...shopOperations.map(({ id }) => allow('admin', id)),
    allow('anonymous', 'list Product'),
    allow('anonymous', 'read Product'),
  ];
  const known = new Set(allowed.map(({ role, operation }) => `${role}|${operation}`));
  const denied = ['customer', 'admin', 'anonymous', 'psp'].flatMap((role) =>
    shopOperations
      .filter(({ id }) => !known.has(`${role}|${id}`))
      .map(({ id, anonymous }): Permission => ({
        role,
        operation: id,
        effect: anonymous ? 'allow' : 'deny',
        origin,
      })),
  );
  return [...allowed, ...denied];
}

export const shopTrust: Trust = {
  actors: [
    { name: 'customer', kind: 'person', origin },
    { name: 'admin', kind: 'person', origin },
    { name: 'psp', kind: 'system', origin },
  ],
  rules,
  permissions: permissions(),
  authentication: [
    { method: 'password', purpose: 'customers', settings: { sessions: '30d' }, standards: [], origin },
  ],
  rateLimits: [
    {
      id: 'anonymous',
      appliesTo: 'anonymous',
      per: 'address',
      rate: { value: 1, unit: 'requests/s', origin },
      because: 'given in the brief',
    },
  ],
  secrets: [],
  settings: [],
  boundaries: [{ id: 'internal', name: 'Internal', inside: ['api', 'database'] }],
  threats: [
    {
      id: 'order-tampering',
      stride: 'T',
      target: 'Order',
      title: "A customer changes another's order",
      cwe: 'CWE-639',
      likelihood: 2,
      impact: 3,
      controls: ['object-level-authorisation'],
      context: 'orders',
      origin,
    },
  ],
  controls: [
    {
      id: 'object-level-authorisation',
      title: 'Object level authorisation',
      how: 'each statement filters by owner',
      standards: ['API1:2023'],
      context: 'orders',
      origin,
    },
  ],
  audit: [],
  flows: [],
};

import { describe, expect, test } from 'vitest';
import { graphqlSchema } from '../artifacts/graphql.ts';
import { k6Script } from '../artifacts/k6.ts';
import { openApiDocument } from '../artifacts/openapi.ts';
import type { Backend } from '../model/backend.ts';
import { arazzo } from '../provers/contracts/arazzo.ts';
import { asyncapi } from '../provers/contracts/asyncapi.ts';
import { graphql } from '../provers/contracts/graphql.ts';
import { openapi } from '../provers/contracts/openapi.ts';
import { policy } from '../provers/policy/policy.ts';
import { allRules } from '../rules/all.ts';
import { auditText, libraryText, shopText } from '../testing/briefs.ts';
import { basisOf, partsOf } from '../testing/designed.ts';

const provers = [openapi, graphql, arazzo, asyncapi, policy];

/** Claims that are not proved, in words; and how many were settled, so that silence is no proof. */
async function unproved(
  backend: Backend,
): Promise<{ readonly settled: number; readonly faults: readonly string[] }> {
  const faults: string[] = [];
  let settled = 0;
  for (const prover of provers) {
    const { claims, inputs } = prover.claims(backend);
    const outcomes = await prover.prove(claims, (path) => inputs.get(path) ?? '');
    settled += outcomes.length;
    for (const { claim, verdict } of outcomes)
      if (verdict.kind !== 'proved') faults.push(`${claim}: ${JSON.stringify(verdict)}`);
  }
  return { settled, faults };
}

const shop = partsOf(basisOf(shopText));
const designs: readonly (readonly [string, Backend, number])[] = [
  ['the shop of eight packs', shop, 16],
  ['one capability', partsOf(basisOf(auditText)), 14],
  ['own entities only', partsOf(basisOf(libraryText)), 16],
];

describe.each(designs)('%s', (_, backend, claims) => {
  const operations = backend.operations.map(({ id }) => id);

  test('every document validates and every property of the policy holds', { timeout: 60_000 }, async () => {
    expect(await unproved(backend)).toEqual({ settled: claims, faults: [] });
  });

  test('passes the rules that examine other people’s backends', () => {
    const found = allRules.flatMap((rule) =>
      rule.check(backend).map(({ subject }) => `${rule.id}@${subject}`),
    );
    expect(found).toEqual([]);
  });

  test('every operation has one endpoint, and every endpoint an address of its own', () => {
    expect(backend.api.endpoints.map(({ operation }) => operation)).toEqual(operations);
    expect(new Set(backend.api.endpoints.map(({ id }) => id)).size).toBe(operations.length);
    expect(new Set(backend.api.endpoints.map(({ operationId }) => operationId)).size).toBe(operations.length);
  });

  test('every role is decided for every operation', () => {
    const { permissions } = backend.trust;
    const roles = new Set(permissions.map(({ role }) => role));
    expect(permissions.length).toBe(roles.size * operations.length);
    expect(roles).toContain('anonymous');
  });

  test('every request and answer names a schema that is there, with a bound on every text', () => {
    const names = new Set(backend.api.schemas.map(({ name }) => name));
    const used = backend.api.endpoints.flatMap(({ requestSchema, responses }) => [
      ...(requestSchema === undefined ? [] : [requestSchema]),
      ...responses.flatMap(({ schema }) => schema ?? []),
    ]);
    expect(used.filter((name) => !names.has(name))).toEqual([]);
    const { lost } = openApiDocument(backend);
    expect(lost.filter((words) => words.startsWith('endpoints name'))).toEqual([]);
  });

  test('every entity and every peer is protected against something', () => {
    const targets = new Set(backend.trust.threats.flatMap(({ target }) => [target, target.split(' ')[1]]));
    expect(backend.entities.filter(({ name }) => !targets.has(name))).toEqual([]);
    const controls = new Set(backend.trust.controls.map(({ id }) => id));
    expect(backend.trust.threats.filter((threat) => !threat.controls.some((id) => controls.has(id)))).toEqual(
      [],
    );
  });

  test('every job repeats without harm and gives up somewhere; every call has a limit', () => {
    const { jobs, calls } = backend.processes;
    expect(new Set(jobs.map(({ id }) => id)).size).toBe(jobs.length);
    expect(jobs.filter((job) => !job.idempotent || !job.deadLetter || !job.timeout || !job.attempts)).toEqual(
      [],
    );
    expect(calls.filter((call) => !call.timeout || !call.attempts || call.inTransaction !== false)).toEqual(
      [],
    );
  });

  test('survives a JSON round trip and is the same each time', () => {
    expect(JSON.parse(JSON.stringify(backend))).toEqual(backend);
  });
});

const endpoint = (operation: string, backend = shop) =>
  backend.api.endpoints.find((each) => each.operation === operation);

test('parts lie under their whole, single objects at the top, actions under what they act on', () => {
  const paths = [
    'list CartItem',
    'create CartItem',
    'update CartItem',
    'process Order cancel',
    'export Order',
    'process Reservation expire',
    'process Session refresh',
    'create ProviderEvent',
  ];
  expect(paths.map((id) => endpoint(id)?.id)).toEqual([
    'GET /carts/{cart_id}/cart-items',
    'POST /carts/{cart_id}/cart-items',
    'PATCH /cart-items/{id}',
    'POST /orders/{id}/cancel',
    'POST /orders/export',
    'POST /reservations/expire',
    'POST /sessions/refresh',
    'POST /webhooks/stripe',
  ]);
});

test('checkout is guarded, safe to repeat and held to its objective', () => {
  expect(endpoint('create Order')).toMatchObject({
    access: 'guarded',
    scopes: ['orders:write'],
    idempotencyKey: true,
    requestSchema: 'OrderCreate',
    objectives: ['everywhere', 'checkout'],
    rate: { value: 150 },
  });
  const request = shop.api.schemas.find(({ name }) => name === 'OrderCreate');
  expect(request?.properties.map(({ name }) => name)).toEqual([
    'cart_id',
    'expected_total',
    'payment_method',
    'shipping_address_id',
    'note',
    'gift_message',
    'vat_id',
  ]);
  expect(endpoint('update Order')?.responses.map(({ status }) => status)).toEqual(
    expect.arrayContaining([200, 404, 412, 422, 428, 429]),
  );
});

test('no answer carries a secret, save the tokens of a sign-in', () => {
  const answered = new Set(
    shop.api.endpoints.flatMap(({ responses }) => responses.flatMap(({ schema }) => schema ?? [])),
  );
  const secrets = shop.api.schemas
    .filter(({ name }) => answered.has(name))
    .flatMap(({ name, properties }) =>
      properties.filter(({ dataClass }) => dataClass === 'secret').map((each) => `${name}.${each.name}`),
    );
  expect(secrets).toEqual([
    'SessionCreateResult.access_token',
    'SessionCreateResult.refresh_token',
    'SessionRefreshResult.access_token',
    'SessionRefreshResult.refresh_token',
  ]);
});

test('limits, sign-in and secrets follow the brief', () => {
  const { rateLimits, authentication, secrets } = shop.trust;
  expect(rateLimits.slice(0, 2)).toMatchObject([
    { appliesTo: 'customer', per: 'user', rate: { value: 10, origin: { kind: 'given' } } },
    { appliesTo: 'support', rate: { origin: { kind: 'assumed' } } },
  ]);
  expect(authentication.map(({ method }) => method)).toEqual([
    'password',
    'oidc',
    'passkey',
    'totp',
    'webhook-signature',
  ]);
  expect(authentication[0]?.settings).toMatchObject({ sessions: '30d', mfa: 'staff' });
  expect(secrets.map(({ name }) => name)).toContain('stripe-webhook-secret');
});

test('what runs by itself: relay, consumers, batches, exchanges, upkeep', () => {
  const ids = shop.processes.jobs.map(({ id }) => id);
  expect(ids).toEqual(
    expect.arrayContaining([
      'outbox-relay',
      'notifications-on-order-placed',
      'batch-restock',
      'batch-expire-reservations',
      'exchange-erp',
      'reconcile-stripe',
      'outbox-cleanup',
      'retention-order',
    ]),
  );
  expect(shop.processes.calls.map(({ target }) => target)).toEqual(
    expect.arrayContaining(['stripe', 'erp', 'mail']),
  );
});

/** A brief that adds an action, an entity and a workload to the shop. */
const more = shopText
  .replace(
    '    rows: 5M\n',
    '    rows: 5M\n    operations: { list: { by: [product, -created_at] }, create: {}, flag: { input: { why: string <=200 } } }\n',
  )
  .replace('share: 80%, peak: 3x', 'share: 79%, peak: 3x')
  .replace('  restock:', '  rate: { actor: customer, op: create Review, share: 1% }\n  restock:');

test('a new operation of the brief is in every part', () => {
  const backend = partsOf(basisOf(more));
  const flag = 'process Review flag';
  expect(backend.data.queries.find(({ operation }) => operation === flag)?.sql).toContain(
    'update products.reviews',
  );
  expect(backend.data.queries.find(({ id }) => id === 'create-review')?.rate?.value).toBeCloseTo(150);
  expect(endpoint(flag, backend)?.id).toBe('POST /reviews/{id}/flag');
  expect(backend.api.schemas.find(({ name }) => name === 'ReviewFlag')?.properties).toMatchObject([
    { name: 'why', type: { maxLength: 200 } },
  ]);
  const rows = backend.trust.permissions.filter(({ operation }) => operation === flag);
  expect(rows.length).toBeGreaterThan(5);
  const sdl = graphqlSchema(backend).text;
  expect(sdl).toContain('flagReview(input: FlagReviewInput!)');
  expect(sdl).toContain('createReview(input: CreateReviewInput!)');
  expect(k6Script(backend).text).toContain('`${baseUrl}/reviews`');
});

import { expect, test } from 'vitest';
import { asyncApiDocument } from '../../artifacts/asyncapi.ts';
import { emptyBackend } from '../../model/backend.ts';
import type { Endpoint } from '../../model/api.ts';
import { shop } from '../../testing/shop.ts';
import { asyncapi } from './asyncapi.ts';

const [firstEndpoint] = shop.api.endpoints;
if (firstEndpoint === undefined) throw new Error('the shop has no endpoint');

const { claims, inputs } = asyncapi.claims(shop);
const document = inputs.get('4-api/asyncapi.json') ?? '';

test('events and webhooks of the shop are lint-clean', async () => {
  const [outcome] = await asyncapi.prove(claims, () => document);
  expect(outcome?.verdict).toEqual({ kind: 'proved' });
  expect(outcome?.measurements).toEqual({ operations: 3, problems: 0, ruleset: 'recommended-strict' });
});

test('what the peer defines is told, not invented', () => {
  expect(asyncApiDocument(shop).lost).toEqual([
    "psp: the payload of its webhook is the peer's to define; written as any object",
  ]);
});

test('a reference that leads nowhere refutes', async () => {
  const [outcome] = await asyncapi.prove(claims, () =>
    document.replace('#/channels/orderPlaced"', '#/channels/gone"'),
  );
  expect(outcome?.verdict).toMatchObject({
    kind: 'refuted',
    counterexample: expect.stringContaining('no-unresolved-refs'),
  });
});

test('a message that a handler takes is a channel, unless an event describes it', async () => {
  const taken = (pattern: string): Endpoint => ({
    ...firstEndpoint,
    id: `ANY /nats#${pattern}`,
    method: 'ANY',
    path: `/nats#${pattern}`,
    protocol: 'message',
    parameters: [{ name: 'grams', in: 'body', required: true, origin: firstEndpoint.origin }],
  });
  const backend = {
    ...shop,
    api: { ...shop.api, endpoints: ['cmd=price&role=parcel', 'order.placed'].map(taken) },
  };
  const { text } = asyncApiDocument(backend);
  const [outcome] = await asyncapi.prove(asyncapi.claims(backend).claims, () => text);
  expect(outcome?.verdict).toEqual({ kind: 'proved' });
  expect(outcome?.measurements).toMatchObject({ operations: 4 });
  expect(text).toContain('"address": "cmd=price&role=parcel"');
});

test('a backend without events makes no claim', () => {
  expect(asyncapi.claims(emptyBackend('x', 'recovered')).claims).toEqual([]);
});

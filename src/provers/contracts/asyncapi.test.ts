import { expect, test } from 'vitest';
import { asyncApiDocument } from '../../artifacts/asyncapi.ts';
import { audienceWords, clientEvents } from '../../artifacts/client-events.ts';
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
  expect(outcome?.measurements).toEqual({ operations: 5, problems: 0, ruleset: 'recommended-strict' });
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
  expect(outcome?.measurements).toMatchObject({ operations: 6 });
  expect(text).toContain('"address": "cmd=price&role=parcel"');
});

test('a backend without events makes no claim', () => {
  expect(asyncapi.claims(emptyBackend('x', 'recovered')).claims).toEqual([]);
});

test('the examples of messages and frames validate, and a wrong one is named', async () => {
  const [, outcome] = await asyncapi.prove(claims, () => document);
  expect(outcome?.verdict).toEqual({ kind: 'proved' });
  const [, broken] = await asyncapi.prove(claims, () =>
    document.replace('"type": "subscribe",', '"type": 7,'),
  );
  expect(broken?.verdict).toMatchObject({
    kind: 'refuted',
    counterexample: expect.stringContaining('/components/messages/SubscribeFrame/payload'),
  });
});

test('clients hear of an event on the condition on which they may read its object', () => {
  expect(clientEvents(shop).map(({ event, audience }) => [event.name, audience.map(audienceWords)])).toEqual([
    ['order.placed', ['customer (owner only)', 'admin']],
  ]);
});

test('frames that code takes become channels of their own', async () => {
  const frame: Endpoint = {
    ...firstEndpoint,
    id: 'ANY /chat#say',
    method: 'ANY',
    path: '/chat#say',
    protocol: 'ws',
    parameters: [],
  };
  const backend = { ...emptyBackend('x', 'recovered'), api: { ...shop.api, endpoints: [frame] } };
  const [outcome] = await asyncapi.prove(
    asyncapi.claims(backend).claims,
    () => asyncApiDocument(backend).text,
  );
  expect(outcome?.verdict).toEqual({ kind: 'proved' });
  expect(asyncApiDocument(backend).text).toContain('"address": "/chat"');
});

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anna, bert, byWord, orderId, shopFiles, shopRows } from '../../testing/preview-shop.ts';
import { packageOf } from '../package.ts';
import { startPreview } from '../preview.ts';
import type { Preview } from '../preview.ts';
import { eventBus } from '../realtime/bus.ts';
import { graphqlPart } from './part.ts';

const faults: unknown[] = [];
let preview: Preview;
beforeAll(async () => {
  preview = await startPreview(packageOf('memory', shopFiles()), {
    port: 0,
    limits: false,
    parts: async (running) => [
      { authenticate: byWord },
      graphqlPart(running, eventBus(), undefined, (error) => faults.push(error)),
    ],
  });
  await preview.running.database.script(shopRows());
}, 60_000);
afterAll(() => preview?.close());

async function raw(body: string, as = `admin.${anna}`) {
  const began = performance.now();
  const answer = await fetch(`${preview.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      authorization: `Bearer ${as}`,
    },
    body,
  });
  const text = await answer.text();
  return { status: answer.status, ms: performance.now() - began, text, body: JSON.parse(text) };
}

const ask = (query: string, variables: unknown = {}, as?: string) =>
  raw(JSON.stringify({ query, variables }), as);

const many = (count: number, each: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => each(at)).join(' ');

const nest = (levels: number): string =>
  levels === 0
    ? 'id'
    : `category { products: id parent { ${levels === 1 ? 'id' : `parent { ${nest(levels - 2)} }`} } }`;

/** Each is refused before anything is executed. */
const refused: readonly (readonly [name: string, query: string])[] = [
  [
    'a deep query',
    `{ products(first: 1) { edges { node { category { parent { parent { parent { parent { name } } } } } } } } }`,
  ],
  [
    'a deep query by a fragment',
    `{ products(first: 1) { edges { ...A } } } fragment A on ProductEdge { node { ...B } } fragment B on Product { category { parent { parent { parent { parent { name } } } } } }`,
  ],
  ['a bomb of aliases', `{ ${many(400, (at) => `a${at}: orders(first: 100) { edges { cursor } }`)} }`],
  [
    'a bomb of cheap aliases',
    `{ orders(first: 100) { edges { node { ${many(600, (at) => `a${at}: id`)} } } } }`,
  ],
  ['a huge list', '{ orders(first: 100000) { edges { cursor } } }'],
  ['an empty list', '{ orders(first: -1) { edges { cursor } } }'],
  [
    'lists inside lists',
    '{ orders(first: 100) { edges { node { orderLines(first: 100) { edges { node { sku name quantity unitPrice lineTotal createdAt } } } } } } }',
  ],
  [
    'fragments in a circle',
    '{ products { edges { ...A } } } fragment A on ProductEdge { node { id } ...B } fragment B on ProductEdge { ...A }',
  ],
  ['a fragment of itself', '{ ...A } fragment A on Query { ...A }'],
  ['more tokens than are read', `{ ${many(3000, () => '__typename')} }`],
  [
    'fragments that unfold a thousandfold',
    `{ ...F0 } ${many(12, (at) => `fragment F${at} on Query { ...F${at + 1} ...F${at + 1} a${at}: products(first: 100) { edges { node { ${many(12, (alias) => `x${at}x${alias}: name`)} } } } }`)} fragment F12 on Query { __typename }`,
  ],
  [
    'introspection in circles',
    `{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }`,
  ],
  ['a directive a thousand times', `{ __typename ${many(500, () => '@skip(if: false)')} }`],
  ['a hidden field', '{ users { edges { node { credentials { secretHash } } } } }'],
  [
    'a syntax tree in place of a text',
    '{"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query"}]}',
  ],
  ['no document', ''],
  ['nothing but NUL', '\u0000'],
];

test.each(refused)('%s is refused', async (_name, query) => {
  const { status, body, ms } = await ask(query);
  expect(status).toBe(400);
  expect(body.data).toBeUndefined();
  expect(body.errors.length).toBeGreaterThan(0);
  expect(body.errors.length).toBeLessThan(101);
  expect(ms).toBeLessThan(2000);
});

test('a deep query of any depth is refused in time', async () => {
  for (const levels of [20, 200, 400])
    expect((await ask(`{ products { edges { node { ${nest(levels)} } } } }`)).status).toBe(400);
});

test.each([
  ['a list of documents', JSON.stringify(Array.from({ length: 50 }, () => ({ query: '{ __typename }' })))],
  ['no JSON', '{'],
  ['a text', '"{ __typename }"'],
  ['nothing', 'null'],
  ['variables that are a list', JSON.stringify({ query: '{ __typename }', variables: [1] })],
  [
    'JSON that is nested without end',
    `{"query":"{ __typename }","variables":{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}}`,
  ],
])('%s is refused', async (_name, body) => {
  expect((await raw(body)).status).toBe(400);
});

test('a document longer than is read is refused', async () => {
  expect((await ask(`{ __typename } # ${'x'.repeat(200_000)}`)).status).toBe(413);
});

test.each([
  ['an id of no key', 'query ($v: ID!) { order(id: $v) { id } }', 'x'],
  ['an id with NUL', 'query ($v: ID!) { order(id: $v) { id } }', '\u0000'],
  [
    'a cursor of somewhere else',
    'query ($v: String) { orders(after: $v) { edges { cursor } } }',
    'WyJsaXN0IFVzZXIgIiwieCJd',
  ],
  ['SQL for a filter', 'query ($v: ID) { orders(customerId: $v) { edges { cursor } } }', "' or 1=1 --"],
  ['an object for a text', 'query ($v: ID!) { order(id: $v) { id } }', { a: 1 }],
  ['a page of many', 'query ($v: Int) { orders(first: $v) { edges { cursor } } }', 1e9],
  ['a page of NaN', 'query ($v: Int) { orders(first: $v) { edges { cursor } } }', 'NaN'],
])('%s is told as what it is', async (_name, query, v) => {
  const { status, body, text } = await ask(query, { v });
  expect([200, 400]).toContain(status);
  expect(body.errors?.[0].extensions.status ?? 404).toBeLessThan(500);
  expect(text).not.toMatch(/select |constraint|stack|node_modules|\.ts:/i);
});

test('a mutation with wrong input of all kinds is never our fault', async () => {
  const inputs: readonly unknown[] = [
    {},
    null,
    { idempotencyKey: '' },
    { idempotencyKey: 'x'.repeat(5000) },
    {
      idempotencyKey: 'key-key-1',
      recipient: '\u0000',
      line1: 'b',
      postalCode: '1',
      city: 'x',
      country: 'DE',
    },
    {
      idempotencyKey: 'key-key-2',
      recipient: 'x'.repeat(60_000),
      line1: 'b',
      postalCode: '1',
      city: 'x',
      country: 'DE',
    },
    { idempotencyKey: 'key\nkey', recipient: 'A', line1: 'b', postalCode: '1', city: 'x', country: 'DE' },
    { __proto__: { admin: true }, constructor: 1 },
  ];
  for (const input of inputs) {
    const { status, text } = await ask(
      'mutation ($input: CreateAddressInput!) { createAddress(input: $input) { address { id } problems { type } } }',
      { input },
      `customer.${anna}`,
    );
    expect([status < 500, /problems\/internal|"internal"/.test(text)]).toEqual([true, false]);
  }
});

test('aliases of a mutation are so many requests: each has its own key and its own answer', async () => {
  const input =
    '{ recipient: "A", line1: "b", postalCode: "1", city: "x", country: "DE", idempotencyKey: "same-key-twice" }';
  const { body } = await ask(
    `mutation { ${many(5, (at) => `a${at}: createAddress(input: ${input}) { address { id } problems { type } }`)} }`,
    {},
    `customer.${bert}`,
  );
  const ids = Object.values(body.data).map((each) => JSON.stringify(each));
  expect(new Set(ids).size).toBe(1);
});

test('no way round leads to an order of somebody else', async () => {
  const other = orderId(2);
  const ways = [
    `{ order(id: "${other}") { id } }`,
    `{ orderLines(orderId: "${other}") { edges { node { id order { id number } } } } }`,
    `{ orders(customerId: "${bert}") { edges { node { id } } } }`,
    `{ orderStatusChanges(orderId: "${other}") { edges { node { id order { id } } } } }`,
    `{ shipments(orderId: "${other}") { edges { node { id order { id } } } } }`,
    `mutation { cancelOrder(input: { id: "${other}", idempotencyKey: "not-my-order", reason: MISTAKE }) { order { id } problems { type } } }`,
  ];
  for (const way of ways) {
    const { body, status } = await ask(way, {}, `customer.${anna}`);
    expect(status).toBeLessThan(500);
    expect(JSON.stringify(body.data ?? {})).not.toContain(other);
  }
});

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

test('two thousand different documents leave the memory as it was', async () => {
  const round = async (from: number): Promise<number> => {
    for (let at = from; at < from + 500; at += 25)
      await Promise.all(
        Array.from({ length: 25 }, (_, more) =>
          ask(`{ a${at + more}: __typename ${many(100, (alias) => `b${alias}: __typename`)} }`),
        ),
      );
    collect();
    return process.memoryUsage().heapUsed;
  };
  const first = await round(0);
  await round(2000);
  await round(4000);
  const last = await round(6000);
  expect(last - first).toBeLessThan(15_000_000);
}, 60_000);

test('nothing was a fault of ours', () => expect(faults).toEqual([]));

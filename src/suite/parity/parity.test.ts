import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { textOf } from './answers.ts';
import type { Case, Cases } from './cases.ts';
import { changesBetween, countsIn } from './effects.ts';
import { recordCase } from './record.ts';
import type { Golden, Settings } from './record.ts';
import { replayCase } from './replay.ts';
import { formsOf, plainNumbers, unanswered } from './values.ts';

/** A page of an old shop, and the data of its successor: two rows, a clock, a link that only somebody signed in may follow. */
const products = [
  { id: 'a1', legacy: '1', name: 'Assam & Co', price: 1250, created: '2015-03-02' },
  { id: 'b2', legacy: '2', name: 'Sencha', price: 123_450, created: '2016-11-30' },
] as const;

let clock = 0;
const legacy: RequestListener = (request, response) => {
  const url = new URL(request.url ?? '/', 'http://legacy');
  const row = products.find(({ legacy: id }) => id === url.searchParams.get('id'));
  clock += 1;
  if (url.pathname === '/orders.php' && request.headers.cookie !== 'S=1')
    return void response.writeHead(302, { location: 'login.php' }).end();
  response.setHeader('content-type', 'text/html; charset=iso-8859-1');
  if (row === undefined) return void response.end('<html><title>Shop</title><p>Nothing here</p></html>');
  const price = row.price === 1250 ? '12,50 EUR' : '1.234,50 EUR';
  const [year, month, day] = row.created.split('-');
  response.end(
    `<html><title>Shop</title><h1>${row.name.replace('&', '&amp;')}</h1><p>Price: ${price}</p><p>since ${day}.${month}.${year}</p><i>${clock} ms</i></html>`,
  );
};

type Fault = 'none' | 'price' | 'open' | 'missing';

const target =
  (fault: () => Fault): RequestListener =>
  (request, response) => {
    const id = (request.url ?? '').split('/').at(-1);
    const row = products.find((each) => each.id === id);
    const isOrder = request.url?.startsWith('/orders') === true;
    response.setHeader('content-type', 'application/json');
    if (isOrder && fault() !== 'open' && request.headers.authorization !== 'Bearer t')
      return void response.writeHead(401).end('{"type":"unauthenticated"}');
    if (row === undefined || fault() === 'missing') return void response.writeHead(404).end('{}');
    response.end(JSON.stringify(fault() === 'price' ? { ...row, price: row.price + 1 } : row));
  };

const oneCase = (id: string, path: string, to: string, as: Case['as']): Case => ({
  id,
  request: {
    method: 'GET',
    path,
    parameters: {},
    query: { id: { kind: 'row', of: 'products.id' } },
    body: {},
  },
  as,
  guards: as === 'person' ? ['require_login'] : [],
  variants: ['plain', 'other row', 'absent', 'anonymous'],
  safe: true,
  effects: [],
  target: [{ method: 'GET', path: to, from: { id: 'id' }, body: [], types: {}, missing: [] }],
});

const cases: Cases = {
  values: { 'products.id': { legacy: ['1', '2'], target: ['a1', 'b2'] } },
  cases: [
    oneCase('GET /product.php', '/product.php', '/products/{id}', 'anybody'),
    oneCase('GET /orders.php', '/orders.php', '/orders/{id}', 'person'),
  ],
};

let fault: Fault = 'none';
const servers: Server[] = [];
const settingsOf = async (listener: RequestListener, session: string): Promise<Settings> => {
  const server = createServer((request: IncomingMessage, response) => listener(request, response));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address: AddressInfo | string | null = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    place: { base: `http://127.0.0.1:${port}`, session, timeoutMs: 5_000 },
    sessions: {},
    person: { name: '', password: '' },
    writes: false,
  };
};

const goldens = new Map<string, Golden>();
let replaying: Settings;
beforeAll(async () => {
  const recording = await settingsOf(legacy, 'Cookie: S=1');
  replaying = await settingsOf(
    target(() => fault),
    'Authorization: Bearer t',
  );
  for (const each of cases.cases) goldens.set(each.id, await recordCase(each, cases, recording));
});
afterAll(() => servers.forEach((server) => server.close()));

const differences = async (now: Fault): Promise<readonly string[]> => {
  fault = now;
  const replayed = await Promise.all(
    cases.cases.map((each) => replayCase(each, goldens.get(each.id), cases, replaying)),
  );
  return replayed.flatMap((each) =>
    each.differences.map(({ case: id, variant, kind, what }) => `${id} ${variant} ${kind}: ${what}`),
  );
};

test('what is volatile is no part of a recording, what a page says is', () => {
  const plain = goldens.get('GET /product.php')?.variants.plain;
  expect(plain?.texts).toEqual(['Shop', 'Assam & Co', 'Price: 12,50 EUR', 'since 02.03.2015']);
  expect(goldens.get('GET /orders.php')?.variants.anonymous).toMatchObject({
    outcome: 'refused',
    location: 'login.php',
  });
});

test('a target that does the same shows no difference', async () => {
  expect(await differences('none')).toEqual([]);
});

test('an amount that is one cent more is found, for each row', async () => {
  expect((await differences('price')).filter((line) => line.startsWith('GET /product.php'))).toEqual([
    'GET /product.php plain value: `Price: 12,50 EUR` was shown and no answer holds it',
    'GET /product.php other row value: `Price: 1.234,50 EUR` was shown and no answer holds it',
  ]);
});

test('a door that stands open is found, and a row that is gone', async () => {
  expect(await differences('open')).toEqual([
    'GET /orders.php anonymous access: refused (302) before, done now: GET /orders/{id}',
  ]);
  expect((await differences('missing'))[0]).toBe(
    'GET /product.php plain outcome: done (200) before, missing now: GET /products/{id}',
  );
});

test('what changes something is not sent unasked', async () => {
  const [first] = cases.cases;
  if (first === undefined) throw new Error('there is a case');
  const writing: Case = { ...first, safe: false };
  expect((await recordCase(writing, cases, replaying)).skipped).toContain('PARITY_WRITES=1');
});

test('each check has a session of its own, where one is said', async () => {
  const [, orders] = cases.cases;
  if (orders === undefined) throw new Error('there is a case');
  const as = (header: string): Settings => ({ ...replaying, sessions: { require_login: header } });
  fault = 'none';
  expect(
    await replayCase(orders, goldens.get(orders.id), cases, as('Authorization: Bearer t')),
  ).toMatchObject({
    differences: [],
  });
  const { differences: refused } = await replayCase(
    orders,
    goldens.get(orders.id),
    cases,
    as('Authorization: Bearer x'),
  );
  expect(refused.map(({ kind }) => kind)).toContain('access');
});

test.each([
  ['text/html; charset=iso-8859-1', 'Tr\u00e8s bon', 'latin1'],
  ['text/html', '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1" />\u00e8', 'latin1'],
  ['text/html; charset=of-nobody', 'Tr\u00e8s bon', 'utf8'],
  ['application/json', '{"text":"Tr\u00e8s bon"}', 'utf8'],
] as const)('%s is read by what it says it is', (type, text, encoding) => {
  const bytes = new Uint8Array(Buffer.from(text, encoding));
  expect(textOf(bytes.buffer, type)).toBe(text);
});

test.each([
  ['1.234,50', '1234.50'],
  ['12,50 EUR', '12.50 EUR'],
  ['1,234.50', '1234.50'],
  ['3,5', '3,5'],
  ['10.000', '10.000'],
])('%s is %s', (written, plain) => {
  expect(plainNumbers(written)).toBe(plain);
});

test('minor units and dates stand on pages in their own forms', () => {
  expect(formsOf('1250')).toContain('12.50');
  expect(formsOf('2015-03-02T10:00:00Z')).toContain('02.03.2015');
  expect(unanswered(['4 reviews', 'Anna'], ['Anna Berg', '4'])).toEqual([]);
  expect(unanswered(['5 reviews'], ['4'])).toEqual(['5 reviews']);
});

test('rows and checksums before and after say what changed', () => {
  const before = countsIn('orders\t3\t11\nusers | 2 | 5\nlogs\t1\t1\n');
  const after = countsIn('orders\t4\t12\nusers | 2 | 6\nlogs\t1\t1\n');
  expect(changesBetween(before, after)).toEqual({
    orders: { rows: 1, changed: true },
    users: { rows: 0, changed: true },
  });
});

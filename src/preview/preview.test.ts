import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startNative } from '../testing/native-postgres.ts';
import { packageFiles } from '../testing/preview-package.ts';
import { byWord } from './harness/by-word.ts';
import { packageOf } from './package.ts';
import { startPreview } from './preview.ts';
import type { Preview } from './preview.ts';

const [anna, bert] = ['01900000-0000-7000-8000-000000000001', '01900000-0000-7000-8000-000000000002'];
const brief =
  'brief: 1\nsystem: { id: shop, name: Shop }\ncapabilities: { auth: {}, products: {}, orders: {} }\n';

const files = packageFiles(brief);
interface Sent {
  readonly as?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

let keys = 0;
async function send(method: string, path: string, { as, body, headers = {} }: Sent = {}) {
  const answer = await fetch(preview.url + path, {
    method,
    headers: {
      ...(as !== undefined && { authorization: `Bearer ${as}` }),
      ...(body !== undefined && {
        'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json',
      }),
      ...(method === 'POST' && { 'idempotency-key': `key-${String((keys += 1)).padStart(8, '0')}` }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    headers: answer.headers,
    text,
    body: text === '' ? undefined : JSON.parse(text),
  };
}

const address = { recipient: 'A', line1: 'b', postal_code: '1', city: 'x', country: 'DE' };
const customer = { as: `customer:${anna}` };

const delivered = packageOf('memory', (path) => files.get(path));
const native = startNative();
afterAll(() => native.kind === 'running' && native.server.stop());
if (native.kind === 'skipped') console.log(`skipped: the preview on a server, ${native.why}`);

const places = [
  { name: 'embedded', options: {} },
  ...(native.kind === 'running' ? [{ name: 'on a server', options: { database: native.server.url } }] : []),
];

let preview: Preview;
describe.each(places)('$name', ({ options }) => {
  beforeAll(async () => {
    preview = await startPreview(delivered, {
      port: 0,
      limits: false,
      parts: async () => [{ authenticate: byWord }],
      ...options,
    });
    await preview.running.database.script(
      `insert into auth.users (id, kind, status, email, locale) values ('${anna}', 'customer', 'active', 'anna@shop.example', 'en'), ('${bert}', 'customer', 'active', 'bert@shop.example', 'en')`,
    );
  }, 60_000);
  afterAll(() => preview.close());

  test('an open list answers anybody, a guarded one asks for a sign-in', async () => {
    expect((await send('GET', '/products')).body).toEqual({ items: [], next_cursor: null });
    const refused = await send('GET', '/orders');
    expect(refused.status).toBe(401);
    expect(refused.headers.get('content-type')).toBe('application/problem+json');
    expect(refused.headers.get('www-authenticate')).toBe('Bearer');
  });

  test('an object belongs to who made it', async () => {
    const made = await send('POST', '/addresses', { ...customer, body: address });
    expect(made.status).toBe(201);
    expect(made.headers.get('location')).toBe(`/addresses/${made.body.id}`);
    expect((await send('GET', `/addresses/${made.body.id}`, customer)).body).toEqual(made.body);
    expect((await send('GET', `/addresses/${made.body.id}`, { as: `customer:${bert}` })).status).toBe(404);
    expect((await send('GET', '/addresses', { as: `customer:${bert}` })).body.items).toEqual([]);
  });

  test('a repeat with the same key gets the same bytes, another body is refused', async () => {
    const headers = { 'idempotency-key': 'repeated-key' };
    const first = await send('POST', '/addresses', { ...customer, body: address, headers });
    const again = await send('POST', '/addresses', { ...customer, body: address, headers });
    expect([again.status, again.text]).toEqual([201, first.text]);
    const other = await send('POST', '/addresses', { ...customer, body: { ...address, city: 'y' }, headers });
    expect([other.status, other.body.type]).toEqual([422, '/problems/idempotency-key-reused']);
  });

  test('every wrong field of a body is named', async () => {
    const refused = await send('POST', '/addresses', {
      ...customer,
      body: { recipient: 'A', country: 'DEX', owner: 1 },
    });
    expect(refused.status).toBe(422);
    expect(refused.body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
      '/city',
      '/country',
      '/line1',
      '/owner',
      '/postal_code',
    ]);
  });

  test('pages follow each other and end', async () => {
    for (const city of ['p', 'q', 'r'])
      await send('POST', '/addresses', { ...customer, body: { ...address, city } });
    const seen: string[] = [];
    let cursor = '';
    for (let page = 0; page < 20; page++) {
      const { body } = await send(
        'GET',
        `/addresses?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`,
        customer,
      );
      seen.push(...body.items.map(({ id }: { id: string }) => id));
      if (body.next_cursor === null) break;
      cursor = body.next_cursor;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThanOrEqual(3);
    expect((await send('GET', '/addresses?cursor=bm9uZQ', customer)).status).toBe(400);
  });

  test('a change names the version it was made on', async () => {
    const { body } = await send('POST', '/carts', { ...customer, body: {} });
    const path = `/carts/${body.id}`;
    const tag = (await send('GET', path, customer)).headers.get('etag') ?? '';
    expect((await send('PATCH', path, { ...customer, body: { voucher: 'X' } })).status).toBe(428);
    const changed = await send('PATCH', path, {
      ...customer,
      body: { voucher: 'X' },
      headers: { 'if-match': tag },
    });
    expect([changed.status, changed.body.voucher]).toEqual([200, 'X']);
    expect(
      (await send('PATCH', path, { ...customer, body: { voucher: 'Y' }, headers: { 'if-match': tag } }))
        .status,
    ).toBe(412);
    const now = changed.headers.get('etag') ?? '';
    expect((await send('GET', path, { ...customer, headers: { 'if-none-match': now } })).status).toBe(304);
  });

  test('an action keeps to the life cycle, tells the outbox and the audit trail', async () => {
    const staff = { as: `merchandiser:${bert}` };
    const category = await send('POST', '/categories', {
      ...staff,
      body: { name: 'Lamps', slug: 'lamps', position: 1 },
    });
    const product = await send('POST', '/products', {
      ...staff,
      body: {
        name: 'Lamp',
        sku: 'L1',
        slug: 'lamp',
        price: 100,
        description: 'a lantern',
        category_id: category.body.id,
      },
    });
    expect(product.status).toBe(201);
    expect((await send('POST', `/products/${product.body.id}/publish`, staff)).body.status).toBe('active');
    expect((await send('POST', `/products/${product.body.id}/publish`, staff)).body.type).toBe(
      '/problems/illegal-state',
    );
    const { rows } = await preview.running.database.query(
      {},
      'select name from platform.outbox_events order by position',
    );
    expect(rows.map(({ name }) => name)).toContain('product.published');
    expect((await send('GET', '/products/search?q=lantern&fields=name')).body.items).toEqual([
      { id: product.body.id, name: 'Lamp' },
    ]);
  });

  test('a change of one field leaves the others, and merges objects', async () => {
    const staff = { as: `merchandiser:${bert}` };
    const category = await send('POST', '/categories', {
      ...staff,
      body: { name: 'Shades', slug: 'shades', position: 2 },
    });
    const made = await send('POST', '/products', {
      ...staff,
      body: {
        name: 'Shade',
        sku: 'S1',
        slug: 'shade',
        price: 100,
        category_id: category.body.id,
        attributes: { colour: 'red', size: { width: 1, height: 2 } },
      },
    });
    const change = async (body: unknown) => {
      const { headers } = await send('GET', `/products/${made.body.id}`, staff);
      return send('PATCH', `/products/${made.body.id}`, {
        ...staff,
        body,
        headers: { 'if-match': headers.get('etag') ?? '' },
      });
    };
    const named = await change({ name: 'Screen' });
    expect([named.status, named.body.attributes]).toEqual([200, made.body.attributes]);
    expect((await change({ attributes: { colour: null, size: { width: 3 } } })).body.attributes).toEqual({
      size: { width: 3, height: 2 },
    });
  });

  test('what cannot be read is refused, however it is sent', async () => {
    const raw = (body: string | Uint8Array<ArrayBuffer>, type = 'application/json') =>
      fetch(`${preview.url}/addresses`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${customer.as}`,
          'content-type': type,
          'idempotency-key': `raw-key-${body.length}`,
        },
        body,
      }).then(({ status }) => status);
    expect(await raw('{"recipient":')).toBe(400);
    expect(await raw(new Uint8Array([0x22, 0xff, 0x22]))).toBe(400);
    expect(await raw(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)).toBe(400);
    expect(await raw('x'.repeat(1_100_000))).toBe(413);
    expect(await raw('<a/>', 'application/xml')).toBe(415);
    expect(
      (await send('POST', '/addresses', { ...customer, body: { ...address, city: 'a\u0000b' } })).status,
    ).toBeLessThan(500);
    const elsewhere = await preview.app.inject({ url: '/products', headers: { host: 'elsewhere.example' } });
    expect(elsewhere.statusCode).toBe(400);
  });

  test('what is not there is told from what does not take the method', async () => {
    expect((await send('GET', '/nowhere')).status).toBe(404);
    const refused = await send('PUT', '/products');
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, POST']);
  });
});

test('a server that is not there is told with the next step', async () => {
  const started = startPreview(delivered, { port: 0, database: 'postgres://nobody@127.0.0.1:1/none' });
  await expect(started).rejects.toMatchObject({
    name: 'UnusablePackage',
    where: '--database',
    message: expect.stringContaining('ECONNREFUSED'),
    next: expect.stringContaining('postgresql 18'),
  });
});

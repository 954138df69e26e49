import { afterAll, beforeAll, expect, test } from 'vitest';
import { derived } from '../../model/origin.ts';
import type { Backend } from '../../model/backend.ts';
import type { CacheEntry } from '../../model/processes.ts';
import { packageFiles } from '../../testing/preview-package.ts';
import { anna, bert, lamp, shopBrief, shopRows } from '../../testing/preview-checkouts.ts';
import { byWord } from '../harness/by-word.ts';
import { packageOf } from '../package.ts';
import { startPreview } from '../preview.ts';
import type { Preview } from '../preview.ts';
import { cachingOf } from './caching.ts';
import type { Caching } from './caching.ts';
import { lruOf } from './lru.ts';

const entry = (id: string, operation: string, key: string, invalidatedBy: readonly string[]): CacheEntry => ({
  id,
  operation,
  key,
  ttl: derived(30, 's', 'test', []),
  invalidatedBy,
  stampedeGuard: 'one load for each key at a time in a process',
  origin: { kind: 'derived', rule: 'test', from: [] },
});

/** Reads of a shop, and one that shows less to some: a supporter sees users without what is personal. */
const withCaches = (backend: Backend): Backend => ({
  ...backend,
  processes: {
    ...backend.processes,
    caches: [
      entry('list-product', 'list Product', 'v1:product:list:{category}:{order}:{cursor}:{limit}', [
        'product.changed',
      ]),
      entry('read-product', 'read Product', 'v1:product:{id}', ['product.changed']),
      entry('list-order', 'list Order', 'v1:order:list:{role}:{order}:{cursor}:{limit}', ['order.placed']),
      entry('read-user', 'read User', 'v1:user:{id}:{role}', ['user.locked']),
    ],
  },
});

let preview: Preview;
let caching: Caching;
beforeAll(async () => {
  const files = packageFiles(shopBrief, withCaches);
  preview = await startPreview(
    packageOf('memory', (path) => files.get(path)),
    {
      port: 0,
      limits: false,
      clock: new Date('2030-01-01T00:00:00Z'),
      parts: async (running) => {
        caching = cachingOf(running);
        return [{ authenticate: byWord }, caching.part];
      },
    },
  );
  await preview.running.database.script(shopRows(1));
}, 60_000);
afterAll(() => preview?.close());

async function get(path: string, as?: string, headers: Readonly<Record<string, string>> = {}) {
  const answer = await fetch(preview.url + path, {
    headers: { ...(as !== undefined && { authorization: `Bearer ${as}` }), ...headers },
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text === '' ? undefined : JSON.parse(text) };
}

const rename = (name: string): Promise<void> =>
  preview.running.database.script(`update products.products set name = '${name}', version = version + 1`);
const nameOf = async (): Promise<string> => (await get(`/products/${lamp}`)).body.name;

test('an answer is served until its age is reached, and never longer', async () => {
  expect(await nameOf()).toBe('Lamp');
  await rename('Lantern');
  expect(await nameOf()).toBe('Lamp');
  await preview.running.clock.travel(29_999);
  expect(await nameOf()).toBe('Lamp');
  await preview.running.clock.travel(1);
  expect(await nameOf()).toBe('Lantern');
});

test('an event drops the object it is about, and the lists it may be in', async () => {
  const before = await nameOf();
  const list = await get('/products?limit=10');
  await rename('Torch');
  caching.changed({ name: 'product.changed', aggregateId: anna });
  expect(await nameOf()).toBe(before);
  expect((await get('/products?limit=10')).body.items[0].name).not.toBe(list.body.items[0].name);
  caching.changed({ name: 'product.changed', aggregateId: lamp });
  expect(await nameOf()).toBe('Torch');
});

test('a version that the caller holds is not sent again', async () => {
  const first = await get(`/products/${lamp}`);
  const tag = first.headers.get('etag');
  if (tag === null) return;
  expect((await get(`/products/${lamp}`, undefined, { 'if-none-match': tag })).status).toBe(304);
});

test('no role gets what was kept for another, and nobody what is somebody’s own', async () => {
  const id = '01900000-0000-7000-8000-0000000000d1';
  await preview.running.database.script(
    `insert into orders.orders (id, number, customer_id, placed_at, subtotal, discount, shipping, tax, total, note)
     values ('${id}', 'N1', '${anna}', now(), 1, 0, 0, 0, 1, 'ring twice')`,
  );
  const classOf = preview.running.backend.entities.find(({ name }) => name === 'Order')?.fields ?? [];
  const personal = classOf.filter(({ dataClass }) => dataClass === 'pii').map(({ name }) => name);
  const seen = async (as: string) => (await get('/orders?limit=9', as)).body.items[0];
  const [admin, support] = [`admin:${lamp}`, `support:${lamp}`];
  const first = { admin: await seen(admin), support: await seen(support) };
  const again = { support: await seen(support), admin: await seen(admin) };
  expect(again).toEqual(first);
  expect(caching.figures()['list-order']?.hits).toBe(2);
  expect(personal.length).toBeGreaterThan(0);
  for (const name of personal) {
    expect(first.admin).toHaveProperty(name);
    expect(first.support).not.toHaveProperty(name);
  }
  // A customer sees their own orders only: nothing of it is kept.
  expect(await seen(`customer:${anna}`)).toHaveProperty('id', id);
  expect(await seen(`customer:${bert}`)).toBeUndefined();
  expect(caching.figures()['list-order']?.misses).toBe(2);
  expect((await get(`/users/${anna}`, `support:${lamp}`)).body).not.toHaveProperty('email');
  expect((await get(`/users/${anna}`, `customer:${anna}`)).body).toHaveProperty('email');
  expect((await get(`/users/${anna}`, `customer:${lamp}`)).status).toBe(404);
});

test('many who ask at once load once', async () => {
  caching.clear();
  const before = caching.figures()['list-product'];
  await Promise.all(Array.from({ length: 20 }, () => get('/products?limit=7')));
  const after = caching.figures()['list-product'];
  const loads = (after?.misses ?? 0) - (after?.joined ?? 0) - ((before?.misses ?? 0) - (before?.joined ?? 0));
  expect(loads).toBe(1);
});

test('what is asked for least goes when there is no room', () => {
  const kept = lruOf<number>({ entries: 2, bytes: 100 });
  kept.set('a', 1, 10);
  kept.set('b', 2, 10);
  kept.get('a');
  kept.set('c', 3, 10);
  expect([kept.get('a'), kept.get('b'), kept.get('c')]).toEqual([1, undefined, 3]);
  kept.set('d', 4, 95);
  expect(kept.figures()).toEqual({ entries: 1, bytes: 95, evicted: 3 });
});

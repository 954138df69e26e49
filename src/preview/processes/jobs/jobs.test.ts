import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageFiles } from '../../../testing/preview-package.ts';
import { anna, bert, cartId, lamp, shopBrief, shopRows } from '../../../testing/preview-checkouts.ts';
import { backgroundOf } from '../../background.ts';
import type { Background } from '../../background.ts';
import { byWord } from '../../harness/by-word.ts';
import { packageOf } from '../../package.ts';
import { startPreview } from '../../preview.ts';
import type { Preview } from '../../preview.ts';

let preview: Preview;
let background: Background;
beforeAll(async () => {
  const files = packageFiles(shopBrief);
  preview = await startPreview(
    packageOf('memory', (path) => files.get(path)),
    {
      port: 0,
      limits: false,
      parts: async (running) => {
        background = await backgroundOf(running, { latency: 0, fault: () => {} });
        return [{ authenticate: byWord }, ...background.parts];
      },
    },
  );
  await preview.running.database.script(shopRows(10));
  await until(async () => background.processes.jobs.isReady());
}, 120_000);
afterAll(() => preview?.close());

/** Looks again and again; each look lets the queue look as well. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let look = 0; look < 200; look++) {
    if (await holds()) return;
    background.processes.wake();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('it did not come to pass within ten seconds');
}

async function send(method: string, path: string, as: string, body?: unknown) {
  const answer = await fetch(preview.url + path, {
    method,
    headers: {
      authorization: `Bearer ${as}`,
      ...(method === 'POST' && { 'idempotency-key': crypto.randomUUID() }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, location: answer.headers.get('location') ?? '', text };
}

const rows = async (sql: string) => (await preview.running.database.query({}, sql)).rows;

async function ended(location: string, as: string) {
  let body: { readonly state: string; readonly result?: string; readonly problem?: unknown } = { state: '' };
  await until(async () => {
    body = JSON.parse((await send('GET', location, as)).text);
    return body.state === 'succeeded' || body.state === 'failed';
  });
  return body;
}

test('an export is accepted, written in slices, and read by whoever asked for it without what their role may not see', async () => {
  await send('POST', '/orders', `customer:${anna}`, {
    cart_id: cartId(1),
    expected_total: 1000,
    payment_method: 'tok_1',
    note: 'ring twice',
  });
  const as = `merchandiser:${bert}`;
  const accepted = await send('POST', '/orders/export', as);
  expect(accepted.status).toBe(202);
  const status = await ended(accepted.location, as);
  expect(status).toMatchObject({ state: 'succeeded', result: `${accepted.location}/result` });
  const result = await send('GET', `${accepted.location}/result`, as);
  const [line] = result.text
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text));
  expect(line).toMatchObject({ status: 'paid', total: 1000 });
  const hidden = preview.running.backend.entities
    .find(({ name }) => name === 'Order')
    ?.fields.filter(({ dataClass }) => dataClass === 'pii')
    .map(({ name }) => name);
  for (const name of hidden ?? []) expect(line).not.toHaveProperty(name);
  expect((await send('GET', `${accepted.location}/result`, `merchandiser:${anna}`)).status).toBe(404);
});

test('an import takes over the rows of a file, new and changed; a file elsewhere is refused', async () => {
  const as = `merchandiser:${bert}`;
  const csv =
    'sku,name,slug,description,category_id,price\nL1,Lantern,lamp,bright,01900000-0000-7000-8000-0000000000b1,700\nL2,Torch,torch,small,01900000-0000-7000-8000-0000000000b1,300\n';
  const accepted = await send('POST', '/products/import', as, {
    file: `data:text/csv,${encodeURIComponent(csv)}`,
  });
  expect(accepted.status).toBe(202);
  expect(await ended(accepted.location, as)).toMatchObject({ state: 'succeeded' });
  expect(await rows('select id, sku, name, price from products.products order by sku')).toMatchObject([
    { id: lamp, sku: 'L1', name: 'Lantern', price: '700' },
    { sku: 'L2', name: 'Torch', price: '300' },
  ]);
  const elsewhere = await send('POST', '/products/import', as, { file: 'https://example.org/products.csv' });
  expect(await ended(elsewhere.location, as)).toMatchObject({
    state: 'failed',
    problem: { type: '/problems/invalid' },
  });
});

test('work that keeps failing is tried as often as is said, then failed and kept as a dead letter', async () => {
  const as = `merchandiser:${bert}`;
  await preview.running.database.script(
    "alter table products.products add constraint broken check (sku <> 'L3')",
  );
  const csv =
    'sku,name,slug,description,category_id,price\nL3,Candle,candle,wax,01900000-0000-7000-8000-0000000000b1,100\n';
  const accepted = await send('POST', '/products/import', as, {
    file: `data:text/csv,${encodeURIComponent(csv)}`,
  });
  const status = (): Promise<{ readonly state: string }> =>
    send('GET', accepted.location, as).then(({ text }) => JSON.parse(text));
  await until(async () => {
    // Its pauses are those of the clock of the preview.
    await preview.running.clock.travel(10_000);
    return (await status()).state === 'failed';
  });
  expect(await status()).toMatchObject({ problem: { type: '/problems/unavailable' } });
  await until(async () => (await background.processes.jobs.deadLetters()).length === 1);
  const [job] = await rows(
    `select retry_count, retry_limit from preview_jobs.job where name = 'long-work' and state = 'failed'`,
  );
  expect(job).toEqual({ retry_count: '2', retry_limit: '2' });
});

test('schedules run when the clock comes to their period, once for each', async () => {
  await preview.running.database.script(
    `insert into inventory.reservations (stock_level_id, reference, quantity, expires_at) values ('01900000-0000-7000-8000-0000000000c1', uuidv7(), 1, now());
     update inventory.stock_levels set reserved = reserved + 1`,
  );
  await preview.running.clock.travel(60_000);
  await until(
    async () =>
      (await rows("select 1 as one from inventory.reservations where status = 'expired'")).length === 1,
  );
  expect(await rows('select reserved from inventory.stock_levels')).toEqual([{ reserved: '0' }]);
  expect(background.processes.jobs.inWords).toContain('reconcile-psp');
});

test('what is past its retention is removed', async () => {
  const { removed } = await background.processes.jobs.runNow('idempotency-cleanup');
  expect(removed).toBe(0);
  await preview.running.clock.travel(2 * 86_400_000);
  expect(Number((await background.processes.jobs.runNow('idempotency-cleanup'))['removed'])).toBeGreaterThan(
    0,
  );
  await expect(background.processes.jobs.runNow('none')).rejects.toThrow(/no schedule/);
});

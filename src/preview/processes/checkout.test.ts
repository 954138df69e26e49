import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageFiles } from '../../testing/preview-package.ts';
import { anna, cartId, shopBrief, shopRows } from '../../testing/preview-checkouts.ts';
import { byWord } from '../harness/by-word.ts';
import { integrationsOf } from '../integrations/integrations.ts';
import type { Integrations } from '../integrations/integrations.ts';
import { packageOf } from '../package.ts';
import { startPreview } from '../preview.ts';
import type { Preview } from '../preview.ts';
import { processesOf } from './processes.ts';
import type { Processes } from './processes.ts';

const faults: unknown[] = [];
let preview: Preview;
let processes: Processes;
let integrations: Integrations;
beforeAll(async () => {
  const files = packageFiles(shopBrief);
  preview = await startPreview(
    packageOf('memory', (path) => files.get(path)),
    {
      port: 0,
      limits: false,
      parts: async (running) => {
        integrations = integrationsOf(running, { latency: 0 });
        processes = await processesOf(running, {
          integrations,
          patience: 60_000,
          fault: (error) => faults.push(error),
        });
        return [{ authenticate: byWord }, integrations.part, processes.part];
      },
    },
  );
  await preview.running.database.script(shopRows(50));
}, 60_000);
afterAll(() => preview?.close());

async function post(path: string, body: unknown, key: string = crypto.randomUUID(), as = `customer:${anna}`) {
  const answer = await fetch(preview.url + path, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${as}`,
      'content-type': 'application/json',
      'idempotency-key': key,
    },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text), text };
}

const rows = async (sql: string) => (await preview.running.database.query({}, sql)).rows;
const order = (n: number) => ({ cart_id: cartId(n), expected_total: 1000, payment_method: 'tok_1' });

test('a checkout reserves, charges once, and tells its consumers', async () => {
  const key = crypto.randomUUID();
  const placed = await post('/orders', order(1), key);
  expect([placed.status, placed.text, faults]).toEqual([201, placed.text, []]);
  expect(placed.body).toMatchObject({ status: 'paid', total: 1000 });
  const again = await post('/orders', order(1), key);
  expect([again.status, again.text]).toEqual([201, placed.text]);
  expect(integrations.kept('psp')).toMatchObject([{ amount: 1000, state: 'authorised' }]);
  await processes.settle();
  expect(await rows("select status from cart.carts where id = '" + cartId(1) + "'")).toEqual([
    { status: 'ordered' },
  ]);
  expect(await rows('select template from notifications.notifications')).toEqual([
    { template: 'order-placed' },
  ]);
  expect(await rows('select on_hand, reserved from inventory.stock_levels')).toEqual([
    { on_hand: '98', reserved: '0' },
  ]);
  expect(faults).toEqual([]);
});

test('what the provider declines leaves nothing behind, and is refused again under its key', async () => {
  integrations.misbehave('psp', { refuse: 1 });
  const key = crypto.randomUUID();
  const refused = await post('/orders', order(2), key);
  integrations.misbehave('psp', {});
  expect([refused.status, refused.body.type]).toEqual([409, '/problems/conflict']);
  expect((await post('/orders', order(2), key)).text).toBe(refused.text);
  expect((await post('/orders', { ...order(2), note: 'another' }, key)).status).toBe(422);
  expect(await rows('select on_hand, reserved from inventory.stock_levels')).toEqual([
    { on_hand: '98', reserved: '0' },
  ]);
  expect((await post('/orders', order(2))).status).toBe(201);
});

test('an answer that is lost is asked for again, and charged once', async () => {
  integrations.misbehave('psp', { loseAnswer: 0.5 });
  const answers = await Promise.all([3, 4, 5, 6, 7, 8].map((n) => post('/orders', order(n))));
  integrations.misbehave('psp', {});
  await processes.settle();
  const paid = answers.filter(({ status }) => status === 201).length;
  const open = (integrations.kept('psp') ?? []).filter(({ state }) => state === 'authorised').length;
  // Two were placed before.
  expect(open).toBe(paid + 2);
  expect((await rows("select 1 as one from orders.orders where status = 'paid'")).length).toBe(paid + 2);
});

test('two requests with one key at the same time are one order', async () => {
  const key = crypto.randomUUID();
  const [first, second] = await Promise.all([post('/orders', order(9), key), post('/orders', order(9), key)]);
  expect([first?.status, second?.text]).toEqual([201, first?.text]);
});

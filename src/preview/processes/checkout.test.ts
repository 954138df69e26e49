import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageFiles } from '../../testing/preview-package.ts';
import { anna, cartId, shopBrief, shopRows } from '../../testing/preview-shop.ts';
import type { Authenticate } from '../http/routes.ts';
import { integrationsOf } from '../integrations/integrations.ts';
import type { Integrations } from '../integrations/integrations.ts';
import { packageOf } from '../package.ts';
import { startPreview } from '../preview.ts';
import type { Preview } from '../preview.ts';
import { processesOf } from './processes.ts';
import type { Processes } from './processes.ts';

const byWord: Authenticate = async ({ headers, ip }) => {
  const [role, id] = (headers.authorization ?? '').replace('Bearer ', '').split(':');
  return role === undefined || id === undefined
    ? { kind: 'anonymous', address: ip }
    : { kind: 'known', id, roles: [role], address: ip };
};

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
        processes = await processesOf(running, { integrations, fault: (error) => faults.push(error) });
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
  console.log(JSON.stringify(await processes.figures()), faults, await rows('select * from cart.carts limit 1'), await rows('select template, status from notifications.notifications'));
});

import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageFiles } from '../../testing/preview-package.ts';
import { anna, cartId, shopBrief, shopRows } from '../../testing/preview-checkouts.ts';
import { backgroundOf } from '../background.ts';
import type { Background } from '../background.ts';
import { byWord } from '../harness/by-word.ts';
import { packageOf } from '../package.ts';
import { startPreview } from '../preview.ts';
import type { Preview } from '../preview.ts';
import { periodOf } from './jobs/period.ts';
import { csvRows } from './jobs/rows.ts';
import { backOffOf, pauseBefore } from './back-off.ts';

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
        // No pause between attempts, a chance of nothing of it; what is due by the clock would change rows on a slow machine.
        background = await backgroundOf(running, {
          latency: 0,
          chance: () => 0,
          schedules: false,
          fault: () => {},
        });
        return [{ authenticate: byWord }, ...background.parts];
      },
    },
  );
  await preview.running.database.script(shopRows(20));
  for (let n = 1; n <= 6; n++) expect((await order(n)).status).toBe(201);
  await background.processes.settle();
}, 120_000);
afterAll(() => preview?.close());

const order = (n: number): Promise<Response> =>
  fetch(`${preview.url}/orders`, {
    method: 'POST',
    headers: {
      authorization: `Bearer customer:${anna}`,
      'content-type': 'application/json',
      'idempotency-key': `order-of-cart-${n}`,
    },
    body: JSON.stringify({ cart_id: cartId(n), expected_total: 1000, payment_method: 'tok_1' }),
  });

const rows = async (sql: string) => (await preview.running.database.query({}, sql)).rows;

/** All that consumers write. */
const state = (): Promise<unknown> =>
  Promise.all(
    [
      'select id, status from orders.orders order by id',
      'select id, status from cart.carts order by id',
      'select recipient_id, template, dedupe_key, status from notifications.notifications order by dedupe_key',
      'select on_hand, reserved from inventory.stock_levels',
      'select reference, status from inventory.reservations order by reference',
      'select order_id, from_status, to_status from orders.order_status_changes order by order_id, created_at',
    ].map(rows),
  );

test('whatever is delivered again, in whatever order, has the effect of one delivery', async () => {
  const ids = (await rows('select id from platform.outbox_events order by position')).map(
    ({ id }) => id ?? '',
  );
  const before = await state();
  expect(ids.length).toBeGreaterThan(6);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.subarray(ids, { minLength: 1 }), { minLength: 1, maxLength: 3 }),
      async (again) => {
        for (const some of again) {
          for (const id of some.toReversed())
            await preview.running.database.query(
              {},
              'update platform.outbox_events set published_at = null, "position" = default where id = $1',
              [id],
            );
          await background.processes.settle();
        }
        expect(await state()).toEqual(before);
      },
    ),
    { numRuns: 8 },
  );
  const figures = await background.processes.figures();
  expect(figures.consumers.repeated).toBeGreaterThan(0);
  expect([figures.consumers.waiting, figures.consumers.parked]).toEqual([0, 0]);
});

test('what a consumer cannot handle is tried as often as is said, parked with what is behind it, and replayed in order', async () => {
  const consumer = 'notifications-on-order-placed';
  const broken =
    "alter table notifications.notifications add constraint broken check (template <> 'order-placed') not valid";
  await preview.running.database.script(broken);
  const failed = (await background.processes.consumers.figures()).failed;
  const placed = await order(7);
  const { id } = JSON.parse(await placed.text());
  await background.processes.settle();
  const attempts = preview.running.backend.processes.jobs.find((job) => job.id === consumer)?.attempts?.value;
  expect((await background.processes.consumers.figures()).failed - failed).toBe(attempts);
  // Another message of its key stands behind it; other keys go on.
  await preview.running.database.script(
    `insert into platform.outbox_events (name, aggregate, aggregate_id, ordering_key, payload)
     select name, aggregate, aggregate_id, ordering_key, payload from platform.outbox_events where name = 'order.placed' and aggregate_id = '${id}'`,
  );
  await background.processes.settle();
  const parked = await background.processes.consumers.figures();
  expect([parked.parked, parked.waiting]).toEqual([2, 0]);
  expect(parked.keys).toMatchObject([{ consumer, ordering_key: id, messages: '2' }]);
  expect(await rows(`select status from cart.carts where id = '${cartId(7)}'`)).toEqual([
    { status: 'ordered' },
  ]);

  await expect(background.processes.consumers.replay(consumer, id)).rejects.toThrow(/broken/);
  await preview.running.database.script('alter table notifications.notifications drop constraint broken');
  expect(await background.processes.consumers.replay(consumer, id)).toBe(2);
  expect((await background.processes.consumers.figures()).parked).toBe(0);
  expect(
    await rows(
      `select count(*) as count from notifications.notifications where dedupe_key = 'order-placed:${id}'`,
    ),
  ).toEqual([{ count: '1' }]);
});

test('a message that ends the process again and again is parked', async () => {
  const consumer = 'notifications-on-order-placed';
  await preview.running.database.script(
    `insert into preview.deliveries (consumer, event_id, position, ordering_key, name, payload, starts)
     select '${consumer}', uuidv7(), 1000000, 'lost', name, payload, 3 from platform.outbox_events where name = 'order.placed' limit 1`,
  );
  await background.processes.settle();
  expect((await background.processes.consumers.figures()).keys).toMatchObject([
    { ordering_key: 'lost', first_refusal: 'started and never ended' },
  ]);
});

test('pauses double up to the longest, and are drawn from nothing to all of it', () => {
  const said = backOffOf({ backoff: 'exponential from 1 s to 5 min, full jitter' });
  expect(said).toEqual({ first: 1000, longest: 300_000 });
  expect([1, 2, 3, 20].map((attempt) => pauseBefore(attempt, said, 1))).toEqual([1000, 2000, 4000, 300_000]);
  expect(pauseBefore(5, said, 0)).toBe(0);
});

test('periods begin where their words say', () => {
  const noon = Date.parse('2030-01-01T12:00:30Z');
  expect(periodOf('every 1 min', noon)).toBe(Date.parse('2030-01-01T12:00:00Z'));
  expect(periodOf('daily at 02:30 UTC', noon)).toBe(Date.parse('2030-01-01T02:30:00Z'));
  expect(periodOf('daily at 13:00 UTC', noon)).toBe(Date.parse('2029-12-31T13:00:00Z'));
  expect(periodOf('when asked', noon)).toBeUndefined();
});

test('a file of values in lines is read as RFC 4180 says', () => {
  expect(csvRows('sku,name\r\nA,"Lamp, ""big"""\nB,\n')).toEqual([
    { sku: 'A', name: 'Lamp, "big"' },
    { sku: 'B' },
  ]);
});

import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { schemaSql } from '../../../artifacts/ddl.ts';
import { gaugeCollectors } from '../../../artifacts/message-gauges.ts';
import { shopText } from '../../../testing/briefs.ts';
import { basisOf, partsOf } from '../../../testing/designed.ts';
import { monitoring } from '../monitoring.ts';
import { withScratch } from '../scratch.ts';

const shop = partsOf(basisOf(shopText));
const collector = z.object({
  metrics: z.array(z.object({ metric_name: z.string(), values: z.array(z.string()), query: z.string() })),
});

const fill = `
  insert into platform.outbox_events (name, aggregate, aggregate_id, ordering_key, payload, created_at)
    values ('order.placed', 'Order', gen_random_uuid(), 'k1', '{}', now() - interval '400 s');
  insert into platform.inbox_events_parked (consumer, event_id, ordering_key, payload, because, parked_at)
    values ('cart', gen_random_uuid(), 'k1', '{}', 'refused', now() - interval '90 s'),
      ('cart', gen_random_uuid(), 'k1', '{}', 'behind', now() - interval '30 s')`;

test('the collectors measure what waits and what is parked on the delivered schema', async () => {
  const [file, ...others] = gaugeCollectors(shop);
  expect(others).toEqual([]);
  const { metrics } = collector.parse(parse(file?.text ?? ''));
  const told = await withScratch(schemaSql(shop.data).text, async ({ session }) => {
    const read = async () =>
      Promise.all(
        metrics.map(async ({ metric_name: metric, values: [value = ''], query }) => {
          const rows = await session.rows(query);
          return [metric, rows.map((row) => Math.round(Number(row[value])))];
        }),
      );
    const before = await read();
    await session.script(`begin; ${fill}`);
    const after = await read();
    await session.script('rollback');
    return { before, after };
  });
  expect(told).toEqual({
    before: [
      ['outbox_oldest_waiting_seconds', [0]],
      ['parked_messages', [0, 0]],
      ['parked_oldest_seconds', [0, 0]],
    ],
    after: [
      ['outbox_oldest_waiting_seconds', [400]],
      ['parked_messages', [0, 2]],
      ['parked_oldest_seconds', [0, 90]],
    ],
  });
}, 60_000);

test('the questions about messages run on the schema of services and raise no alarm where nothing happened', async () => {
  const services = partsOf(basisOf(shopText, { style: 'services-per-context' }));
  const { claims, inputs } = monitoring.claims(services);
  const [outcome] = await monitoring.prove(claims, (path) => inputs.get(path) ?? '');
  expect(outcome?.verdict).toEqual({ kind: 'proved' });
}, 60_000);

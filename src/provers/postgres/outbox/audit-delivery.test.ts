import { expect, test } from 'vitest';
import { auditDeliverySql, trailAppend } from '../../../artifacts/audit-delivery.ts';
import { auditTrailSql } from '../../../artifacts/audit-trail.ts';
import { schemaSql } from '../../../artifacts/ddl.ts';
import { outboxesOf, outboxSql } from '../../../artifacts/outbox-sql.ts';
import { relayNames } from '../../../artifacts/outbox-statements.ts';
import { auditText, shopText } from '../../../testing/briefs.ts';
import { basisOf, partsOf } from '../../../testing/designed.ts';
import { withScratch } from '../scratch.ts';

const services = partsOf(basisOf(shopText, { style: 'services-per-context' }));

test('a trail in the database of those who write it needs no delivery', () => {
  expect(auditDeliverySql(partsOf(basisOf(shopText)))).toBe('');
  expect(auditDeliverySql(partsOf(basisOf(auditText)))).toBe('');
});

/** Ten messages about two things, in one outbox. */
const write = `insert into orders.outbox_events (name, aggregate, aggregate_id, ordering_key, payload)
  select 'orders.audited', 'AuditEntry', id, target::text, jsonb_build_object('id', id, 'occurred_at', now(), 'actor_role',
    'admin', 'action', 'step ' || n, 'target_kind', 'Order', 'target_id', target, 'outcome', 'done', 'request_id', 'r' || n)
  from (select n, gen_random_uuid() as id, ('00000000-0000-7000-8000-00000000000' || n % 2)::uuid as target
    from generate_series(1, 10) as n order by n) as told`;

test('what a service stored with its change is in the trail once, in order, in an unbroken chain', async () => {
  const script = [
    schemaSql(services.data).text,
    outboxSql(services).text,
    auditTrailSql(services),
    auditDeliverySql(services),
  ].join('\n');
  const number = outboxesOf(services.data).find(({ table }) => table === 'orders.outbox_events')?.number ?? 0;
  const told = await withScratch(script, async ({ session, refusals }) => {
    await session.script(`begin; ${write}`);
    const rows = await session.rows(`execute ${relayNames(number).take}`);
    // At least once: each message comes twice, and the whole batch again because its relay died.
    for (const row of [...rows.flatMap((each) => [each, each]), ...rows])
      await session.rows(`execute ${trailAppend}('${row['id']}', '${row['payload']}')`);
    const entries = await session.rows(
      'select target_id, chain, sequence, action from audit.audit_entries order by chain, sequence',
    );
    const faults = await session.rows('select * from audit.check_audit_entries()');
    await session.script('rollback');
    return { refusals, entries, faults };
  });
  expect(told.refusals).toEqual([]);
  expect(told.faults).toEqual([]);
  const steps = [0, 1].map((target) =>
    told.entries
      .filter((row) => row['target_id']?.endsWith(String(target)))
      .map((row) => [row['sequence'], row['action']]),
  );
  const expected = (first: number) =>
    [0, 2, 4, 6, 8].map((step, at) => [String(at + 1), `step ${first + step}`]);
  expect(steps).toEqual([expected(2), expected(1)]);
}, 60_000);

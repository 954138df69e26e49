import { Client } from 'pg';
import { afterAll, expect, test } from 'vitest';
import { auditTrailSql } from '../../../artifacts/audit-trail.ts';
import { schemaSql } from '../../../artifacts/ddl.ts';
import { auditText } from '../../../testing/briefs.ts';
import { basisOf, partsOf } from '../../../testing/designed.ts';
import { startNative } from '../../../testing/native-postgres.ts';

const native = startNative();
const writers = 6;
const entries = 40;

afterAll(() => {
  if (native.kind === 'running') native.server.stop();
});

const connect = async (url: string): Promise<Client> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  return client;
};

const add = `insert into audit_entries (occurred_at, actor_role, action, target_kind, outcome, request_id, chain)
  values (now(), 'admin', 'look', 'Order', 'done', 'r', 7)`;

test('writers side by side keep one chain whole', async () => {
  if (native.kind === 'skipped') {
    console.log(`skipped: ${native.why}`);
    return;
  }
  const { url } = native.server;
  const backend = partsOf(basisOf(auditText));
  const [owner, ...clients] = await Promise.all(Array.from({ length: writers + 1 }, () => connect(url)));
  if (owner === undefined) throw new Error('no connection');
  try {
    await owner.query(schemaSql(backend.data).text);
    const path = backend.data.tables.find(({ name }) => name === 'audit_entries')?.schema ?? 'public';
    for (const client of [owner, ...clients]) await client.query(`set search_path = ${path}`);
    await owner.query(auditTrailSql(backend));
    await Promise.all(
      clients.map(async (client) => {
        for (let at = 0; at < entries; at += 1) await client.query(add);
      }),
    );
    const { rows } = await owner.query(
      'select count(*)::int as n, max(sequence)::int as last from audit_entries',
    );
    expect(rows).toEqual([{ n: writers * entries, last: writers * entries }]);
    expect((await owner.query('select * from check_audit_entries()')).rows).toEqual([]);
  } finally {
    await Promise.all([owner, ...clients].map((client) => client.end()));
  }
}, 120_000);

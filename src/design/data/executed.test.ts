import { expect, test } from 'vitest';
import { schemaSql } from '../../artifacts/ddl.ts';
import { emptyBackend } from '../../model/backend.ts';
import type { DataModel } from '../../model/data.ts';
import { ddl } from '../../provers/postgres/ddl.ts';
import { plan } from '../../provers/postgres/plan.ts';
import { withScratch } from '../../provers/postgres/scratch.ts';
import type { Session } from '../../provers/postgres/session.ts';
import { libraryText, shopText } from '../../testing/briefs.ts';
import { basisOf } from '../../testing/designed.ts';
import { designData } from './data.ts';

const shop = designData(basisOf(shopText));
const backend = { ...emptyBackend('shop', 'designed'), data: shop };

test.each([
  ['the shop', backend],
  ['a library', { ...backend, data: designData(basisOf(libraryText)) }],
])("PostgreSQL's planner answers every statement of %s at the projected size", async (_, { data }) => {
  const { claims, inputs } = plan.claims({ ...backend, data });
  const outcomes = await plan.prove(claims, (path) => inputs.get(path) ?? '');
  expect(outcomes.filter(({ verdict }) => verdict.kind !== 'proved')).toEqual([]);
  expect(outcomes.length).toBeGreaterThanOrEqual(data.queries.length);
});

test.each([
  ['partitioned', designData(basisOf(shopText, { partitioning: true }))],
  ['as services', designData(basisOf(shopText, { style: 'services-per-context' }))],
])('a design %s: its schema executes and its statements can be prepared', async (_, data) => {
  const { text, lost } = schemaSql(data);
  expect(lost).toEqual([]);
  await withScratch(text, async ({ session, refusals }) => {
    expect(refusals).toEqual([]);
    expect(await unprepared(session, data)).toEqual([]);
  });
});

async function unprepared(session: Session, { queries }: DataModel): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const [at, { id, sql, parameters }] of queries.entries()) {
    const types = parameters.map(({ type }) => type).join(', ');
    const ran = await session.run(`prepare q${at}${types === '' ? '' : ` (${types})`} as ${sql}`);
    if (ran.kind !== 'done') faults.push(`${id}: ${ran.failure.message}`);
  }
  return faults;
}

const alice = '00000000-0000-7000-8000-00000000000a';
const bob = '00000000-0000-7000-8000-00000000000b';

test("PostgreSQL executes the schema of the shop, and keeps a customer from another's orders", async () => {
  // Both ask for the same script at the same time, so one engine serves them.
  await Promise.all([executed(), keptApart()]);
});

async function executed(): Promise<void> {
  const { claims, inputs } = ddl.claims(backend);
  const [outcome] = await ddl.prove(claims, (path) => inputs.get(path) ?? '');
  expect(outcome?.verdict).toEqual({ kind: 'proved' });
  expect(outcome?.incomplete).toEqual([]);
  expect(outcome?.measurements).toMatchObject({ tables: shop.tables.length, refused: 0 });
}

async function keptApart(): Promise<void> {
  await withScratch(schemaSql(shop).text, async ({ session }) => {
    for (const [user, number] of [
      [alice, 'A-1'],
      [bob, 'B-1'],
    ]) {
      await session.rows(`insert into auth.users (id, email) values ('${user}', '${number}@example.org')`);
      await session.rows(`insert into orders.orders (customer_id, number, placed_at, subtotal, discount, shipping, tax, total)
        values ('${user}', '${number}', now(), 10, 0, 0, 0, 10)`);
    }
    const seen = async (role: string, statement: string): Promise<string> => {
      await session.rows('begin');
      await session.rows(`set local role ${role}`);
      await session.rows(`set local app.user_id = '${alice}'`);
      const ran = await session.run(statement);
      await session.rows('rollback');
      return ran.kind === 'done' ? JSON.stringify(ran.rows) : (ran.failure.code ?? 'failed');
    };
    const numbers = 'select string_agg(number, $$,$$ order by number) as n from orders.orders';
    expect(await seen('shop_customer', numbers)).toBe('[{"n":"A-1"}]');
    expect(await seen('shop_support', numbers)).toBe('[{"n":"A-1,B-1"}]');
    const steal = `update orders.orders set note = 'mine' where number = 'B-1' returning number`;
    expect(await seen('shop_customer', steal)).toBe('[]');
    expect(await seen('shop_customer', 'delete from orders.orders')).toBe('42501');
    expect(await seen('shop_merchandiser', `update orders.orders set note = 'x'`)).toBe('42501');
  });
}

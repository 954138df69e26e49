import { expect, test } from 'vitest';
import { openScratch } from '../provers/postgres/scratch.ts';
import { column, origin, table } from '../testing/store-parts.ts';
import { storeData } from '../testing/store-data.ts';
import type { DataModel } from '../model/data.ts';
import { schemaSql } from './ddl.ts';
import { seedSql } from './seed-sql.ts';

const order = table('orders', [
  column('subtotal', 'bigint'),
  column('discount', 'bigint'),
  column('total', 'bigint'),
]);

/** Fills the schema and asks each statement. */
async function filled(
  data: DataModel,
  questions: readonly string[],
): Promise<readonly (readonly string[])[]> {
  const scratch = await openScratch(`${schemaSql(data).text}\n${seedSql(data).text}`);
  try {
    expect(scratch.refusals.map(({ why, sql }) => `${why}: ${sql.slice(0, 200)}`)).toEqual([]);
    const answers: string[][] = [];
    for (const question of questions) {
      const rows = await scratch.session.rows(question);
      answers.push(rows.map((row) => Object.values(row).join(' ')));
    }
    return answers;
  } finally {
    await scratch.session.close();
  }
}

test('the store gets rows that satisfy every key and check, with the skew of its statistics', async () => {
  const [orders, states, lines] = await filled(storeData, [
    'select count(*) > 300 and count(distinct customer_id) < count(*) as n from "order"',
    `select status, round(100.0 * count(*) / sum(count(*)) over ()) as part from "order" group by status order by 2 desc limit 1`,
    'select count(*) > 300 and min(quantity) >= 1 and max(quantity) <= 999 as n from order_line',
  ]);
  expect(orders).toEqual(['t']);
  expect(states?.[0]).toMatch(/^delivered 9\d/);
  expect(lines).toEqual(['t']);
}, 30_000);

test('rows agree with others as the design says, and refer to rows that arrived', async () => {
  const generated = ['update order_line set quantity = 7 where quantity > 7'];
  const tables = storeData.tables.map((each) => (each.name === 'order_line' ? { ...each, generated } : each));
  const [most, lost] = await filled({ ...storeData, tables }, [
    'select max(quantity) as n from order_line',
    'select count(*) from order_line l where not exists (select from "order" o where o.id = l.order_id)',
  ]);
  expect(most).toEqual(['7']);
  expect(lost).toEqual(['0']);
}, 30_000);

test('a column that a check ties to others is computed from them', () => {
  const seeded = (...checks: readonly string[]): string =>
    seedSql({ ...storeData, tables: [{ ...order, checks: checks.map((sql) => ({ sql, origin })) }] }).text;
  expect(seeded('total = subtotal - discount')).toContain('(subtotal - discount)::bigint as total');
  expect(seeded('discount <= subtotal')).toContain('(least(discount, subtotal))::bigint as discount');
  const both = seeded('total = subtotal - discount', 'discount <= subtotal');
  expect(both).toContain('(least(discount, subtotal))::bigint as discount');
  expect(both).toContain('(subtotal - least(discount, subtotal))::bigint as total');
});

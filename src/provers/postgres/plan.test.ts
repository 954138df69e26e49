import { expect, test } from 'vitest';
import type { Outcome } from '../../findings/claim.ts';
import { emptyBackend } from '../../model/backend.ts';
import type { Backend } from '../../model/backend.ts';
import type { Query } from '../../model/data.ts';
import { storeData } from '../../testing/store-data.ts';
import { schemaPath } from './ddl.ts';
import { plan } from './plan.ts';

const store: Backend = { ...emptyBackend('store', 'designed'), data: storeData };
const origin = { kind: 'assumed', because: 'test' } as const;
const select = (id: string, sql: string, tables: readonly string[]): Query => ({
  id,
  sql,
  kind: 'select',
  tables,
  parameters: [],
  origin,
});

async function prove(
  backend: Backend,
  edit: (text: string, path: string) => string = (text) => text,
): Promise<readonly Outcome[]> {
  const { claims, inputs } = plan.claims(backend);
  return plan.prove(claims, (path) => edit(inputs.get(path) ?? '', path));
}

const withQueries = (queries: readonly Query[]): Backend => ({ ...store, data: { ...storeData, queries } });

/** `my-orders: Limit > Index Scan (order_customer_idx), 83.4 instead of 1339286.72` */
function line({ claim, verdict, measurements }: Outcome): string {
  const name = claim.replace('plan/', '');
  if (verdict.kind !== 'proved')
    return `${name}: ${verdict.kind === 'refuted' ? verdict.counterexample : verdict.reason}`;
  const [shape, cost, without] = ['plan', 'cost', 'costWithoutIndexes'].map((key) =>
    JSON.stringify(measurements[key]),
  );
  return `${name}: ${shape?.slice(1, -1)}, ${cost} instead of ${without}`;
}

test('PostgreSQL plans the workload of the store at its projected size through the indexes made for it', async () => {
  const outcomes = await prove(store);
  expect(outcomes.slice(0, -1).map(line).join('\n')).toMatchInlineSnapshot(`
    "my-orders: Limit > Index Scan (order_customer_idx), 83.77 instead of 1339290
    list-products: Limit > Index Scan (product_category_idx), 94.34 instead of 8575.02
    search-products: Limit > Bitmap Heap Scan > Bitmap Index Scan (product_name_trgm_idx), 145.8 instead of 8561
    open-orders: Limit > Index Scan (order_open_idx), 4.7 instead of 1483330
    read-order: Nested Loop > [Index Scan (order_number_key), Index Scan (order_line_order_id_product_id_key)], 21.21 instead of 21.21
    my-audit: Limit > Sort > Append > [Index Scan (audit_entry_actor_idx), Seq Scan (audit_entry)], 65.3 instead of 1208330"
  `);
  expect(outcomes.at(-1)).toMatchObject({
    claim: 'plan/index-use',
    verdict: { kind: 'proved' },
    measurements: { indexes: 8, readByPlans: 5, forForeignKeysOnly: 3, idle: 0 },
  });
  expect(outcomes[0]?.incomplete).toEqual([
    'planned without row security, whose conditions come on top: order',
  ]);
});

test('an index that is lost is the counterexample: the scan that comes instead, with its pages', async () => {
  const outcomes = await prove(store, (text, path) =>
    path === schemaPath ? text.replace(/^create index order_customer_idx.*\n/m, '') : text,
  );
  expect(
    outcomes
      .filter(({ verdict }) => verdict.kind !== 'proved')
      .map(line)
      .join('\n'),
  ).toMatchInlineSnapshot(`
    "my-orders: Seq Scan on order reads 714286 pages to keep 28 of 50000000 rows, filter ("order".customer_id = '018f6d2e-7b1a-7c3d-9e4f-5a6b7c8d9e0f'::uuid)
    plan: Limit > Sort > Seq Scan (order)"
  `);
});

test('what no index can serve is told, what none was made for is refuted', async () => {
  const outcomes = await prove(
    withQueries([
      select('revenue', 'select sum(total) from "order"', ['order']),
      select('by-total', 'select id from "order" order by total desc limit 20', ['order']),
      select('cheap', "select id from product where price = 1 and currency = 'EUR'", ['product']),
      select('small', "select id from category where name = 'lamps'", ['category']),
      select('some', 'select id from product limit 10', ['product']),
      select(
        'payers',
        'select o.id from "order" o join billing.payment p on p.order_id = o.id where p.amount = 7',
        ['order', 'billing.payment'],
      ),
      select('gone', 'select nothing from product', ['product']),
    ]),
  );
  expect(outcomes.map(line).join('\n')).toMatchInlineSnapshot(`
    "revenue: Aggregate > Seq Scan (order), 1339290 instead of 1339290
    by-total: Sort under Limit orders 50000000 rows to keep 20
    plan: Limit > Sort > Seq Scan (order)
    cheap: Seq Scan on product reads 6061 pages to keep 13 of 200000 rows, filter ((product.price = '1'::numeric) AND (product.currency = 'EUR'::bpchar))
    plan: Seq Scan (product)
    small: Seq Scan (category), 10 instead of 10
    some: Limit > Seq Scan (product), 0.4 instead of 0.4
    payers: Seq Scan on payment reads 590910 pages to keep 520 of 52000000 rows, filter (p.amount = 7)
    plan: Nested Loop > [Seq Scan (payment), Index Only Scan (order_pkey)]
    gone: PostgreSQL cannot plan it: 42703: column "nothing" does not exist
    index-use: product_name_trgm_idx is read by no plan of the workload
    order_open_idx is read by no plan of the workload"
  `);
  expect(outcomes[0]?.incomplete).toEqual([
    'reads all 714286 pages of order: nothing selects among its rows',
    'planned without row security, whose conditions come on top: order',
  ]);
});

test('without projected rows there is nothing to claim', () => {
  const tables = storeData.tables.map((table) => {
    const { rows, ...unsized } = table;
    expect(rows).toBeDefined();
    return unsized;
  });
  expect(plan.claims({ ...store, data: { ...storeData, tables } }).claims).toEqual([]);
});

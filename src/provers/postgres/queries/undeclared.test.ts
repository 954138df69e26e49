import { expect, test } from 'vitest';
import { openProduction } from '../production/open-production.ts';
import { readStatisticsFile } from '../production/read-statistics.ts';
import { planQueries } from './plan-queries.ts';
import { findReasons } from './reasons.ts';

const key = { distinct: -1, nullFraction: 0, averageWidth: 8, correlation: 1 };
const table = (name: string, rows: number, columns: readonly object[]) => ({
  table: name,
  schema: 'public',
  rows,
  pages: Math.ceil(rows / 40),
  allVisible: 1,
  columns,
});

const declared = JSON.stringify({
  tables: [
    table('customer', 2e5, [{ name: 'id', ...key }]),
    table('purchase', 3e6, [
      { name: 'id', ...key },
      { name: 'customer', ...key, distinct: 2e5, correlation: 0 },
    ]),
  ],
});

/** Columns nobody declared that change the plan of each query. */
async function told(queries: Readonly<Record<string, string>>) {
  const statistics = readStatisticsFile(declared);
  if (statistics.kind === 'unreadable') throw new Error(statistics.why);
  const production = await openProduction({
    schema: `
      create table customer (id bigint primary key, note text, region text, since date);
      create table purchase (id bigint primary key, customer bigint not null references customer, total numeric, label text);
      create index on purchase (customer);
      create index on customer (since);`,
    statistics,
  });
  try {
    const { planned } = await planQueries(
      production,
      Object.entries(queries).map(([name, sql]) => ({ name, sql, line: 1, parameters: false })),
    );
    const reasons = await findReasons(production, planned);
    return Object.fromEntries(
      planned.map(({ query }) => [
        query.name,
        (reasons.get(query.name) ?? [])
          .filter(({ kind }) => kind === 'undeclared')
          .map(({ changed }) => changed),
      ]),
    );
  } finally {
    await production.close();
  }
}

test('columns are told by what they hold, by what a comparison keeps, by their width, and together', async () => {
  expect(
    await told({
      kept: "select id from customer where since < '2020-01-01'",
      wide: 'select * from purchase p join customer c on c.id = p.customer',
      single: 'select id from customer where id = 7',
      together:
        "select customer, count(*) from purchase where total = 10 and label = 'a' and id > 0 group by customer",
    }),
  ).toMatchInlineSnapshot(`
    {
      "kept": [
        "customer.since with all values distinct, stored in their order",
        "customer.since with '2019-01-01' in nine rows of ten",
      ],
      "single": [],
      "together": [
        "purchase.total with 2 distinct values and purchase.label with 2 distinct values",
      ],
      "wide": [
        "purchase with 200 bytes in each of total, label",
      ],
    }
  `);
}, 60_000);

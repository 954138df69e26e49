import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import pg from 'pg';
import { exportStatistics } from '../../../sources/database/export-statistics.ts';
import { withinReadOnly } from '../../../sources/database/connection.ts';
import { startNative } from '../../../testing/native-postgres.ts';
import { switchIndexes } from '../size-indexes.ts';
import { createCandidates } from '../what-if.ts';
import { exportedSchema, openProduction } from './open-production.ts';
import type { Production } from './open-production.ts';
import { readStatisticsFile } from './read-statistics.ts';
import type { Statistics } from './read-statistics.ts';

/** A schema of every kind of index and statistic, with rows; `setseed` makes the skew the same in each run. */
const schema = `
select setseed(0.5);
create extension pageinspect;
create schema billing;
create type status as enum ('new', 'paid', 'shipped', 'cancelled');
create domain email as text check (value like '%@%');
create table users (id bigint generated always as identity primary key, email email not null, country text,
  created_at timestamptz not null, tags text[] not null, settings jsonb not null);
create unique index users_email on users (lower(email));
create index users_tags on users using gin (tags);
create table orders (id bigint primary key, user_id bigint not null references users, status status not null,
  total numeric(10,2) not null, placed_at timestamptz not null, during tstzrange, city text, zip text,
  coupon text, note text);
create index orders_user on orders (user_id);
create index orders_open on orders (placed_at) where status = 'new';
create index orders_placed on orders using brin (placed_at);
create table items (order_id bigint references orders, product_id int, quantity int, primary key (order_id, product_id));
create index items_product on items (product_id) include (quantity);
create table billing.events (id bigint, kind text, at timestamptz not null) partition by range (at);
create table billing."events of 2024" partition of billing.events for values from ('2024-01-01') to ('2025-01-01');
create table billing.events_2025 partition of billing.events for values from ('2025-01-01') to ('2026-01-01');
create index on billing.events (at);
create statistics place (ndistinct, dependencies, mcv) on city, zip from orders;
create statistics days on (date_trunc('day', placed_at at time zone 'UTC')), user_id from orders;
create view open_orders as select o.*, u.country from orders o join users u on u.id = o.user_id where o.status = 'new';
insert into users (email, country, created_at, tags, settings) select 'u' || i || '@example.org',
  (array['de', 'fr', 'us', null])[1 + (power(random(), 3) * 3.99)::int % 4], timestamptz '2023-01-01' + i * interval '5 min',
  array['t' || i % 50, 'x' || i % 7],
  jsonb_build_object('theme', 'm' || i % 3, 'score', i * 7919 % 1500) from generate_series(1, 10000) i;
insert into orders select i, 1 + (power(random(), 2) * 9998)::int, (array['new', 'paid', 'shipped'])[1 + (power(random(), .3) * 2.99)::int % 3]::status,
  (random() * 1000)::numeric(10,2), timestamptz '2024-01-01' + i * interval '8 min',
  tstzrange(timestamptz '2024-01-01' + i * interval '8 min', timestamptz '2024-01-02' + i * interval '8 min'), 'c' || i % 100, 'z' || i % 100 / 2,
  case when i % 9 = 0 then 'C' || i % 90 end, repeat('n', (random() * 40)::int)
  from generate_series(1, 60000) i;
insert into items select 1 + i / 3, i * 7919 % 3000, 1 + i % 9 from generate_series(1, 170000) i;
insert into billing.events select i, 'k' || (power(random(), 4) * 30)::int, timestamptz '2024-01-01' + i * interval '10 min' from generate_series(1, 100000) i;`;

const queries: readonly string[] = [
  `select * from users where lower(email) = 'u77@example.org'`,
  `select * from users where country is null order by created_at limit 20`,
  `select * from users where tags @> array['t7']`,
  `select * from users where tags @> array['t7', 'x3']`,
  `select * from users u where exists (select from orders o where o.user_id = u.id and o.total > 990)`,
  `select * from users u where not exists (select from orders o where o.user_id = u.id)`,
  `select * from orders where user_id = 42 order by placed_at desc limit 10`,
  `select * from orders where status = 'new' and placed_at > '2024-11-01'`,
  `select * from orders where status = 'paid'`,
  `select * from orders where placed_at between '2024-05-01' and '2024-05-02'`,
  `select * from orders where during @> timestamptz '2024-06-01 12:00+00'`,
  `select * from orders where city = 'c7' and zip = 'z3'`,
  `select city, zip, count(*) from orders group by city, zip`,
  `select date_trunc('day', placed_at at time zone 'UTC'), user_id, count(*) from orders group by 1, 2`,
  `select distinct user_id from orders`,
  `select max(placed_at), min(placed_at) from orders`,
  `select * from orders where id in (1, 2, 3, 500, 10000)`,
  `select o.id, sum(i.quantity) from orders o join items i on i.order_id = o.id where o.user_id = 7 group by o.id`,
  `select product_id, sum(quantity) from items group by product_id order by 2 desc limit 5`,
  `select sum(quantity) from items where product_id = 99`,
  `select u.country, sum(o.total) from users u join orders o on o.user_id = u.id join items i on i.order_id = o.id where i.product_id = 12 group by u.country`,
  `select a.id from orders a join orders b on a.user_id = b.user_id where b.id = 5`,
  `select * from open_orders where country = 'us'`,
  `select * from billing.events where at > '2025-11-01' and kind = 'k3'`,
  `select kind, count(*) from billing.events group by kind`,
  `update orders set status = 'paid' where id = 9`,
  `delete from items where order_id = 100`,
];

const candidates: readonly string[] = [
  'create index candidate on orders (placed_at)',
  'create index candidate on orders (city, zip)',
  'create index candidate on orders (user_id, placed_at desc)',
  'create index candidate on orders (placed_at) include (total)',
  `create index candidate on orders (user_id) where status = 'paid'`,
  'create index candidate on orders using hash (zip)',
  'create index candidate on orders using gist (during)',
  'create index candidate on users using brin (created_at)',
  'create index candidate on orders (total)',
  'create index candidate on orders (status) include (total, city)',
  'create index candidate on orders (placed_at desc) with (fillfactor = 70)',
  'create index candidate on orders using brin (placed_at) with (pages_per_range = 8)',
  `create index candidate on orders (date_trunc('month', placed_at at time zone 'UTC'))`,
  'create index candidate on orders (coupon)',
  'create index candidate on orders (coupon, user_id) where coupon is not null',
  'create index candidate on orders (note)',
  'create index candidate on users (country, created_at)',
  'create index candidate on users using gin (settings)',
  'create index candidate on users using gin (settings jsonb_path_ops)',
  'create index concurrently candidate on items (product_id, order_id)',
];

const native = startNative({ max_parallel_workers_per_gather: '0' });

describe.skipIf(native.kind === 'skipped')('against a native PostgreSQL that has the rows', () => {
  if (native.kind === 'skipped') return;
  const client = new pg.Client({ connectionString: native.server.url });
  let production: Production;
  let statistics: Statistics;

  beforeAll(async () => {
    await client.connect();
    await client.query(schema);
    await client.query('vacuum analyze');
    const exported = await withinReadOnly(native.server.url, (ask) => exportStatistics(ask, 'keep'));
    const read = readStatisticsFile(JSON.stringify(exported));
    if (read.kind === 'unreadable') throw new Error(read.why);
    statistics = read;
    production = await openProduction({ schema: undefined, statistics });
  }, 120_000);
  afterAll(async () => {
    await production?.close();
    await client.end();
    native.server.stop();
  });

  test('the schema is rebuilt from the export and every statistic finds its place', () => {
    expect(production.incomplete).toEqual([]);
    expect(production.refusals).toEqual([]);
  });

  test('every plan is the same, with its cost', async () => {
    for (const query of queries)
      expect(await embeddedPlan(production, query), query).toEqual(await nativePlan(query));
  });

  test('a candidate has the size and the plans of the index really built', async () => {
    for (const [at, text] of candidates.entries()) {
      const sql = text.replace('candidate', `candidate_${at}`);
      const [candidate] = await createCandidates(production, [sql]);
      if (candidate?.kind !== 'candidate') throw new Error(candidate?.why);
      await client.query(sql);
      const built = await client.query(
        `select sum(pg_relation_size(i.indexrelid)) / 8192 as pages from pg_index i where i.indexrelid = (select max(indexrelid) from pg_index)`,
      );
      const pages = Number(built.rows[0]?.['pages']);
      // Within a twentieth, or two pages of a small index. GiST within a third; GIN of documents is known from a sample.
      const share = sql.includes('using gin') ? 1 : sql.includes('using gist') ? 0.33 : 0.05;
      expect(Math.abs(candidate.pages - pages), `${sql}: ${pages} pages`).toBeLessThanOrEqual(
        Math.max(2, pages * share),
      );
      await switchIndexes(production.session, candidate.oids, true);
      for (const query of queries)
        expect(shapeOf(await embeddedPlan(production, query)), `${query} with ${sql}`).toEqual(
          shapeOf(await nativePlan(query)),
        );
      await switchIndexes(production.session, candidate.oids, false);
      await client.query(`drop index candidate_${at}`);
    }
  });

  test('an index that the schema has and the server has not is planned with at the size it would have', async () => {
    const sql = 'create index wished on orders (user_id) include (total)';
    const [candidate] = await createCandidates(production, [sql.replace('wished', 'wished_too')]);
    const schema = `${exportedSchema(statistics)};\n${sql};`;
    const wishing = await openProduction({ schema, statistics });
    const [unbuilt] = wishing.unbuilt;
    expect(unbuilt?.name).toBe('wished');
    expect(unbuilt?.sized.pages).toBe(candidate?.kind === 'candidate' ? candidate.pages : undefined);
    expect(wishing.incomplete).toEqual([
      expect.stringMatching(/^no statistics of index wished: its size is computed, [\d.]+ MB$/),
    ]);
    const plan = await embeddedPlan(wishing, 'select sum(total) from orders where user_id = 42');
    expect(plan).toContain('"wished"');
    await wishing.close();
  });

  const nativePlan = async (query: string) =>
    lines(JSON.stringify((await client.query(`explain (format json) ${query}`)).rows[0]?.['QUERY PLAN']));
});

test.skipIf(native.kind === 'running')(`skipped: ${native.kind === 'skipped' ? native.why : ''}`, () => {});

async function embeddedPlan({ session }: Production, query: string) {
  return lines((await session.rows(`explain (format json) ${query}`))[0]?.['QUERY PLAN'] ?? '');
}

/** A plan without its numbers: sizes of candidates differ by a page. */
const shapeOf = (plan: readonly string[]): readonly string[] => plan.filter((value) => value.startsWith('"'));

/** The parts of a plan in which two servers must agree. */
const told =
  /"(?:Node Type|Join Type|Strategy|Relation Name|Index Name|Scan Direction|Parent Relationship|Plan Rows|Total Cost)": ?("[^"]*"|[\d.]+)/g;
const lines = (json: string): readonly string[] =>
  [...json.matchAll(told)].map(([, value = '']) => (value.startsWith('"') ? value : String(Number(value))));

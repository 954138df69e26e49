import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRowsDatabase } from './rows-database.ts';
import type { RowsDatabase } from './rows-database.ts';
import { compare } from './compare.ts';

const schema = `
create table customer (id bigint primary key, email text, name text not null, referrer bigint);
create table purchase (id bigint primary key, customer bigint not null references customer, seller bigint,
  placed timestamptz not null, due date, state text not null, total integer);
create table line (purchase bigint not null references purchase, product text not null, amount integer not null);`;

let rows: RowsDatabase;
beforeAll(async () => {
  rows = await openRowsDatabase(schema);
}, 120_000);
afterAll(() => rows.session.close());

/** Rewrites that are often taken for right. */
const wrong: readonly (readonly [string, string, string])[] = [
  [
    'UNION ALL for UNION',
    'select seller from purchase union select customer from purchase',
    'select seller from purchase union all select customer from purchase',
  ],
  [
    'UNION ALL for OR, both conditions hold',
    'select id from purchase where customer = $1 or seller = $2',
    'select id from purchase where customer = $1 union all select id from purchase where seller = $2',
  ],
  [
    'UNION for OR, duplicates are wanted',
    'select state from purchase where customer = $1 or seller = $2',
    'select state from purchase where customer = $1 union select state from purchase where seller = $2',
  ],
  [
    'OR split with NOT instead of IS NOT TRUE',
    'select id from purchase where seller = $1 or customer = $2',
    'select id from purchase where seller = $1 union all select id from purchase where customer = $2 and not seller = $1',
  ],
  [
    'NOT EXISTS for NOT IN where nulls are',
    'select id from customer where id not in (select seller from purchase)',
    'select id from customer c where not exists (select from purchase p where p.seller = c.id)',
  ],
  [
    'NOT EXISTS for NOT IN of a nullable value',
    'select id from customer where referrer not in (select customer from purchase)',
    'select id from customer c where not exists (select from purchase p where p.customer = c.referrer)',
  ],
  [
    'a join for EXISTS',
    'select c.id from customer c where exists (select from purchase p where p.customer = c.id)',
    'select c.id from customer c join purchase p on p.customer = c.id',
  ],
  [
    'EXISTS for a join that multiplies',
    'select c.name from customer c join purchase p on p.customer = c.id',
    'select c.name from customer c where exists (select from purchase p where p.customer = c.id)',
  ],
  [
    'an inner join for an outer one',
    'select c.id, p.id from customer c left join purchase p on p.customer = c.id',
    'select c.id, p.id from customer c join purchase p on p.customer = c.id',
  ],
  [
    'a condition moved from ON to WHERE',
    "select c.id, p.id from customer c left join purchase p on p.customer = c.id and p.state = 'open'",
    "select c.id, p.id from customer c left join purchase p on p.customer = c.id where p.state = 'open'",
  ],
  ['DISTINCT left out', 'select distinct state from purchase', 'select state from purchase'],
  [
    'count of a column for count of rows',
    'select count(*) from purchase',
    'select count(seller) from purchase',
  ],
  [
    '<> with a null for IS DISTINCT FROM',
    'select id from purchase where seller is distinct from $1',
    'select id from purchase where seller <> $1',
  ],
  [
    'a closed range for a day',
    "select id from purchase where placed::date = '2026-03-01'",
    "select id from purchase where placed between '2026-03-01' and '2026-03-02'",
  ],
  [
    'an open lower bound for a day',
    "select id from purchase where placed::date = '2026-03-01'",
    "select id from purchase where placed > '2026-03-01' and placed < '2026-03-02'",
  ],
  [
    'a year that ends at its last midnight',
    'select id from purchase where extract(year from placed) = 2026',
    "select id from purchase where placed >= '2026-01-01' and placed <= '2026-12-31 00:00'",
  ],
  [
    'a sum per group without a default',
    'select c.id, (select count(*) from purchase p where p.customer = c.id) from customer c',
    'select c.id, s.n from customer c left join (select customer, count(*) as n from purchase group by 1) s on s.customer = c.id',
  ],
  [
    'max for the latest row, ties kept',
    'select id from purchase p where placed = (select max(placed) from purchase o where o.customer = p.customer)',
    'select id from (select distinct on (customer) id from purchase order by customer, placed desc) q',
  ],
  [
    'lower on one side only',
    'select id from customer where lower(email) = lower($1)',
    'select id from customer where email = lower($1)',
  ],
  [
    'trailing for leading wildcard',
    "select id from customer where name like '%a'",
    "select id from customer where name like 'a%'",
  ],
  [
    'HAVING on an aggregate as WHERE',
    'select customer, sum(total) from purchase group by customer having sum(total) > 3',
    'select customer, sum(total) from purchase where total > 3 group by customer',
  ],
  [
    'coalesce left out where the default is asked for',
    "select id from customer where coalesce(email, '') = ''",
    "select id from customer where email = ''",
  ],
  [
    'arithmetic moved to the wrong side',
    'select id from purchase where seller + 1 = $1',
    'select id from purchase where seller = $1 + 1',
  ],
  [
    'COUNT > 1 taken for existence',
    'select id from customer c where (select count(*) from purchase p where p.customer = c.id) > 1',
    'select id from customer c where exists (select from purchase p where p.customer = c.id)',
  ],
];

test.each(wrong)(
  'refutes: %s',
  async (_, one, other) => {
    const { session, tables } = rows;
    const compared = await compare(session, { kind: 'queries', one, other, retyped: false }, tables);
    expect(compared).toMatchObject({ kind: 'differ' });
  },
  60_000,
);

const right: readonly (readonly [string, string, string])[] = [
  [
    'OR over columns',
    'select state from purchase where customer = $1 or seller = $2',
    'select state from purchase where customer = $1 union all select state from purchase where seller = $2 and (customer = $1) is not true',
  ],
  [
    'a day in the time zone of the session',
    'select id from purchase where placed::date = $1',
    'select id from purchase where placed >= $1::date and placed < $1::date + 1',
  ],
  [
    'a count as a join',
    'select c.id, (select count(*) from purchase p where p.customer = c.id) from customer c',
    'select c.id, coalesce(s.n, 0) from customer c left join (select customer, count(*) as n from purchase group by 1) s on s.customer = c.id',
  ],
];

test.each(right)(
  'keeps: %s',
  async (_, one, other) => {
    const { session, tables } = rows;
    const compared = await compare(session, { kind: 'queries', one, other, retyped: false }, tables);
    expect(compared).toMatchObject({ kind: 'equal' });
  },
  60_000,
);

test('what cannot be compared is told', async () => {
  const { session, tables } = rows;
  const ask = (one: string) => compare(session, { kind: 'queries', one, other: one, retyped: false }, tables);
  expect(await ask('select id from customer order by random()')).toEqual({
    kind: 'undecided',
    why: 'random() answers differently every time',
  });
  expect(await ask('select id from customer where false')).toEqual({
    kind: 'undecided',
    why: 'only 0 generated rows are in its answer, which shows too little',
  });
  expect(await ask('select missing from customer')).toMatchObject({ kind: 'undecided' });
}, 60_000);

test('the same seeds give the same answer', async () => {
  const { session, tables } = rows;
  const [, one, other] = wrong[4] ?? ['', '', ''];
  const ask = () => compare(session, { kind: 'queries', one, other, retyped: false }, tables);
  expect(await ask()).toEqual(await ask());
}, 60_000);

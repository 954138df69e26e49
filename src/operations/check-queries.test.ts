import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { checkQueries } from './check-queries.ts';
import type { Answer } from './operation.ts';
import { UserError } from './operation.ts';

const cwd = mkdtempSync(join(tmpdir(), 'plumbline-queries-'));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const schema = `
create extension if not exists vector;
create table customer (id bigint primary key, "E-Mail" text not null, favourite bigint);
create table purchase (id bigint primary key, customer bigint not null references customer, status text not null,
  made timestamptz not null default now(), embedding vector(3));
alter table customer add constraint favours foreign key (favourite) references purchase (id);
create index purchase_made on purchase (made);
create index near on purchase using hnsw (embedding);`;

const column = { nullFraction: 0, averageWidth: 8, correlation: 0 };
const statistics = JSON.stringify({
  tables: [
    {
      table: 'customer',
      schema: 'public',
      rows: 1e6,
      pages: 9000,
      allVisible: 1,
      columns: [{ name: 'id', distinct: -1, ...column }],
    },
    {
      table: 'purchase',
      schema: 'public',
      rows: 2e7,
      pages: 250_000,
      allVisible: 1,
      columns: [{ name: 'customer', distinct: 9e5, ...column }],
    },
  ],
});

async function check(
  files: Readonly<Record<string, string>>,
  more: Readonly<Record<string, unknown>> = {},
): Promise<Answer> {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  const named = Object.fromEntries(
    Object.keys(files).map((name) => [
      name.endsWith('.json') ? 'stats' : name === 'schema.sql' ? 'schema' : 'file',
      name,
    ]),
  );
  return checkQueries.run({ ...named, ...more }, { cwd, version: '0', progress: () => undefined });
}

test('plans at scale, says what decides, and keeps tables of extensions that are missing', async () => {
  const { exit, result, text } = await check({
    'schema.sql': schema,
    'stats.json': statistics,
    'q.sql': `-- name: by-id
select * from customer where id = $1;
-- name: of-customer
select * from purchase where customer = $1;
-- name: broken
select from where;
-- name: gone
select missing from purchase;
-- name: latest
select p.id, c."E-Mail" from purchase p join customer c on c.id = p.customer where p.status = 'open' order by p.made desc limit 5;`,
  });
  expect(exit).toBe(1);
  expect(result['verdict']).toBe('refuted');
  expect(text.split('\n').filter((line) => /^(blocker|warning|advice)/.test(line))).toMatchInlineSnapshot(`
    [
      "blocker  query-refused@gone",
      "blocker  query-unreadable@broken",
      "warning  rows-read-in-vain@of-customer",
      "advice  undeclared-statistic-decides@purchase.status",
    ]
  `);
  expect(result['incomplete']).toEqual(
    expect.arrayContaining([
      'extension vector is not part of the embedded PostgreSQL',
      'type vector is unknown to it: the table is kept, with text in its place',
      expect.stringMatching(/^line 8 of the schema was refused: 42704: access method "hnsw" does not exist/),
    ]),
  );
  expect(text).toContain('Index Scan on customer using customer_pkey  rows 1');
  expect(text).toContain('why: without index customer_pkey');
  expect(text).toContain('undeclared-statistic-decides@purchase.status');
}, 60_000);

test('a rewrite is part of the answer, under the names that are promised', async () => {
  const { result } = await check({
    'schema.sql':
      'create table customers (id bigint primary key, name text); create table orders (id bigint primary key, seller bigint, status text not null); create index on orders (seller);',
    'stats.json': JSON.stringify({
      tables: ['customers', 'orders'].map((table) => ({
        table,
        schema: 'public',
        rows: 5e6,
        pages: 60_000,
        allVisible: 1,
        columns: [],
      })),
    }),
    'q.sql': '-- name: others\nselect id from customers where id not in (select seller from orders);',
  });
  expect(Object.keys(result).toSorted()).toEqual(
    expect.arrayContaining(['findings', 'incomplete', 'measurements', 'receipt', 'verdict']),
  );
  expect(result['findings']).toEqual(
    expect.arrayContaining([
      {
        rule: 'not-in-with-nulls',
        subject: expect.stringContaining('others'),
        severity: expect.any(String),
        confidence: expect.any(String),
        file: 'q.sql',
        line: expect.any(Number),
        what: expect.any(String),
        why: expect.any(String),
        next: expect.any(String),
        standards: expect.any(Array),
      },
    ]),
  );
}, 60_000);

test('the same input gives the same bytes', async () => {
  const files = {
    'schema.sql': schema,
    'stats.json': statistics,
    'q.sql': 'select * from customer where id = 1',
  };
  expect((await check(files)).text).toBe((await check(files)).text);
}, 60_000);

test('statistics of another schema are told, one by one', async () => {
  const { result } = await check({
    'schema.sql': 'create table customer (id integer primary key); create table other (id integer)',
    'q.sql': 'select * from customer where id = 1',
    'stats.json': JSON.stringify({
      kind: 'postgresql-statistics',
      schemaVersion: 1,
      server: { version: '15.4', versionNumber: 150004, encoding: 'UTF8', collation: 'C' },
      values: 'omit',
      settings: {
        work_mem: '8MB',
        enable_self_join_elimination: 'on',
        future_setting: 'on',
        random_page_cost: 'much',
      },
      schema: [],
      relations: [
        {
          schema: 'public',
          name: 'customer',
          kind: 'r',
          rows: 5000,
          pages: 50,
          blocks: 60,
          allVisible: 0,
          columns: [
            { name: 'id', type: 'bigint', inherited: false, nullFraction: 0, averageWidth: 8, distinct: -1 },
            { name: 'gone', type: 'text', inherited: false, nullFraction: 0, averageWidth: 8, distinct: -1 },
          ],
        },
        {
          schema: 'shop',
          name: 'order',
          kind: 'r',
          rows: 10,
          pages: 1,
          blocks: 1,
          allVisible: 0,
          columns: [],
        },
      ],
      extended: [
        {
          schema: 'public',
          name: 'pair',
          table: 'customer',
          tableSchema: 'public',
          members: [],
          inherited: false,
          expressions: [],
        },
      ],
      statements: [],
      gaps: [],
    }),
  });
  expect(result['incomplete']).toEqual([
    expect.stringMatching(/^planned by PostgreSQL 18; the server is 15.4, whose planner lacks 16: /),
    'customer.id is integer in the schema and bigint on the server: what its values say may not hold',
    'statistics of customer.gone have no place: the schema has no such column',
    'no statistics of table other: planned as a table of 10 pages',
    'extended statistics public.pair: they have no place: the schema has none of this name',
    'statistics of table shop.order have no place: the schema has none of this name',
    'no statistics of index customer_pkey: its size is computed, 0.148 MB',
    'setting future_setting = on is unknown to the PostgreSQL 18 planner and was left out',
    expect.stringMatching(/^setting random_page_cost = much was refused: invalid value/),
  ]);
}, 60_000);

const bad: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
  ['no schema', { 'q.sql': 'select 1' }, 'there is no schema to plan on'],
  ['no queries', { 'schema.sql': schema }, 'no queries were given'],
  ['statistics that are no JSON', { 'schema.sql': schema, 'q.sql': '', 's.json': '{' }, 'it is not JSON'],
  [
    'statistics of something else',
    { 'schema.sql': schema, 'q.sql': '', 's.json': '{"a": 1}' },
    'it is neither an export',
  ],
  [
    'statistics of a later format',
    { 'schema.sql': schema, 'q.sql': '', 's.json': '{"kind": "postgresql-statistics", "schemaVersion": 2}' },
    'its schemaVersion is 2',
  ],
];

test.each(bad)('bad input is told: %s', async (_, files, what) => {
  const failure: unknown = await check(files).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(UserError);
  expect(failure instanceof Error ? failure.message : '').toContain(what);
});

test('without statistics there is no verdict; without queries neither', async () => {
  const only = { 'schema.sql': 'create table t (id integer primary key)' };
  expect((await check({ ...only, 'q.sql': 'select * from t' })).result['verdict']).toBe('undecided');
  expect((await check({ ...only, 'q.sql': '-- nothing' })).result).toMatchObject({
    verdict: 'undecided',
    reason: 'there is no query to plan',
  });
}, 60_000);

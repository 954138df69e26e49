import { beforeAll, describe, expect, test } from 'vitest';
import type { Claim, Outcome } from '../../../findings/claim.ts';
import type { Backend } from '../../../model/backend.ts';
import { backendOf } from '../../../testing/rule-example.ts';
import { readExamples } from '../../../testing/page.ts';
import { recovered } from './recovered.ts';
import { numbered } from './statements.ts';

const page = `# shop

## Examples

A shop:

\`\`\`sql file=migrations/001.sql
create table authors (id bigint primary key, name text not null, email text unique);
create table books (id bigint primary key, author_id bigint not null references authors, title text not null, published date, price integer);
create table orders (id bigint primary key, book_id bigint not null references books, placed timestamptz not null);
create index on books (author_id);
create index on orders (placed);
\`\`\`

\`\`\`ts file=src/books.ts
import express from 'express';
import pg from 'pg';
const pool = new pg.Pool();
const app = express();
app.get('/authors', async (req, res) => {
  const { rows } = await pool.query('select id, name from authors order by name limit 50');
  for (const author of rows) {
    author.books = await pool.query('select id, author_id, title from books where author_id = $1 order by published, id', [author.id]);
    author.count = await pool.query('select count(*) from books where author_id = $1', [author.id]);
    author.latest = await pool.query('select title from books where author_id = $1 order by published desc, id desc limit 3', [author.id]);
    author.self = await pool.query('select * from authors where id = $1 limit 1', [author.id]);
    author.cheap = await pool.query('select id from books where author_id = $1 and price < $2', [author.id, req.query.price]);
    author.locked = await pool.query('select id from books where author_id = $1 for update', [author.id]);
    author.dice = await pool.query('select random() from books where author_id = $1', [author.id]);
    author.part = await pool.query(\`select id from books where author_id = $1 \${req.query.filter}\`, [author.id]);
    author.lost = await pool.query('select id from reviews where author_id = $1', [author.id]);
  }
  res.json(rows);
});
app.get('/orders', async (req, res) => {
  const { rows } = await pool.query("select id from orders where placed::date = $1 limit 20", [req.query.day]);
  res.json(rows);
});
\`\`\`

\`\`\`findings
none
\`\`\`
`;

let backend: Backend;
let claims: readonly Claim[];
let outcomes: readonly Outcome[];
beforeAll(async () => {
  const [example] = readExamples(page, ['findings']);
  if (example === undefined) throw new Error('the page holds no example');
  backend = await backendOf(example);
  const made = recovered.claims(backend);
  ({ claims } = made);
  outcomes = await recovered.prove(claims, (path) => made.inputs.get(path) ?? '');
}, 120_000);

const outcomeAt = (line: number): Outcome | undefined =>
  outcomes.find(({ claim }) => claim === `one-statement/src/books.ts-${line}`);

describe('a statement in a loop as one statement', () => {
  test.each([
    [
      8,
      'list',
      'select id, author_id, title from books where author_id = any ($1::bigint[]) order by published, id',
    ],
    [
      9,
      'counts',
      'select author_id, count(*) from books where author_id = any ($1::bigint[]) group by author_id',
    ],
    [
      10,
      'each',
      'select k.n, q.* from unnest($1::bigint[]) with ordinality as k (key, n) cross join lateral (select title from books where author_id = k.key order by published desc, id desc limit 3) q order by k.n',
    ],
    [11, 'list', 'select * from authors where id = any ($1::bigint[])'],
    [
      12,
      'each',
      'select k.n, q.* from unnest($1::bigint[], $2::integer[]) with ordinality as k (key1, key2, n) cross join lateral (select id from books where author_id = k.key1 and price < k.key2) q order by k.n',
    ],
  ])('line %i is proved', (line, form, sql) => {
    expect(outcomeAt(line)).toMatchObject({
      verdict: { kind: 'proved' },
      measurements: { form, sql, databases: 8 },
    });
  });

  test('what cannot be joined says why', () => {
    expect(outcomeAt(13)?.verdict).toMatchObject({
      kind: 'undecided',
      reason: expect.stringMatching(/locks rows/),
    });
    expect(outcomeAt(14)?.verdict).toMatchObject({
      kind: 'undecided',
      reason: expect.stringMatching(/random\(\)/),
    });
  });

  test('what is known in part only is counted', () => {
    expect(claims[0]?.parameters['left']).toEqual([
      '1 statements in loops are left out: a part of their text is only known at run time',
      '1 statements in loops are left out: a table of theirs is not known',
    ]);
  });
});

test('a better form of a statement of the code is executed and planned', () => {
  const outcome = outcomes.find(({ claim }) => claim === 'recovered-queries/rewrites');
  expect(outcome).toMatchObject({ verdict: { kind: 'proved' } });
  expect(outcome?.measurements['offered']).toMatchObject([
    {
      rule: 'function-on-column',
      why: expect.stringMatching(/with 1 million rows assumed in each table/),
      next: 'Compare the bare column: select id from orders where placed >= cast($1 as date) and placed < cast($1 as date) + 1 limit 20;',
    },
  ]);
});

test('parameters of every driver are numbered', () => {
  expect(numbered("select * from t where a = ? and b = '?' and c like ?")).toBe(
    "select * from t where a = $1 and b = '?' and c like $2",
  );
  expect(numbered('select a::text from t where a = :id or b = :id and c = :other;')).toBe(
    'select a::text from t where a = $1 or b = $1 and c = $2',
  );
  expect(numbered('select a from t where a = %s and b = %(key)s and c = $n')).toBe(
    'select a from t where a = $1 and b = $2 and c = $3',
  );
  expect(numbered('select data ? $1 from t where c = $2')).toBe('select data ? $1 from t where c = $2');
});

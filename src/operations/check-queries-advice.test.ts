import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { checkQueries } from './check-queries.ts';
import type { Answer } from './operation.ts';

const cwd = mkdtempSync(join(tmpdir(), 'plumbline-advice-'));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const schema = `
create table shop (id bigint primary key);
create table sale (id bigint primary key, shop bigint not null references shop, state text not null,
  made timestamptz not null default now());
create index sale_shop on sale (shop);
create index sale_shop_made on sale (shop, made);
create index sale_state on sale (state);`;

async function check(queries: string, more: Readonly<Record<string, string>>): Promise<Answer> {
  writeFileSync(join(cwd, 'schema.sql'), schema);
  writeFileSync(join(cwd, 'q.sql'), queries);
  const tools = { cwd, version: '0', progress: () => undefined };
  return checkQueries.run({ file: 'q.sql', schema: 'schema.sql', ...more }, tools);
}

test('orders that stand in for each other are served by one index, and what nothing uses is told', async () => {
  const { text, result } = await check(
    `-- name: newest
select * from sale order by made desc, id limit 20 offset 10000;
-- name: newest-backwards
select * from sale order by made desc, id desc limit 20;
-- name: of-shop
select * from sale where shop = $1 order by made desc limit 5;`,
    { rows: 'sale=20M, shop=10k', budget: '2000' },
  );
  const { advice } = JSON.parse(JSON.stringify(result['measurements']));
  expect(advice.indexes.map(({ sql }: { readonly sql: string }) => sql)).toHaveLength(1);
  expect(advice.after).toBeLessThan(advice.before / 100);
  expect(text.split('\n').filter((line) => /unused-index/.test(line))).toEqual([
    'advice  unused-index@public.sale_shop',
    'advice  unused-index@public.sale_state',
  ]);
  expect(text).toContain('Whatever seeks by its keys can use');
  expect(text).toContain('rows as given');
}, 60_000);

test('a query counts as often as a comment says it is called', async () => {
  const queries = (often: number): string => `-- name: by-state calls: ${often}
select * from sale where state = $1 and made > $2;
insert into sale (id, shop, state) values ($1, $2, $3);
-- name: newest calls: 1
select * from sale order by made limit 5;`;
  const first = async (often: number): Promise<unknown> => {
    const { result } = await check(queries(often), { rows: 'sale=20M,shop=10k', budget: '5000' });
    const { advice } = JSON.parse(JSON.stringify(result['measurements']));
    return advice.indexes[0].usedBy;
  };
  expect(await first(100_000)).toEqual(['by-state']);
  expect(await first(0.000001)).toEqual(['newest']);
}, 60_000);

test.each([
  [{ rows: 'sales=20M' }, 'names a table sales that is not in the schema'],
  [{ rows: 'sale=many' }, '"sale=many" does not say how many rows a table holds'],
  [{ rows: 'sale' }, '"sale" does not say'],
  [{ rows: 'sale=0' }, '"sale=0" does not say'],
])('rows that cannot be used: %j', async (given, why) => {
  await expect(check('select 1', given)).rejects.toThrow(why);
});

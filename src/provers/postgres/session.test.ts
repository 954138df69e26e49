import { afterAll, beforeAll, expect, test } from 'vitest';
import { isKeyword, quoteName } from '../../artifacts/sql-names.ts';
import { openSession } from './session.ts';
import type { Session } from './session.ts';

let session: Session;
beforeAll(async () => {
  session = await openSession({ extensions: ['pg_trgm', 'not-bundled'] });
});
afterAll(() => session.close());

test('values come back as PostgreSQL prints them', async () => {
  const rows = await session.rows(
    "select 1.50::numeric as n, true as b, null as z, '{a,b}'::text[] as l, timestamptz '2026-01-01 00:00+00' as t, $1::bigint as big",
    ['9007199254740993'],
  );
  expect(rows).toEqual([
    { n: '1.50', b: 't', z: null, l: '{a,b}', t: '2026-01-01 00:00:00+00', big: '9007199254740993' },
  ]);
});

test('an error of PostgreSQL is a value with its SQLSTATE and names', async () => {
  await session.script('create table t (a integer constraint positive check (a > 0))');
  expect(await session.run('insert into t values (-1)')).toMatchObject({
    kind: 'failed',
    failure: { code: '23514', constraint: 'positive', table: 't' },
  });
  expect(await session.run('selec 1')).toMatchObject({
    kind: 'failed',
    failure: { code: '42601', position: '1' },
  });
});

test('a bundled extension can be created', async () => {
  await session.script('create extension pg_trgm');
  expect(await session.rows("select similarity('lantern', 'lanterns') > 0.5 as alike")).toEqual([
    { alike: 't' },
  ]);
});

test('a database can be made from the templates, and a cluster that was stored holds all of it', async () => {
  const first = await openSession({ extensions: [] });
  await first.script('create table kept as select 1 as a');
  await first.script('create database other');
  const data = await first.dump();
  await first.close();
  const second = await openSession({ extensions: [], data });
  expect(await second.rows('select a from kept')).toEqual([{ a: '1' }]);
  await second.script('create database another template template0');
  await second.close();
}, 60_000);

test('a relation that grew beyond a segment can be made smaller again', async () => {
  await session.script('create table grown (a integer)');
  const [{ path } = { path: '' }] = await session.rows("select pg_relation_filepath('grown') as path");
  const planned = async (blocks: number): Promise<unknown> => {
    await session.setBlocks([{ path: path ?? '', blocks }]);
    return session.rows('explain select * from grown');
  };
  const small = await planned(100);
  expect(await planned(1000)).not.toEqual(small);
  expect(await planned(400_000)).not.toEqual(small);
  expect(await planned(100)).toEqual(small);
  expect(await planned(140_000)).toEqual(await planned(140_000));
});

test('key words are those of the engine', async () => {
  const rows = await session.rows(
    "select word, catcode <> 'U' as needs, quote_ident(word) as quoted from pg_get_keywords()",
  );
  expect(rows.length).toBeGreaterThan(400);
  expect(rows.filter((row) => isKeyword(row['word'] ?? '') !== (row['needs'] === 't'))).toEqual([]);
  expect(rows.filter((row) => quoteName(row['word'] ?? '') !== row['quoted'])).toEqual([]);
});

test('a statement that never ends is stopped at the deadline, and the session says so from then on', async () => {
  const short = await openSession({ extensions: [], deadline: 500 });
  const endless = short.run('select count(*) from generate_series(1, 1000000000000)');
  await expect(endless).rejects.toThrow('no answer within 0.5 s, the statement was stopped');
  await expect(short.run('select 1')).rejects.toThrow('the statement was stopped');
  await short.close();
});

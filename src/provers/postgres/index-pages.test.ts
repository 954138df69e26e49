import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCatalogue } from './catalogue.ts';
import { openSession } from './session.ts';
import type { Session } from './session.ts';
import { btreeOfHeight } from './index-pages.ts';
import { sizeIndexes } from './size-indexes.ts';

let session: Session;
beforeAll(async () => {
  session = await openSession({ extensions: ['pageinspect', 'amcheck'] });
  await session.script('create extension pageinspect; create extension amcheck');
});
afterAll(() => session.close());

const pathOf = async (name: string): Promise<string> =>
  (await session.rows('select pg_relation_filepath($1::regclass) as path', [name]))[0]?.['path'] ?? '';

test.each([0, 1, 2, 5])('PostgreSQL reads a tree of height %i, and finds it sound', async (level) => {
  await session.script(`create table t${level} (a bigint); create index i${level} on t${level} (a)`);
  const path = await pathOf(`i${level}`);
  await session.writeBytes([{ path, bytes: btreeOfHeight(await session.readBytes(path, 8192), level) }]);
  const [meta] = await session.rows(`select root, level, fastlevel from bt_metap('i${level}')`);
  expect(meta).toEqual({ root: '1', level: String(level), fastlevel: String(level) });
  await session.rows(`select bt_index_check('i${level}')`);
  expect(await session.rows(`select max(a) from t${level}`)).toEqual([{ max: null }]);
  for (let block = 0; block <= level + 1; block++) {
    const sum = `page_checksum(get_raw_page('i${level}', ${block}), ${block})`;
    const stored = `(page_header(get_raw_page('i${level}', ${block}))).checksum`;
    expect(await session.rows(`select ${sum} = ${stored} as sound`)).toEqual([{ sound: 't' }]);
  }
});

test.each([
  ['bigint', 'a', '{-5,0,7000000000}', '{-9,3}', ['-9', '7000000000']],
  ['integer', 'a desc', '{1,2}', undefined, ['2', '1']],
  ['date', 'a, b', '{2026-01-01,2026-02-03}', undefined, ['2026-01-01', '2026-02-03']],
  ['text', 'a, b', '{"b \\" c",zü}', '{a}', ['b " c', 'zü']],
  [
    'uuid',
    'a) include (b',
    '{00000000-0000-0000-0000-000000000001,f0000000-0000-0000-0000-000000000000}',
    undefined,
    ['00000000-0000-0000-0000-000000000001', 'f0000000-0000-0000-0000-000000000000'],
  ],
  [
    'timestamp with time zone',
    'a',
    '{"2026-01-01 00:00:00+00","2026-01-01 00:00:01+00"}',
    undefined,
    ['2026-01-01 00:00:00+00', '2026-01-01 00:00:01+00'],
  ],
  ['double precision', 'a', '{-1.5,2e300}', undefined, ['-1.5', '2e+300']],
])(
  'the ends of an index on %s (%s) are found by PostgreSQL',
  async (type, keys, histogram, commonValues, ends) => {
    await session.script(
      `drop table if exists e; create table e (a ${type}, b text); create index e_keys on e (${keys})`,
    );
    const { indexes, relations } = await readCatalogue(session);
    const index = indexes.find(({ name }) => name === 'e_keys');
    const table = relations.find(({ name }) => name === 'e');
    if (index === undefined || table?.path === undefined) throw new Error('the index was not made');
    const facts = { name: 'a', type, inherited: false, nullFraction: 0, averageWidth: 8, distinct: -1 };
    const leading = { ...facts, histogram, ...(commonValues !== undefined && { commonValues }) };
    await sizeIndexes(session, [{ index, tuples: 1e6, heapPages: 9000, pages: 3000, level: 2, leading }]);
    await session.setBlocks([{ path: table.path, blocks: 9000 }]);
    await session.rows("select bt_index_check('e_keys')");
    await session.script('set enable_seqscan = off; set enable_bitmapscan = off');
    const found = await session.rows(
      `select a::text as a from e where a is not null order by ${keys.split(/[,)]/)[0]}`,
    );
    expect(found.map(({ a }) => a)).toEqual(ends);
  },
);

import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSession } from './session.ts';
import type { Session } from './session.ts';
import { btreeOfHeight } from './index-pages.ts';

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
  await session.writeBytes(path, btreeOfHeight(await session.readBytes(path, 8192), level));
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

import { expect, test } from 'vitest';
import { openSession } from '../../postgres/session.ts';
import { readState } from './state.ts';

test('what was counted stays counted when the server writes its statistics away', async () => {
  const session = await openSession({ extensions: [] });
  await session.script('create table counted (a integer); insert into counted values (1), (2)');
  const seen = async () => [...(await readState(session)).activity.values()];
  const before = await seen();
  await session.rows('select pg_stat_force_next_flush()');
  expect(await seen()).toEqual(before);
  await session.rows('select count(*) from counted');
  await session.rows('select pg_stat_force_next_flush()');
  const [{ scans, scanned } = { scans: 0, scanned: 0 }] = before;
  expect(await seen()).toMatchObject([{ scans: scans + 1, scanned: scanned + 2, inserted: 2 }]);
  await session.close();
});

import { expect, test } from 'vitest';
import { batchProcedure, inBatches } from '../../migration/conversion/batches.ts';
import { openSession } from '../postgres/session.ts';
import { breakOff, spread } from './break-off.ts';

/** Breaks a script of one call off that carries `rows` rows of `waiting` in batches of three. */
async function broken(statement: string, rows: number, limit?: number) {
  const session = await openSession({ extensions: [], deadline: 60_000 });
  try {
    await session.script(`create schema legacy; ${batchProcedure};
      create table waiting (legacy_row bigint primary key); insert into waiting select generate_series(1, ${rows});
      create table carried (legacy_row bigint primary key, times integer not null default 0);
      insert into carried (legacy_row) select legacy_row from waiting`);
    const script = { file: 'call.sql', about: '', statements: [inBatches('waiting', statement, 3)] };
    const state = async (): Promise<string> => {
      const found = await session.rows('select legacy_row, times from carried order by 1');
      return found.map((row) => `${row['legacy_row'] ?? ''} ${row['times'] ?? ''}`).join('\n');
    };
    return await breakOff(session, script, state, limit);
  } finally {
    await session.close();
  }
}

const steady = 'update carried set times = 1 where legacy_row between $1 and $2';

test('a call is broken off between any two of its batches', async () => {
  expect(await broken(steady, 12)).toMatchObject({ crashes: 4, unbroken: 0 });
});

test('a batch that cannot be repeated is found, wherever it is', async () => {
  const late = 'update carried set times = times + 1 where legacy_row between $1 and $2 and $1 = 7';
  await expect(broken(late, 12)).rejects.toThrow(
    /after 0 statements and 3 batches of the next and begun again/,
  );
});

test('of many batches some are taken, and how many were left out is told', async () => {
  expect(await broken(steady, 60)).toMatchObject({ crashes: 5, unbroken: 15 });
  expect(await broken(steady, 60, 4)).toMatchObject({ crashes: 2, unbroken: 17 + 1 });
  expect(spread(19, 4)).toEqual([1, 7, 13, 19]);
  expect(spread(3, 4)).toEqual([1, 2, 3]);
  expect(spread(-1, 4)).toEqual([]);
});

import { expect, test } from 'vitest';
import { watchInserts } from './inserts.ts';
import { owner } from './database.ts';
import type { Database, Ran, Transaction } from './database.ts';

const nothing: Ran = { rows: [], affected: 0 };
const transaction: Transaction = {
  run: async () => nothing,
  runEach: async () => [],
  atEnd: () => {},
  actAs: async () => {},
};
const database: Database = {
  kind: 'embedded',
  query: async () => nothing,
  transaction: (_, work) => work(transaction),
  script: async () => {},
  close: async () => {},
};

const watched = () => {
  const { database: seen, inserts } = watchInserts(database);
  let told = 0;
  inserts.listen('platform.outbox', () => told++);
  return { seen, told: () => told };
};
const insert = 'insert into platform.outbox (id) values ($1)';

test('rows are told of once for a transaction, when it is over', async () => {
  const { seen, told } = watched();
  await seen.transaction(owner, async ({ run, runEach, atEnd }) => {
    await run(insert, ['1']);
    await runEach([{ sql: `with a as (select 1) ${insert}` }]);
    atEnd(insert);
    expect(told()).toBe(0);
  });
  expect(told()).toBe(1);
  await seen.query(owner, insert);
  expect(told()).toBe(2);
});

test('what was undone, and what is no insert into the table, is not told of', async () => {
  const { seen, told } = watched();
  const undone = seen.transaction(owner, async ({ run }) => {
    await run(insert);
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  await seen.query(owner, 'update platform.outbox set published_at = now()');
  await seen.query(owner, 'insert into platform.outbox_parked (id) values (1)');
  expect(told()).toBe(0);
});

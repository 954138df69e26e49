import type { Scenario } from './isolation-scenarios.ts';

const c = 'commit';

/** A relay's batch: taken and marked by one statement. */
const takeBatch = `with taken as (update test set value = 0 where id = any (array(
  select id from test where value > 0 order by id limit 10 for update skip locked)) returning *)
  select * from taken order by id`;

/** Deadlocks, keys, foreign keys, rows that were waited for, queues and advisory locks; over the same tables. */
export const lockScenarios: readonly Scenario[] = [
  {
    name: 'deadlock by order of rows',
    transactions: [
      ['update test set value = 11 where id = 1', 'update test set value = 21 where id = 2', c],
      ['update test set value = 22 where id = 2', 'update test set value = 12 where id = 1', c],
    ],
    order: [0, 1, 0, 1, 0, 1],
  },
  {
    name: 'deadlock by upgrade of shared locks',
    transactions: [
      ['select * from test where id = 1 for share', 'update test set value = 11 where id = 1', c],
      ['select * from test where id = 1 for share', 'update test set value = 12 where id = 1', c],
    ],
    order: [0, 1, 0, 1, 0, 1],
  },
  {
    name: 'deadlock by new keys',
    transactions: [
      ['insert into test values (3, 0)', 'insert into test values (4, 0)', c],
      ['insert into test values (4, 1)', 'insert into test values (3, 1)', c],
    ],
    order: [0, 1, 0, 1, 0, 1],
  },
  {
    name: 'deadlock of tables',
    transactions: [
      ['lock table test in share row exclusive mode', 'lock table parent in share mode', c],
      ['update parent set label = $$z$$ where id = 1', 'update test set value = 0 where id = 1', c],
    ],
    order: [0, 1, 0, 1, 0, 1],
  },
  {
    name: 'the same new key twice',
    transactions: [
      ["insert into account values (2, 'two', 0)", c],
      ["insert into account values (3, 'two', 0)", c],
    ],
    order: [0, 1, 0, 1],
  },
  {
    name: 'the same new key, the first taken back',
    transactions: [
      ["insert into account values (2, 'two', 0)", 'rollback'],
      ["insert into account values (3, 'two', 0)", c],
    ],
    order: [0, 1, 0, 1],
  },
  {
    name: 'upsert by two',
    transactions: [
      ["insert into account values (2, 'two', 1) on conflict (email) do update set n = account.n + 1", c],
      [
        "insert into account values (3, 'two', 1) on conflict (email) do update set n = account.n + 1 returning n",
        c,
      ],
    ],
    order: [0, 1, 0, 1],
  },
  {
    name: 'insert unless it is there, by two',
    transactions: [
      ["insert into account values (2, 'two', 1) on conflict do nothing", c],
      [
        "insert into account values (3, 'two', 1) on conflict do nothing",
        'select * from account order by id',
        c,
      ],
    ],
    order: [0, 1, 0, 1, 1],
  },
  {
    name: 'a parent is deleted while a child is added',
    transactions: [
      ['delete from parent where id = 2', c],
      ['insert into child values (11, 2, $$y$$)', c],
    ],
    order: [0, 1, 0, 1],
  },
  {
    name: 'a child is added while its parent is deleted',
    transactions: [
      ['insert into child values (11, 2, $$y$$)', c],
      ['delete from parent where id = 2', c],
    ],
    order: [0, 1, 0, 1],
  },
  {
    name: 'a child is added while its parent is relabelled',
    transactions: [
      ['insert into child values (11, 2, $$y$$)', c],
      ['update parent set label = $$c$$ where id = 2', c],
    ],
    order: [0, 1, 1, 0],
  },
  {
    name: 'a row that was waited for no longer matches',
    transactions: [
      ['update test set value = 20 where id = 1', c],
      ['update test set value = value + 1 where value = 10 returning id, value', c],
    ],
    order: [0, 1, 0, 1],
  },
  {
    name: 'a row that was waited for is gone',
    transactions: [
      ['delete from test where id = 1', c],
      ['select * from test order by id for update', c],
    ],
    order: [0, 1, 0, 1],
  },
  {
    name: 'workers of a queue skip what is locked',
    transactions: [
      ['select id from test order by id limit 1 for update skip locked', 'delete from test where id = 1', c],
      ['select id from test order by id limit 1 for update skip locked', 'delete from test where id = 2', c],
    ],
    order: [0, 1, 0, 1, 0, 1],
  },
  {
    name: 'nowait',
    transactions: [
      ['select id from test where id = 1 for update', c],
      ['select id from test where id = 1 for no key update nowait', c],
    ],
    order: [0, 1, 0, 1],
  },
  {
    name: 'advisory locks',
    transactions: [
      ['select pg_advisory_xact_lock(7)', 'update test set value = 0 where id = 1', c],
      ['select pg_advisory_xact_lock(7)', 'select value from test where id = 1', c],
    ],
    order: [0, 1, 0, 0, 1, 1],
  },
  {
    name: 'a batch that is marked by the statement that takes it',
    transactions: [
      [takeBatch, c],
      [takeBatch, c],
    ],
    order: [0, 1, 0, 1],
  },
  {
    name: 'a batch that is taken back, and a row that comes meanwhile',
    transactions: [
      [takeBatch, 'rollback'],
      ['insert into test values (9, 90)', c],
      [takeBatch, c],
    ],
    order: [0, 1, 1, 2, 0, 2],
  },
  {
    name: 'one has an advisory lock alone, others share it',
    transactions: [
      ['select pg_advisory_xact_lock(5, -1)', takeBatch, c],
      ['select pg_advisory_xact_lock_shared(5, -1), pg_advisory_xact_lock(5, 1)', takeBatch, c],
      ['select pg_advisory_xact_lock_shared(5, -1), pg_advisory_xact_lock(5, 2)', takeBatch, c],
    ],
    order: [1, 2, 0, 1, 2, 1, 2, 0, 0],
  },
];

import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyBackend } from '../../model/backend.ts';
import type { Backend } from '../../model/backend.ts';
import type { Origin } from '../../model/origin.ts';
import { postgresCounts } from '../parity/counts.ts';
import { fractionsQuery, minorUnits } from './amounts.ts';
import { gapsQuery, instantOf, overlapsQuery } from './instants.ts';

let db: PGlite;
beforeAll(async () => {
  db = await PGlite.create();
  await db.exec(`
    create table orders (id int primary key, created timestamp, total numeric(10,2), price real, "odd Name" float8);
    insert into orders values
      (1, '2015-07-01 12:00', 12.50, 12345.67, 0.1),
      (2, '2015-01-01 12:00', 0.01, 19.99, 1.005),
      (3, '2015-03-29 02:30', -3.99, 0.07, 2.5),
      (4, '2015-10-25 02:30', 1000000.00, 3.5, 1.25),
      (5, null, null, null, null);
  `);
});
afterAll(() => db.close());

const column = async (sql: string): Promise<readonly unknown[]> =>
  (await db.query<Record<string, unknown>>(sql)).rows.map((row) => Object.values(row)[0]);

test('wall clocks become instants, in summer and in winter', async () => {
  expect(
    await column(
      `select to_char((${instantOf('created', 'Europe/Berlin')}) at time zone 'UTC', 'HH24:MI') from orders where id <= 2 order by id`,
    ),
  ).toEqual(['10:00', '11:00']);
});

test('times that no clock showed and times that it showed twice are found', async () => {
  expect(await column(gapsQuery('orders', 'created', 'Europe/Berlin'))).toEqual([3]);
  expect(await column(overlapsQuery('orders', 'created', 'Europe/Berlin'))).toEqual([4]);
  expect(await column(gapsQuery('orders', 'created', 'UTC'))).toEqual([]);
  expect(await column(overlapsQuery('orders', 'created', 'UTC'))).toEqual([]);
});

test('amounts become minor units without a cent lost, also those kept as float', async () => {
  expect(await column(`select ${minorUnits('total', false)} from orders order by id`)).toEqual([
    1250,
    1,
    -399,
    100_000_000,
    null,
  ]);
  expect(await column(`select ${minorUnits('price', true)} from orders order by id`)).toEqual([
    1_234_567,
    1999,
    7,
    350,
    null,
  ]);
  expect(await column(fractionsQuery('orders', 'odd Name', true))).toEqual([2]);
});

const origin: Origin = { kind: 'assumed', because: 'test' };

test('rows and checksums of every table are counted, and a change of one value shows', async () => {
  const empty = emptyBackend('x', 'designed');
  const backend: Backend = {
    ...empty,
    data: {
      ...empty.data,
      tables: [
        {
          name: 'orders',
          schema: 'public',
          columns: [],
          uniques: [],
          indexes: [],
          foreignKeys: [],
          checks: [],
          origin,
        },
      ],
    },
  };
  const sql = postgresCounts(backend).replace(/;\s*$/, '');
  const before = (await db.query(sql)).rows;
  expect(before).toMatchObject([{ count: 5 }]);
  await db.exec('update orders set total = 12.51 where id = 1');
  expect((await db.query(sql)).rows).not.toEqual(before);
});

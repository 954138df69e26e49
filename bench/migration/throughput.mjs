// `node bench/migration/throughput.mjs [--directory /var/tmp/throughput] [--megabytes 100,400]`
// Rows and MB (10^6 bytes) of the heap per second of the work that migrations make a server do, on a native PostgreSQL 18
// with fsync on and WAL for a replica: the origin of src/provers/migration/duration/throughput.ts. Narrow and wide rows,
// each at several sizes of the table; beside each, the range that `check migration --rows` tells and whether it holds.
import { parseArgs } from 'node:util';
import { startNative, within } from '../database/native.mjs';
import { check } from './check.mjs';

const { values } = parseArgs({
  options: {
    directory: { type: 'string', default: '/var/tmp/throughput' },
    megabytes: { type: 'string', default: '100,400' },
  },
});
const stop = startNative(values.directory, {
  fsync: 'on',
  synchronous_commit: 'on',
  wal_level: 'replica',
  maintenance_work_mem: '64MB',
});

/** Bytes of filler in a row, and of the row as stored. */
const shapes = { narrow: { filler: 8, row: 64 }, wide: { filler: 400, row: 456 } };

const parents = 100_000;

const number = async (client, sql) => Number(Object.values((await client.query(sql)).rows[0])[0]);

const schema =
  'create table parent (id bigint primary key); create table t (id bigint, parent_id bigint, n integer, word text);';
const heap = "select pg_relation_size('t')";

async function timed(client, work, sql, rows) {
  const told = await check(sql, {
    schema,
    sizes: [
      { name: 't', rows, bytes: await number(client, heap), origin: { kind: 'given', path: 'bench' } },
      { name: 'parent', rows: parents, origin: { kind: 'given', path: 'bench' } },
    ],
  });
  const { low, high } = told.outcome.measurements.statements[0].duration;
  const bytes = await number(client, heap);
  const start = performance.now();
  await client.query(sql);
  const seconds = (performance.now() - start) / 1000;
  return { work, seconds, low, high, rows: rows / seconds, bytes: bytes / 1e6 / seconds };
}

async function measure(client, { filler, row }, megabytes) {
  await client.query('drop table if exists t, parent');
  await client.query('create table parent (id bigint primary key)');
  await client.query(`insert into parent select n from generate_series(1, ${parents}) n`);
  await client.query('create table t (id bigint, parent_id bigint, n integer, word text)');
  const rows = Math.round((megabytes * 1e6) / row);
  await client.query(
    `insert into t select i, 1 + i % ${parents}, hashint8(i), rpad(md5(i::text), ${filler}, 'x') from generate_series(1, ${rows}) i`,
  );
  await client.query('vacuum analyze t');
  await client.query('checkpoint');
  const seen = [
    await timed(client, 'scan', 'alter table t add constraint c check (n is not null)', rows),
    await timed(
      client,
      'scan of a foreign key',
      'alter table t add constraint f foreign key (parent_id) references parent',
      rows,
    ),
    await timed(client, 'index', 'create index t_n on t (n)', rows),
    await timed(client, 'index of text', 'create index t_w on t (left(word, 32))', rows),
  ];
  await client.query('drop index t_n, t_w');
  await client.query('alter table t drop constraint f');
  seen.push(await timed(client, 'rewrite', 'alter table t alter n type bigint', rows));
  await client.query('checkpoint');
  seen.push(await timed(client, 'change of every row', 'update t set n = n + 1', rows));
  return seen;
}

try {
  console.log('rows | MB | work | rows/s | MB/s | seconds | told | holds');
  let held = 0;
  let all = 0;
  await within('postgres', async (client) => {
    for (const [name, shape] of Object.entries(shapes))
      for (const megabytes of values.megabytes.split(',').map(Number))
        for (const { work, seconds, low, high, rows, bytes } of await measure(client, shape, megabytes)) {
          const holds = low <= seconds && seconds <= high;
          all++;
          held += holds ? 1 : 0;
          console.log(
            `${name} | ${megabytes} | ${work} | ${Math.round(rows)} | ${bytes.toFixed(1)} | ${seconds.toFixed(2)} | ${low.toFixed(2)} to ${high.toFixed(2)} | ${holds ? 'yes' : 'no'}`,
          );
        }
  });
  console.log(`${held} of ${all} measured times lie in the range told`);
} finally {
  stop();
}

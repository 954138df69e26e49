// `node bench/migration/throughput.mjs [--directory /var/tmp/throughput] [--megabytes 100,400]`
// MB (10^6 bytes) per second of the work that migrations make a server do, on a native PostgreSQL 18 with fsync on and
// WAL for a replica: the origin of the defaults in src/provers/migration/duration/throughput.ts. Narrow and wide rows,
// each at several sizes of the table.
import { parseArgs } from 'node:util';
import { startNative, within } from '../database/native.mjs';

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

const number = async (client, sql) => Number(Object.values((await client.query(sql)).rows[0])[0]);

async function timed(client, work, sql, bytesSql) {
  const start = performance.now();
  await client.query(sql);
  const seconds = (performance.now() - start) / 1000;
  const bytes = await number(client, bytesSql);
  return { work, rate: bytes / 1e6 / seconds };
}

const heap = "select pg_relation_size('t')";

async function measure(client, { filler, row }, megabytes) {
  await client.query('drop table if exists t, parent');
  await client.query('create table parent (id bigint primary key)');
  await client.query('insert into parent select n from generate_series(1, 100000) n');
  await client.query('create table t (id bigint, parent_id bigint, n integer, word text)');
  await client.query(
    `insert into t select i, 1 + i % 100000, hashint8(i), rpad(md5(i::text), ${filler}, 'x') from generate_series(1, ${Math.round((megabytes * 1e6) / row)}) i`,
  );
  await client.query('vacuum analyze t');
  await client.query('checkpoint');
  const seen = [
    await timed(client, 'scan', 'alter table t add constraint c check (n is not null)', heap),
    await timed(
      client,
      'scan of a foreign key',
      'alter table t add constraint f foreign key (parent_id) references parent',
      heap,
    ),
    await timed(client, 'index', 'create index t_n on t (n)', "select pg_relation_size('t_n')"),
    await timed(
      client,
      'index of text',
      'create index t_w on t (left(word, 32))',
      "select pg_relation_size('t_w')",
    ),
  ];
  await client.query('drop index t_n, t_w');
  await client.query('alter table t drop constraint f');
  seen.push(await timed(client, 'rewrite', 'alter table t alter n type bigint', heap));
  await client.query('checkpoint');
  seen.push(await timed(client, 'change of every row', 'update t set n = n + 1', heap));
  return seen;
}

try {
  console.log('rows | MB | work | MB/s');
  await within('postgres', async (client) => {
    for (const [name, shape] of Object.entries(shapes))
      for (const megabytes of values.megabytes.split(',').map(Number))
        for (const { work, rate } of await measure(client, shape, megabytes))
          console.log(`${name} | ${megabytes} | ${work} | ${rate.toFixed(1)}`);
  });
} finally {
  stop();
}

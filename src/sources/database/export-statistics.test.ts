import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ValuesKept } from '../../model/database-statistics.ts';
import { hashOfValue } from '../../provers/postgres/production/hashed-values.ts';
import { openProduction } from '../../provers/postgres/production/open-production.ts';
import { readStatisticsFile } from '../../provers/postgres/production/read-statistics.ts';
import { openSession } from '../../provers/postgres/session.ts';
import type { Session } from '../../provers/postgres/session.ts';
import { exportStatistics } from './export-statistics.ts';

let session: Session;
beforeAll(async () => {
  session = await openSession({ extensions: ['pageinspect'] });
  await session.script(`
    create schema "Größe";
    create type mood as enum ('fine', 'it''s bad');
    create table people (id bigint primary key, name text, mood mood, tags text[], seen int4range);
    create table "Größe"."Order ""x""" ("sélect" integer, owner bigint references people);
    create index "weird index" on "Größe"."Order ""x""" (abs("sélect")) where owner is not null;
    create statistics together (ndistinct, dependencies, mcv) on name, mood from people;
    insert into people select i, 'secret-' || i % 20, (array['fine', 'it''s bad'])[1 + i % 2]::mood,
      array['hidden-' || i % 5], int4range(i, i + 7771) from generate_series(1, 2000) i;
    insert into "Größe"."Order ""x""" select i, i from generate_series(1, 500) i;
    analyze`);
});
afterAll(() => session.close());

async function exported(values: ValuesKept) {
  await session.script('begin transaction read only');
  try {
    return await exportStatistics((sql, given) => session.rows(sql, given), values);
  } finally {
    await session.script('rollback');
  }
}

test('without leave, no value of a row is written', async () => {
  for (const values of ['omit', 'hash'] as const)
    expect(JSON.stringify(await exported(values))).not.toMatch(/secret-|hidden-|777\d/);
  expect(JSON.stringify(await exported('keep'))).toMatch(/secret-7.*hidden-3/s);
});

test('the same database gives the same bytes', async () => {
  expect(JSON.stringify(await exported('keep'))).toBe(JSON.stringify(await exported('keep')));
});

test('names that need quotes come through: the schema is rebuilt, every statistic finds its place', async () => {
  const read = readStatisticsFile(JSON.stringify(await exported('keep')));
  if (read.kind === 'unreadable') throw new Error(read.why);
  const production = await openProduction({ schema: undefined, statistics: read });
  const heights = /^heights of B-trees are computed/;
  expect(production.incomplete.filter((line) => !heights.test(line))).toEqual([]);
  expect(production.indexes.map(({ index }) => index.name)).toEqual(['people_pkey', 'weird index']);
  await production.close();
});

test('hashed values are understood where a query names them', async () => {
  const statistics = await exported('hash');
  const name = statistics.relations[0]?.columns.find((column) => column.name === 'name');
  expect(name?.commonHashes).toContain(hashOfValue('secret-7'));
  const read = readStatisticsFile(JSON.stringify(statistics));
  if (read.kind === 'unreadable') throw new Error(read.why);
  const production = await openProduction({ schema: undefined, statistics: read, literals: ['secret-7'] });
  const [told] = production.told.values();
  expect(told?.columns.get('name')?.commonValues).toContain('"secret-7"');
  await production.close();
});

test('under a collation that is not by bytes, no index answers a prefix, and equal expressions stay equal', async () => {
  const statistics = await exported('keep');
  const schema = [
    ...statistics.schema,
    'create index by_name on people (name)',
    'create index lowered on people (lower(name))',
  ];
  const plans = async (collation: string, query: string): Promise<string> => {
    const server = { ...statistics.server, collation };
    const production = await openProduction({
      schema: undefined,
      statistics: { kind: 'exported', statistics: { ...statistics, server, schema } },
      settings: { enable_seqscan: 'off', enable_bitmapscan: 'off' },
    });
    const rows = await production.session.rows(`explain ${query}`);
    await production.close();
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  };
  const prefix = `select * from people where name like 'secret-7%'`;
  expect(await plans('C', prefix)).toContain('Index Cond: ((name >=');
  expect(await plans('en_US.UTF-8', prefix)).toContain('Seq Scan');
  expect(await plans('en_US.UTF-8', `select * from people where lower(name) = 'x'`)).toContain(
    'Index Scan using lowered',
  );
}, 60_000);

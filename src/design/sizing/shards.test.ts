import { describe, expect, test } from 'vitest';
import { hottestPartitionShare } from '../../queueing/partition-skew.ts';
import { loadPacks } from '../../sources/brief/packs.ts';
import { readSentence } from '../../sources/brief/sentence/read.ts';
import { valueOf } from '../capacity/figures.ts';
import { composeDomain } from '../domain/compose.ts';
import { loadModel } from '../load/load.ts';
import { sharded, shapes } from '../options/shapes.ts';
import { pathAvailability } from './availability.ts';
import { totalCost } from './cost.ts';
import { rowsOf } from './hits.ts';
import { hopsOf, waitingOf } from './latency.ts';
import { problemOf, workFor } from './problem.ts';
import type { Problem } from './problem.ts';
import { asksEveryShard, busiestShard, shardsFor } from './shards.ts';
import { sizeOption } from './size.ts';
import { streamsOf } from './streams.ts';

function problem(users: string): Problem {
  const read = readSentence(
    `A web shop for ${users} concurrent users with login, products, orders and payments.`,
    {
      packs: loadPacks(),
    },
  );
  if (read.kind === 'invalid') throw new Error('the sentence cannot be read');
  const domain = composeDomain(read.brief);
  return problemOf(
    read.brief,
    domain,
    loadModel({ ...domain, ...(read.brief.users && { users: read.brief.users }) }),
  );
}

const shop = problem('1M');
const [monolith] = shapes;
if (monolith === undefined) throw new Error('there are no shapes');
const cached = { ...monolith, cache: true };
const spread = sharded(cached);
const streams = streamsOf(shop, spread, 1);

describe('rows spread over shards', () => {
  test('one shard gets all there is', () => {
    const { primary, writes } = busiestShard(shop, streams, 'database', 1);
    expect(primary.demand).toBeCloseTo(streams.primary.get('database')?.demand ?? 0, 9);
    expect(primary.rate).toBeCloseTo(streams.primary.get('database')?.rate ?? 0, 9);
    expect(writes).toBeCloseTo(streams.writes.get('database') ?? 0, 9);
  });

  test('with ever more shards a part stays: what asks all of them, and the most popular keys', () => {
    const everywhere = streams.visits
      .filter(({ operation }) => asksEveryShard(shop, operation))
      .reduce((sum, { rate, service }) => sum + rate * service, 0);
    const demands = [2, 4, 8, 16, 32, 1024].map(
      (shards) => busiestShard(shop, streams, 'database', shards).primary.demand,
    );
    expect(everywhere).toBeGreaterThan(0);
    expect(demands).toEqual(demands.toSorted((a, b) => b - a));
    expect(demands.at(-1)).toBeGreaterThan(everywhere);
  });

  test('a read by id follows the popularity of its rows', () => {
    const read = shop.domain.operations.find(
      ({ id, verb }) => verb === 'read' && streams.visits.some(({ operation }) => operation === id),
    );
    if (read === undefined) throw new Error('no read has a rate');
    const visits = streams.visits.filter(({ operation }) => operation === read.id);
    const all = visits.reduce((sum, { rate }) => sum + rate, 0);
    const { primary } = busiestShard(shop, { visits }, 'database', 8);
    const share = hottestPartitionShare(rowsOf(shop, read.entity).value, valueOf('popularityExponent'), 8);
    expect(primary.rate).toBeCloseTo(all * share, 6);
  });

  test('the number of shards is a power of two that carries the busiest one', () => {
    const { shards, cores, pressure } = shardsFor(shop, streams, 'database');
    expect(Math.log2(shards) % 1).toBe(0);
    expect(shards).toBeGreaterThanOrEqual(2);
    expect(cores).toBeGreaterThan(0);
    expect(pressure).toBeLessThan(1);
  });

  test('every shard has its machines, its disk and its standby, which the cost counts', () => {
    const whole = sizeOption(shop, cached, 1);
    const split = sizeOption(shop, spread, 1);
    const [database] = split.databases;
    expect(database?.shards).toBeGreaterThanOrEqual(2);
    expect((database?.bytes ?? 0) * (database?.shards ?? 0)).toBeCloseTo(whole.databases[0]?.bytes ?? 0, 0);
    expect(totalCost(shop, split)).toBeGreaterThan(0);
  });

  test('a list of all waits for the slowest shard and needs every one of them', () => {
    const option = sizeOption(shop, spread, 1);
    const [database] = option.databases;
    const listed = workFor(shop, spread).find(
      ({ operation, interactive }) => interactive && asksEveryShard(shop, operation),
    );
    if (database === undefined || listed === undefined) throw new Error('nothing is asked of every shard');
    const one = { ...option, databases: [{ ...database, shards: 1 }] };
    const time = (each: typeof option): number =>
      hopsOf(shop, each, listed, waitingOf(each)).find(({ container }) => container === database.id)?.mean ??
      0;
    expect(time(option)).toBeGreaterThan(time(one));
    const part = pathAvailability(shop, option, listed) / pathAvailability(shop, one, listed);
    expect(part).toBeCloseTo(valueOf('databaseSingle') ** ((database.shards ?? 1) - 1), 9);
  });
});

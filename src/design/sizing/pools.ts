import { erlangC } from '../../queueing/erlang.ts';
import { valueOf } from '../capacity/figures.ts';
import { databaseWaiting } from './latency.ts';
import { slowdown } from './machines.ts';
import { workFor } from './problem.ts';
import type { Problem } from './problem.ts';
import type { SizedDatabase, SizedOption, SizedTier } from './sized.ts';
import { rateAt, readsReplica } from './streams.ts';
import type { Stream } from './streams.ts';

/** Connections one instance of `from` keeps open on `to`. */
export interface Pool {
  readonly from: string;
  readonly to: string;
  readonly instances: number;
  readonly perInstance: number;
  /** Connections of all instances that are busy at a time, on average. */
  readonly busy: number;
}

/**
 * Part of the transactions that may find all connections of their instance busy: a pool at its limit is a second queue,
 * which the latencies do not count.
 */
const mayWait = 0.01;

/** Connections beyond which no pool is worth computing: the criterion on connections fails long before. */
const mostInPool = 1000;

/** Pools on a primary and its replicas (of each shard, as large as on the busiest), by Little's law over the time a transaction holds its connection. */
export function poolsOf(problem: Problem, option: SizedOption, database: SizedDatabase): readonly Pool[] {
  const units = option.units.filter(({ unit }) => unit.database === database.id);
  const users: readonly SizedTier[] = [...units, ...(option.worker === undefined ? [] : [option.worker])];
  const busiest = partOf(database.stream, option.streams.primary.get(database.id));
  const primary = busyConnections(database, busiest * statementRate(problem, option, database, false));
  const shares = users.map((user) => share(user, users));
  const pools = users.map((user, index) => pool(user, database.id, primary * (shares[index] ?? 1)));
  if (database.replicas === undefined) return pools;
  const { replicas } = database;
  const part = partOf(replicas.stream, option.streams.staleReads.get(database.id));
  const reads = busyConnections(replicas, part * statementRate(problem, option, database, true));
  return [...pools, ...units.map((unit) => pool(unit, replicas.id, reads / units.length))];
}

/** Part of the visits to a database that its busiest shard gets: all, where there is one. */
const partOf = ({ rate }: Stream, whole: Stream = { rate, demand: 0, second: 0 }): number =>
  whole.rate === 0 ? 1 : rate / whole.rate;

function share(user: SizedTier, users: readonly SizedTier[]): number {
  const all = users.reduce((sum, { stream }) => sum + stream.rate, 0);
  return all === 0 ? 1 / users.length : user.stream.rate / all;
}

function pool({ id, instances }: SizedTier, to: string, busy: number): Pool {
  return { from: id, to, instances, perInstance: connectionsFor(busy / instances), busy };
}

/**
 * The fewest connections, two at least, of which the wanted part of the arrivals finds one free (Erlang C). Behind a
 * saturated database every connection is busy, however many there are: the most is taken.
 */
export function connectionsFor(busy: number): number {
  if (!(busy < mostInPool)) return mostInPool;
  let connections = Math.min(mostInPool, Math.max(2, Math.ceil(busy)));
  while (connections < mostInPool && erlangC(busy, connections) > mayWait) connections++;
  return connections;
}

function busyConnections(tier: SizedTier, statements: number): number {
  const waiting = databaseWaiting(tier).mean;
  return (
    tier.stream.demand * slowdown(tier.cores) +
    tier.stream.rate * waiting +
    statements * valueOf('databaseRoundTrip')
  );
}

/** Statements a second that reach the primary, or the replicas. */
function statementRate(
  problem: Problem,
  { shape, scale, streams }: SizedOption,
  { contexts, replicas }: SizedDatabase,
  ofReplicas: boolean,
): number {
  return workFor(problem, shape).reduce((sum, work) => {
    if (!contexts.includes(work.context)) return sum;
    const stale = replicas !== undefined && readsReplica(problem, work);
    if (stale !== ofReplicas) return sum;
    const missed = 1 - (streams.hits.get(work.operation) ?? 0);
    return sum + rateAt(work, scale) * work.statements * missed;
  }, 0);
}

/** Connections of each server that no pool may take: 3 `superuser_reserved_connections`, migrations, monitoring, one person. */
export const reservedConnections = 10;

/** Connections a server of this size accepts without a pooler in front of it. */
export const connectionLimit = (cores: number): number =>
  Math.min(valueOf('mostConnections'), cores * valueOf('connectionsPerCore'));

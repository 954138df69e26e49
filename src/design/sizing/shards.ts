import { hottestKeyShare } from '../../queueing/partition-skew.ts';
import { valueOf } from '../capacity/figures.ts';
import { isPersonal, rowsOf } from './hits.ts';
import { databaseMachine } from './machines.ts';
import type { Provided } from './machines.ts';
import type { Problem } from './problem.ts';
import { joined, noStream, streamOf } from './streams.ts';
import type { DatabaseVisit, Stream, Streams } from './streams.ts';

/**
 * How a statement finds its rows once they are spread. `keyed`: on one shard, the most popular key having `hottest` of
 * all accesses. `everywhere`: a list or search that names no key is asked of every shard. `evenly`: work over all rows,
 * of which each shard does its part.
 */
type Reach =
  | { readonly kind: 'keyed'; readonly hottest: number }
  | { readonly kind: 'everywhere' }
  | { readonly kind: 'evenly' };

/** What reaches the busiest shard of a database: it decides the size of all of them. */
export interface ShardLoad {
  readonly primary: Stream;
  readonly staleReads: Stream;
  /** CPU of writes in cores, which replicas of the shard have to replay. */
  readonly writes: number;
}

const reaches = new WeakMap<Problem['domain'], Map<string, Reach>>();

function reachOf(problem: Problem, operation: string): Reach {
  const known = reaches.get(problem.domain) ?? new Map<string, Reach>();
  reaches.set(problem.domain, known);
  const reach = known.get(operation) ?? foundReach(problem, operation);
  known.set(operation, reach);
  return reach;
}

/**
 * Rows that belong to somebody are spread by whom they belong to: all users send at one rate, so that one of them is
 * never more than one part in as many as there are. Other rows are spread by their own id, and some are more popular.
 */
function foundReach(problem: Problem, id: string): Reach {
  const operation = problem.domain.operations.find((each) => each.id === id);
  if (operation === undefined || operation.longRunning || operation.verb === 'export')
    return { kind: 'evenly' };
  if (isPersonal(problem, operation)) {
    const users = problem.load.users?.value ?? rowsOf(problem, operation.entity).value;
    return { kind: 'keyed', hottest: 1 / Math.max(1, users) };
  }
  if (operation.verb === 'list' || operation.verb === 'search') return { kind: 'everywhere' };
  if (operation.verb === 'create') return { kind: 'evenly' };
  const keys = rowsOf(problem, operation.entity).value;
  return { kind: 'keyed', hottest: hottestKeyShare(keys, valueOf('popularityExponent')) };
}

/** Part of the visits that the busiest of `shards` gets; hashed keys, as `hottestPartitionShare` has it. */
function shareOf(reach: Reach, shards: number): number {
  switch (reach.kind) {
    case 'everywhere':
      return 1;
    case 'evenly':
      return 1 / shards;
    case 'keyed':
      return reach.hottest + (1 - reach.hottest) / shards;
  }
}

/** Whether an operation asks every shard, and so waits for the slowest of them. */
export const asksEveryShard = (problem: Problem, operation: string): boolean =>
  reachOf(problem, operation).kind === 'everywhere';

/** The popular keys of all operations are taken to lie on one shard, which is the worst that a hash can do. */
export function busiestShard(
  problem: Problem,
  { visits }: Pick<Streams, 'visits'>,
  database: string,
  shards: number,
): ShardLoad {
  let primary = noStream;
  let staleReads = noStream;
  let writes = 0;
  for (const visit of visits) {
    if (visit.database !== database) continue;
    const stream = shardStream(problem, visit, shards);
    if (visit.replica) staleReads = joined(staleReads, stream);
    else primary = joined(primary, stream);
    if (visit.writes) writes += stream.demand;
  }
  return { primary, staleReads, writes };
}

const shardStream = (
  problem: Problem,
  { operation, rate, service, scv }: DatabaseVisit,
  shards: number,
): Stream => streamOf(rate * shareOf(reachOf(problem, operation), shards), service, scv);

/** A number of shards with the machine that each of them runs on and the load of the busiest. */
export interface Sharded extends Provided {
  readonly shards: number;
  readonly load: ShardLoad;
}

/**
 * Shards of one database: a power of two, at least two, so that growth splits each in two. Of all that suffice the
 * fewest cores in all, then the fewest shards: what every shard is asked for is done by each of them, so that more of
 * them are not always cheaper.
 */
export function shardsFor(problem: Problem, streams: Pick<Streams, 'visits'>, database: string): Sharded {
  const most = Math.max(2, valueOf('mostShards'));
  let best: Sharded | undefined;
  let last = sharded(problem, streams, database, 2);
  for (let shards = 2; shards <= most; shards *= 2) {
    last = sharded(problem, streams, database, shards);
    if (last.pressure > 1) continue;
    if (best === undefined || shards * last.cores < best.shards * best.cores) best = last;
  }
  return { ...(best ?? last), pressure: last.pressure };
}

function sharded(
  problem: Problem,
  streams: Pick<Streams, 'visits'>,
  database: string,
  shards: number,
): Sharded {
  const load = busiestShard(problem, streams, database, shards);
  return { ...databaseMachine(load.primary.demand), shards, load };
}

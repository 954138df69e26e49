import { gammaQuantile } from '../../queueing/gamma.ts';
import { waitingMoments } from '../../queueing/waiting.ts';
import type { Moments } from '../../queueing/waiting.ts';
import { valueOf } from '../capacity/figures.ts';
import { unitOf } from './layout.ts';
import { asksEveryShard } from './shards.ts';
import { slowdown } from './machines.ts';
import type { Problem } from './problem.ts';
import type { SizedDatabase, SizedOption, SizedTier } from './sized.ts';
import { crossings, meanService, readsReplica, variability } from './streams.ts';
import type { Stream } from './streams.ts';
import type { Work } from './work.ts';

/** Time at one container, mean and variance in seconds; hops of a request add up to its response time. */
export interface Hop extends Moments {
  readonly container: string;
  /** Part of the requests that get there; mean and variance count the others as zero. */
  readonly reached?: number;
  /** Of those who get there: service without waiting where there is a queue, and the time beside it. */
  readonly served?: Moments;
  readonly beside?: Moments;
}

const fixed = (mean: number): Moments => ({ mean, variance: 0 });

/** A hop without a queue. */
const delayed = (container: string, beside: Moments): Hop => ({ container, ...beside, beside });

/** Waiting of the station, then own service with its own variability. */
function visit(waiting: Moments, service: number, scv: number): Moments & { readonly served: Moments } {
  const served = { mean: service, variance: scv * service * service };
  return { mean: waiting.mean + service, variance: waiting.variance + served.variance, served };
}

/** Waiting time at application machines: all instances are taken as one queue. */
export const waitingAt = ({ stream, cores, instances }: SizedTier): Moments =>
  waitingMoments(stream.rate, meanService(stream), variability(stream), cores * instances);

/** Waiting at database machines whose cores slow each other down; replicas of one primary are taken as one queue. */
export const databaseWaiting = ({ stream, cores, instances }: SizedTier): Moments =>
  waitingMoments(stream.rate, meanService(stream) * slowdown(cores), variability(stream), cores * instances);

/** What a replica serves: its part of the reads, while it replays all writes. */
export function replicaStream({ stream, instances }: SizedTier, writes: number): Stream {
  const demand = stream.demand + instances * writes * valueOf('replicaReplay');
  const stretched = stream.demand === 0 ? 1 : demand / stream.demand;
  return { rate: stream.rate, demand, second: stream.second * stretched * stretched };
}

/** Waiting times of all stations, computed once for all operations of an option. */
export interface Waiting {
  readonly units: ReadonlyMap<string, Moments>;
  readonly primaries: ReadonlyMap<string, Moments>;
  readonly replicas: ReadonlyMap<string, Moments>;
}

export function waitingOf({ units, databases }: SizedOption): Waiting {
  return {
    units: new Map(units.map((unit) => [unit.id, waitingAt(unit)])),
    primaries: new Map(databases.map((database) => [database.id, databaseWaiting(database)])),
    replicas: new Map(
      databases.flatMap(({ id, replicas, writes }) =>
        replicas === undefined
          ? []
          : [
              [
                id,
                databaseWaiting({
                  ...replicas,
                  stream: replicaStream(replicas, writes),
                }),
              ],
            ],
      ),
    ),
  };
}

const none: Moments = { mean: 0, variance: 0 };

/** Where the time of one request goes, container by container. */
export function hopsOf(problem: Problem, option: SizedOption, work: Work, waiting: Waiting): readonly Hop[] {
  const { layout, hits } = option.streams;
  const unit = unitOf(layout, work.context);
  const database = option.databases.find(({ id }) => id === unit?.database);
  if (unit === undefined || database === undefined) return [];
  const calls = crossings(work, layout);
  const own = waiting.units.get(unit.id) ?? none;
  const hit = option.cache === undefined ? undefined : hits.get(work.operation);
  return [
    delayed('gateway', fixed(valueOf('gatewayDelay'))),
    { container: unit.id, ...visit(own, work.cpu + calls.length * valueOf('hopCpu'), work.scv) },
    ...calls.flatMap((context): readonly Hop[] => {
      const other = unitOf(layout, context);
      if (other === undefined) return [];
      const there = visit(waiting.units.get(other.id) ?? none, valueOf('hopCpu'), 1);
      const beside = fixed(valueOf('hopDelay'));
      return [{ container: other.id, ...there, mean: there.mean + beside.mean, beside }];
    }),
    ...(hit === undefined ? [] : [delayed('cache', fixed(valueOf('cacheDelay')))]),
    databaseHop(problem, option, database, work, waiting, hit ?? 0),
    ...work.remote.map(({ integration, latency }) =>
      delayed(integration, {
        mean: latency,
        variance: valueOf('integrationVariability') * latency * latency,
      }),
    ),
  ];
}

/**
 * The slowest of `count` visits made at once. Mean and variance of the largest of as many exponential times are
 * H(count) and Σ 1/k² of them (Rényi's representation; David and Nagaraja, Order Statistics, 2003, 2.5); around a mean
 * that is not exponential the excess grows with the deviation. Shards answer independently, and all as the busiest.
 */
function slowestOf(
  count: number,
  { mean, variance, served }: ReturnType<typeof visit>,
): ReturnType<typeof visit> {
  let harmonic = 0;
  let squares = 0;
  for (let k = 1; k <= count; k++) {
    harmonic += 1 / k;
    squares += 1 / (k * k);
  }
  const later = (harmonic - 1) * Math.sqrt(variance);
  return {
    mean: mean + later,
    variance: variance * squares,
    served: {
      mean: served.mean + (harmonic - 1) * Math.sqrt(served.variance),
      variance: served.variance * squares,
    },
  };
}

/** Time in the database; with a cache only the part `1 − hit` of the requests gets there: a mixture with zero. */
function databaseHop(
  problem: Problem,
  option: SizedOption,
  database: SizedDatabase,
  work: Work,
  waiting: Waiting,
  hit: number,
): Hop {
  const replica = database.replicas !== undefined && readsReplica(problem, work);
  const tier = replica && database.replicas !== undefined ? database.replicas : database;
  const wait = (replica ? waiting.replicas : waiting.primaries).get(database.id) ?? none;
  const one = visit(wait, work.database * slowdown(tier.cores), work.scv);
  const served =
    database.shards !== undefined && asksEveryShard(problem, work.operation)
      ? slowestOf(database.shards, one)
      : one;
  const pooled = database.pooler === undefined ? 0 : valueOf('poolerDelay');
  const commit = work.writes && option.standby === 'synchronous' ? valueOf('synchronousCommit') : 0;
  const beside = fixed(work.statements * (valueOf('databaseRoundTrip') + pooled) + commit);
  const mean = served.mean + beside.mean;
  const missed = 1 - hit;
  return {
    container: tier.id,
    served: served.served,
    beside,
    ...(hit > 0 && { reached: missed }),
    mean: missed * mean,
    variance: missed * (served.variance + mean * mean) - missed * missed * mean * mean,
  };
}

export const totalOf = (hops: readonly Moments[]): Moments => ({
  mean: hops.reduce((sum, { mean }) => sum + mean, 0),
  variance: hops.reduce((sum, { variance }) => sum + variance, 0),
});

/** Percentile (50 to 99.9) in seconds of a time known by mean and variance, taken as gamma distributed. */
export const percentileOf = ({ mean, variance }: Moments, percentile: number): number =>
  gammaQuantile(mean, variance, percentile / 100);

/** Utilisation of a tier, with `lost` of its machines gone; databases count their slowdown. */
export function utilisation({ stream, cores, instances }: SizedTier, lost = 0, slow = 1): number {
  const left = instances - lost;
  return left <= 0 ? Infinity : (stream.demand * slow) / (left * cores);
}

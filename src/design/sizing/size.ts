import type { OptionShape } from '../../model/decision.ts';
import { valueOf } from '../capacity/figures.ts';
import { isNone } from '../stack/choose.ts';
import { unmetAvailability } from './availability.ts';
import { cachedBytes, cachedReads, readRate } from './hits.ts';
import { sizedDatabases } from './databases.ts';
import { applicationMachines } from './machines.ts';
import type { Problem } from './problem.ts';
import type { Pressure, SizedOption, SizedTier, SizedUnit, Standby } from './sized.ts';
import { joined, noStream, streamsOf } from './streams.ts';
import type { Streams } from './streams.ts';

interface Redundancy {
  readonly standby: Standby;
  /** Least number of application instances. */
  readonly least: number;
}

/** Redundancy in rising order of cost: the first that meets availability and recovery objectives is taken. */
const redundancy: readonly Redundancy[] = [
  { standby: 'none', least: 1 },
  { standby: 'none', least: 2 },
  { standby: 'asynchronous', least: 1 },
  { standby: 'asynchronous', least: 2 },
  { standby: 'asynchronous', least: 3 },
  { standby: 'synchronous', least: 1 },
  { standby: 'synchronous', least: 2 },
  { standby: 'synchronous', least: 3 },
];

/** Machines for one option at `scale` times today's peak, with as much redundancy as the objectives ask for. */
export function sizeOption(problem: Problem, shape: OptionShape, scale: number): SizedOption {
  const streams = streamsOf(problem, shape, scale);
  const databases = sizedDatabases(problem, streams, shape);
  const broker = needsBroker(problem, shape, streams);
  const cache = sizedCache(problem, shape, scale, streams);
  const candidate = ({ standby, least }: Redundancy): SizedOption => {
    const apps = sizedApplications(streams, least, shape.sharding === true ? valueOf('mostClusters') : 1);
    return {
      shape,
      scale,
      streams,
      databases: databases.sized,
      units: apps.units,
      standby,
      broker,
      pressures: [...apps.pressures, ...databases.pressures, ...queuePressure(streams, broker)],
      ...(apps.worker !== undefined && { worker: apps.worker }),
      ...(cache !== undefined && { cache }),
      ...(problem.search !== undefined && { search: problem.search }),
    };
  };
  const shards = databases.sized.reduce((most, each) => Math.max(most, each.shards ?? 1), 1);
  return candidate(redundancyOf(problem, { shape, shards }, candidate));
}

/**
 * Levels that were found, by problem, shape and number of shards, all of which a list may need: beyond these they
 * follow from the objectives, whatever the load.
 */
const found = new WeakMap<Problem, Map<string, Redundancy>>();

function redundancyOf(
  problem: Problem,
  levelled: { readonly shape: OptionShape; readonly shards: number },
  candidate: (level: Redundancy) => SizedOption,
): Redundancy {
  const known = found.get(problem) ?? new Map<string, Redundancy>();
  found.set(problem, known);
  const key = JSON.stringify(levelled);
  const level = known.get(key) ?? leastUnmet(problem, redundancyFor(problem), candidate);
  known.set(key, level);
  return level;
}

/** Levels that recover in time; a synchronous standby only where an asynchronous one loses too much. */
function redundancyFor(problem: Problem): readonly Redundancy[] {
  const recovering = redundancy.filter(({ standby }) => recovers(problem, standby));
  const plain = recovering.filter(({ standby }) => standby !== 'synchronous');
  if (plain.length > 0) return plain;
  return recovering.length > 0 ? recovering : redundancy.slice(-3);
}

/**
 * The first level that leaves the fewest availability objectives open. It is judged with idle machines, so that it
 * depends on the objectives alone and not on the load; the criteria judge the loaded ones.
 */
function leastUnmet(
  problem: Problem,
  levels: readonly Redundancy[],
  make: (level: Redundancy) => SizedOption,
): Redundancy {
  let best: { readonly level: Redundancy; readonly unmet: number } | undefined;
  for (const level of levels) {
    const unmet = unmetAvailability(problem, idle(make(level), level));
    if (best === undefined || unmet < best.unmet) best = { level, unmet };
    if (unmet === 0) break;
  }
  if (best === undefined) throw new Error('there is no level of redundancy to size for');
  return best.level;
}

const idle = (option: SizedOption, { least }: Redundancy): SizedOption => ({
  ...option,
  units: option.units.map((unit) => ({ ...unit, instances: least, stream: noStream })),
});

/** Data that may be lost and the time to be back, with this standby. */
export const recoveryPoint = (standby: Standby): number =>
  standby === 'synchronous'
    ? 0
    : valueOf(standby === 'asynchronous' ? 'recoveryPointStandby' : 'recoveryPointSingle');

export const recoveryTime = (standby: Standby): number =>
  valueOf(standby === 'none' ? 'recoveryTimeSingle' : 'recoveryTimeStandby');

const recovers = ({ rpo, rto }: Problem, standby: Standby): boolean =>
  recoveryPoint(standby) <= (rpo?.value ?? Infinity) && recoveryTime(standby) <= (rto?.value ?? Infinity);

/**
 * Who spreads rows can send each key to a cluster of its own shard, so that one cluster is no end for instances.
 * A service that has much background work gets instances enough that none is filled with it; a
 * monolith gets a worker.
 */
function sizedApplications(
  streams: Streams,
  least: number,
  clusters: number,
): {
  readonly units: readonly SizedUnit[];
  readonly worker?: SizedTier;
  readonly pressures: readonly Pressure[];
} {
  const pressures: Pressure[] = [];
  const { worker: separate } = streams.layout;
  const units = streams.layout.units.map((unit): SizedUnit => {
    const requests = streams.requests.get(unit.id) ?? noStream;
    const background = streams.background.get(unit.id) ?? noStream;
    const stream = separate ? requests : joined(requests, background);
    const diluted = Math.ceil(background.demand / valueOf('backgroundCores'));
    const services = streams.layout.units.length > 1;
    const { pressure, ...machines } = applicationMachines(
      stream.demand,
      services ? Math.max(least, diluted) : least,
      clusters,
    );
    pressures.push({
      what: `instances of ${unit.id}`,
      ratio: pressure,
      final: true,
      change: 'a second cluster behind the gateway',
    });
    return { id: unit.id, unit, stream, background: separate ? 0 : background.demand, ...machines };
  });
  if (!separate) return { units, pressures };
  const stream = [...streams.background.values()].reduce(joined, noStream);
  const { pressure, ...machines } = applicationMachines(stream.demand, Math.min(2, least));
  pressures.push({ what: 'instances of worker', ratio: pressure, final: true, change: 'workers per queue' });
  return { units, worker: { id: 'worker', stream, ...machines }, pressures };
}

/** Services hand events over by a broker; one process keeps them in its database unless a broker is a must. */
function needsBroker({ brief, domain }: Problem, { style }: OptionShape, streams: Streams): boolean {
  const must = brief.constraints.must['broker'];
  if (must !== undefined && !isNone(must.value)) return true;
  if (domain.events.length === 0) return false;
  return style === 'services-per-context' || streams.deliveries > valueOf('eventsOnDatabase');
}

/** A broker is taken before a queue in the database is used up, so only the broker's absence can be a limit. */
function queuePressure({ deliveries }: Streams, broker: boolean): readonly Pressure[] {
  const what = 'deliveries through the database queue';
  return broker || deliveries === 0
    ? []
    : [
        {
          what,
          ratio: deliveries / valueOf('eventsOnDatabase'),
          final: false,
          change: 'a broker of its own',
        },
      ];
}

function sizedCache(
  problem: Problem,
  shape: OptionShape,
  scale: number,
  { hits }: Streams,
): SizedOption['cache'] {
  const reads = cachedReads(problem, shape);
  if (reads.length === 0) return undefined;
  const bytes = reads.reduce(
    (sum, read) =>
      sum +
      cachedBytes(read, readRate(problem, shape, read.operation) * scale, hits.get(read.operation) ?? 0),
    0,
  );
  const needed = (bytes * 1.5) / 1e9;
  const memoryGb = [1, 2, 4, 8, 16, 32, 64, 128].find((size) => size >= needed) ?? Math.ceil(needed);
  return { bytes, memoryGb, nodes: 2 };
}

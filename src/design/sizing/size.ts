import type { OptionShape } from '../../model/decision.ts';
import { valueOf } from '../capacity/figures.ts';
import { isNone } from '../stack/choose.ts';
import { totalCost } from './cost.ts';
import { cachedBytes, cachedReads, readRate } from './hits.ts';
import { sizedDatabases } from './databases.ts';
import { applicationMachines } from './machines.ts';
import type { Problem } from './problem.ts';
import { idleUnits, levelsFor } from './redundancy.ts';
import type { Levelled, Redundancy } from './redundancy.ts';
import type { Pressure, SizedOption, SizedTier, SizedUnit } from './sized.ts';
import { joined, noStream, streamsOf } from './streams.ts';
import type { Streams } from './streams.ts';
import type { Zones } from './zones.ts';

/** Machines for one option at `scale` times today's peak, with as much redundancy as the objectives ask for. */
export function sizeOption(problem: Problem, shape: OptionShape, scale: number): SizedOption {
  const streams = streamsOf(problem, shape, scale);
  const databases = sizedDatabases(problem, streams, shape);
  const broker = needsBroker(problem, shape, streams);
  const cache = sizedCache(problem, shape, scale);
  const shards = databases.sized.reduce((most, each) => Math.max(most, each.shards ?? 1), 1);
  const majority = broker || problem.search !== undefined;
  const common = {
    shape,
    scale,
    streams,
    broker,
    ...(cache !== undefined && { cache }),
    ...(problem.search !== undefined && { search: problem.search }),
  };
  const candidate = ({ standby, least, zones, spare }: Redundancy): SizedOption => {
    const carried = spare ? zones : undefined;
    const clusters = shape.sharding === true ? valueOf('mostClusters') : 1;
    const apps = sizedApplications(streams, { least, clusters, carried });
    const stores = spare && shape.replicas ? sizedDatabases(problem, streams, shape, carried) : databases;
    return {
      ...common,
      standby,
      zones,
      spare,
      databases: stores.sized,
      units: apps.units,
      pressures: [...apps.pressures, ...stores.pressures, ...queuePressure(streams, broker)],
      ...(apps.worker !== undefined && { worker: apps.worker }),
    };
  };
  const idle = (): SizedOption => ({
    ...common,
    standby: 'none',
    zones: 1,
    spare: false,
    databases: databases.sized,
    units: idleUnits({ streams }),
    pressures: [],
  });
  return cheapest(
    problem,
    knownLevels(problem, { shape, shards, majority }, idle).map((level) => candidate(level)),
  );
}

/** Levels that were found: whatever else of a problem changes, they follow from its work and its objectives. */
const found = new WeakMap<
  Problem['work'],
  WeakMap<Problem['objectives'], Map<string, readonly Redundancy[]>>
>();

function knownLevels(problem: Problem, levelled: Levelled, idle: () => SizedOption): readonly Redundancy[] {
  const { work, objectives, rpo, rto } = problem;
  const byObjectives =
    found.get(work) ?? new WeakMap<typeof objectives, Map<string, readonly Redundancy[]>>();
  found.set(work, byObjectives);
  const known = byObjectives.get(objectives) ?? new Map<string, readonly Redundancy[]>();
  byObjectives.set(objectives, known);
  const { shape, shards, majority } = levelled;
  const key = `${shape.style} ${shape.replicas} ${shape.cache} ${shape.asyncCheckout} ${shape.zones} ${shards} ${majority} ${rpo?.value} ${rto?.value}`;
  const levels = known.get(key) ?? levelsFor(problem, levelled, idle());
  known.set(key, levels);
  return levels;
}

/** The one that costs least; the earlier of equals has fewer zones. */
function cheapest(problem: Problem, options: readonly SizedOption[]): SizedOption {
  const [first] = options;
  if (first === undefined) throw new Error('there is no level of redundancy to size for');
  if (options.length === 1) return first;
  return options
    .map((option) => ({ option, cost: totalCost(problem, option) }))
    .reduce((best, next) => (next.cost < best.cost ? next : best)).option;
}

/**
 * Who spreads rows can send each key to a cluster of its own shard, so that one cluster is no end for instances.
 * A service that has much background work gets instances enough that none is filled with it; a
 * monolith gets a worker.
 */
function sizedApplications(
  streams: Streams,
  {
    least,
    clusters,
    carried,
  }: { readonly least: number; readonly clusters: number; readonly carried: Zones | undefined },
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
      carried,
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

function sizedCache(problem: Problem, shape: OptionShape, scale: number): SizedOption['cache'] {
  const reads = cachedReads(problem, shape);
  if (reads.length === 0) return undefined;
  const bytes = reads.reduce(
    (sum, read) => sum + cachedBytes(read, readRate(problem, shape, read.operation) * scale),
    0,
  );
  const needed = (bytes * 1.5) / 1e9;
  const memoryGb = [1, 2, 4, 8, 16, 32, 64, 128].find((size) => size >= needed) ?? Math.ceil(needed);
  return { bytes, memoryGb, nodes: 2 };
}

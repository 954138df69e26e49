import { databaseSizes, instanceSizes, valueOf } from '../capacity/figures.ts';
import { instancesWithSpareZone, lostWithZone } from './zones.ts';
import type { Zones } from './zones.ts';

/** Equal machines of one tier. */
export interface Machines {
  readonly cores: number;
  readonly instances: number;
}

/** Machines, and the part of what could be provided at most that they use: above 1 they do not suffice. */
export interface Provided extends Machines {
  readonly pressure: number;
}

export const largestInstance = instanceSizes.at(-1) ?? 8;

/** Beyond this number of instances the next larger size is taken. */
const handfulOfInstances = 20;

/**
 * Application instances for a demand in busy cores: the smallest size that needs no more than a handful, filled to
 * the highest utilisation, and to the higher one that is allowed with an instance lost, or with one of `carried` zones.
 * One cluster has an end; instances may stand in several.
 */
export function applicationMachines(demand: number, least: number, clusters = 1, carried?: Zones): Provided {
  const most = clusters * valueOf('mostInstances');
  const options = instanceSizes.map((cores) => ({
    cores,
    instances: instancesFor(demand, cores, least, carried),
  }));
  const last = options.at(-1) ?? { cores: largestInstance, instances: least };
  const chosen = options.find(({ instances }) => instances <= handfulOfInstances) ?? last;
  return {
    cores: chosen.cores,
    instances: Math.min(most, chosen.instances),
    pressure: Math.max(
      demand / (most * largestInstance * valueOf('applicationUtilisation')),
      carried === undefined
        ? 0
        : demand / ((most - lostWithZone(most, carried)) * largestInstance * valueOf('oneDownUtilisation')),
    ),
  };
}

/** N machines, one of which may be lost when there is more than one. */
function instancesFor(demand: number, cores: number, least: number, carried?: Zones): number {
  const filled = Math.ceil(demand / (cores * valueOf('applicationUtilisation')) - 1e-9);
  const wanted = Math.max(least, filled, 1);
  const left = Math.max(1, Math.ceil(demand / (cores * valueOf('oneDownUtilisation')) - 1e-9));
  if (carried !== undefined) return Math.max(wanted, instancesWithSpareZone(left, carried));
  return wanted === 1 ? 1 : Math.max(wanted, left + 1);
}

/**
 * Factor by which service on one of `cores` cores is slower than on a machine with one: all of them share locks and
 * the log. Universal scalability law without coherency, X(N) = N/(1 + α(N − 1)).
 */
export const slowdown = (cores: number): number => 1 + valueOf('databaseContention') * (cores - 1);

/** Busy cores a database machine may carry. */
export const databaseRoom = (cores: number): number =>
  (cores / slowdown(cores)) * valueOf('databaseUtilisation');

export const largestDatabase = databaseSizes.at(-1) ?? 64;

/** The smallest database machine for a demand; the largest one when none suffices. */
export function databaseMachine(demand: number): Provided {
  const cores = databaseSizes.find((size) => demand <= databaseRoom(size)) ?? largestDatabase;
  return { cores, instances: 1, pressure: demand / databaseRoom(largestDatabase) };
}

/**
 * Read replicas: at least two, so that one may be lost, or those of one of `carried` zones. Each carries its part of
 * the reads and replays all writes. Of all that suffice the fewest cores in all, then the fewest machines.
 */
export function replicaMachines(reads: number, writes: number, carried?: Zones): Provided {
  const left = (instances: number): number =>
    instances - (carried === undefined ? 1 : lostWithZone(instances, carried));
  const replay = writes * valueOf('replicaReplay');
  const most = valueOf('mostReplicas');
  let best: Machines | undefined;
  for (let instances = 2; instances <= most; instances++)
    for (const cores of databaseSizes) {
      const room = cores / slowdown(cores);
      const fits =
        (reads / instances + replay) / room <= valueOf('databaseUtilisation') &&
        (reads / left(instances) + replay) / room <= valueOf('oneDownUtilisation');
      if (!fits) continue;
      if (best === undefined || cores * instances < best.cores * best.instances) best = { cores, instances };
      break;
    }
  const room = largestDatabase / slowdown(largestDatabase);
  const pressure = Math.max(
    (reads / most + replay) / (room * valueOf('databaseUtilisation')),
    (reads / left(most) + replay) / (room * valueOf('oneDownUtilisation')),
  );
  return { ...(best ?? { cores: largestDatabase, instances: most }), pressure };
}

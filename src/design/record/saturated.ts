import type { Quantity, Unit } from '../../model/origin.ts';
import type { MultiServer } from '../../queueing/mmc.ts';
import type { Moments } from '../../queueing/waiting.ts';
import { ranged } from '../quantities.ts';
import { replicaStream, waitingOf } from '../sizing/latency.ts';
import type { Waiting } from '../sizing/latency.ts';
import { slowdown } from '../sizing/machines.ts';
import type { SizedOption, SizedTier } from '../sizing/sized.ts';
import { meanService } from '../sizing/streams.ts';

/** How long an overload lasts before its backlog is told, in seconds. */
const overload = 3600;

export const isSaturated = ({ arrival, service, servers }: MultiServer): boolean =>
  arrival * service >= servers;

/**
 * Seconds that a request takes which arrives after an hour of a load above capacity. There is no steady state, so no
 * mean and no percentile: as a fluid, the backlog grows by λ − c/S a second and is worked off at c/S, so that the
 * request waits (λS/c − 1) × one hour (Newell, Applications of Queueing Theory, 1982, ch. 2).
 */
export const afterAnHour = ({ arrival, service, servers }: MultiServer): number =>
  service + Math.max(0, (arrival * service) / servers - 1) * overload;

export const saturatedRule = 'saturated: time of a request after an hour of this load, backlog as a fluid';

/** A quantity whose upper end is left out where the station is saturated there: it has no steady state. */
export function finiteRange(
  [value, low, high]: readonly [value: number, low: number, high: number],
  unit: Unit,
  rule: string,
  from: readonly string[],
): Quantity {
  const words = Number.isFinite(high) ? from : [...from, 'saturated at the high end of the load'];
  return ranged(value, Math.min(low, value), Number.isFinite(high) ? high : value, unit, rule, words);
}

/** Waiting times that can be written down: those of a saturated station are those after an hour of the load. */
export function writtenWaiting(option: SizedOption): Waiting {
  const { units, primaries, replicas } = waitingOf(option);
  const tiers = new Map<string, SizedTier>(option.units.map((unit) => [unit.id, unit]));
  const servers = new Map<string, SizedTier>(option.databases.map((database) => [database.id, database]));
  const readers = new Map<string, SizedTier>(
    option.databases.flatMap(({ id, replicas: tier, writes }) =>
      tier === undefined ? [] : [[id, { ...tier, stream: replicaStream(tier, writes) }]],
    ),
  );
  return {
    units: written(units, tiers, () => 1),
    primaries: written(primaries, servers, slowdown),
    replicas: written(replicas, readers, slowdown),
  };
}

const written = (
  waiting: ReadonlyMap<string, Moments>,
  tiers: ReadonlyMap<string, SizedTier>,
  slow: (cores: number) => number,
): ReadonlyMap<string, Moments> =>
  new Map(
    [...waiting].map(([id, moments]) => {
      const tier = tiers.get(id);
      if (Number.isFinite(moments.mean) || tier === undefined) return [id, moments];
      const service = meanService(tier.stream) * slow(tier.cores);
      const station = { arrival: tier.stream.rate, service, servers: tier.cores * tier.instances };
      return [id, { mean: afterAnHour(station) - service, variance: 0 }];
    }),
  );

import { inSeries, kOfN } from '../../queueing/availability.ts';
import { valueOf } from '../capacity/figures.ts';
import { unitOf } from './layout.ts';
import type { Problem } from './problem.ts';
import { asksEveryShard } from './shards.ts';
import type { SizedDatabase, SizedOption, SizedTier, SizedUnit } from './sized.ts';
import { crossings, readsReplica } from './streams.ts';
import type { Work } from './work.ts';
import { figureAt as at, zonesAvailability } from './zones.ts';
import type { Level } from './zones.ts';

export interface PathPart {
  readonly container: string;
  readonly availability: number;
}

/** Instances that must be up to carry the peak at the utilisation allowed with one lost. */
export function neededInstances({ stream, cores, instances }: SizedTier): number {
  const needed = Math.ceil(stream.demand / (cores * valueOf('oneDownUtilisation')) - 1e-9);
  return Math.min(instances, Math.max(1, needed));
}

export const tierAvailability = (tier: SizedTier, level: Level): number =>
  kOfN(neededInstances(tier), tier.instances, at('instanceAvailability', level));

export const databaseAvailability = ({ standby }: SizedOption, level: Level): number =>
  at(standby === 'none' ? 'databaseSingle' : 'databaseStandby', level);

/** One pooler carries all connections while the other is replaced. */
const poolerAvailability = ({ pooler }: SizedDatabase, level: Level): number =>
  pooler === undefined ? 1 : kOfN(pooler.instances - 1, pooler.instances, at('instanceAvailability', level));

export const gatewayAvailability = (level: Level): number => at('gatewayAvailability', level);
export const cacheAvailability = (level: Level): number => at('cachePair', level);
export const brokerAvailability = (level: Level): number => at('brokerAvailability', level);

export function integrationAvailability({ domain }: Problem, id: string, level: Level): number {
  const sla = domain.integrations.find((entry) => entry.id === id)?.sla;
  return sla === undefined ? at('integrationAvailability', level) : sla.value;
}

/** Units a request passes: its own, and those it asks while it waits. */
function unitsOn({ units, streams: { layout } }: SizedOption, work: Work): readonly SizedUnit[] {
  if (units.length === 1) return units;
  const ids = new Set(
    [work.context, ...crossings(work, layout)].map((context) => unitOf(layout, context)?.id),
  );
  return units.filter(({ unit }) => ids.has(unit.id));
}

/**
 * Everything that must work for a request to be answered, in series. A read of a replica counts its database once:
 * when all replicas are gone the primary answers. What is asked of every shard needs all of them. The zones all of them stand in are a part of every path. Parts that only queued work needs are not on the path.
 */
export function pathParts(
  problem: Problem,
  option: SizedOption,
  work: Work,
  level: Level = 'value',
  tier: (unit: SizedUnit) => number = (unit) => tierAvailability(unit, level),
): readonly PathPart[] {
  const units = unitsOn(option, work);
  const databases = option.databases.filter(({ id }) => units.some(({ unit }) => unit.database === id));
  const cached = option.cache !== undefined && option.streams.hits.has(work.operation);
  const integrations = new Set(work.remote.map(({ integration }) => integration));
  return [
    { container: 'gateway', availability: gatewayAvailability(level) },
    { container: 'zones', availability: zonesAvailability(option, option.standby, level) },
    ...units.map((unit) => ({ container: unit.id, availability: tier(unit) })),
    ...(cached ? [{ container: 'cache', availability: cacheAvailability(level) }] : []),
    ...databases.map((database) => ({
      container:
        database.replicas !== undefined && readsReplica(problem, work) ? database.replicas.id : database.id,
      availability:
        (databaseAvailability(option, level) * poolerAvailability(database, level)) **
        (database.shards !== undefined && asksEveryShard(problem, work.operation) ? database.shards : 1),
    })),
    ...[...integrations].map((id) => ({
      container: id,
      availability: integrationAvailability(problem, id, level),
    })),
  ];
}

/** Availability of any path of one option; what all paths share is computed once. */
export function pathsOf(problem: Problem, option: SizedOption): (work: Work) => number {
  const tiers = new Map(option.units.map((unit) => [unit.id, tierAvailability(unit, 'value')]));
  return (work) =>
    inSeries(
      pathParts(problem, option, work, 'value', ({ id }) => tiers.get(id) ?? 0).map(
        ({ availability }) => availability,
      ),
    );
}

export const pathAvailability = (problem: Problem, option: SizedOption, work: Work): number =>
  pathsOf(problem, option)(work);

import { applicationMemory, databaseMemory, valueOf } from '../capacity/figures.ts';
import type { PriceKey } from '../../model/brief.ts';
import { priceAt } from '../capacity/prices.ts';
import type { PriceLevel } from '../capacity/prices.ts';
import type { Problem } from './problem.ts';
import type { Machines } from './machines.ts';
import { unitOf } from './layout.ts';
import type { SizedOption, SizedUnit } from './sized.ts';
import { lostWithZone } from './zones.ts';

/** Money a month for one container, all instances together, with the sum in words. */
export interface CostLine {
  readonly container: string;
  readonly cost: number;
  readonly from: readonly string[];
}

/** Unit prices of one design at one end of their ranges. */
type PriceOf = (key: PriceKey) => number;

const gb = 1e9;

/** Seconds of thirty days. */
const month = 30 * 86_400;

/** Cores and memory of `instances` machines. */
const machines = ({ cores, instances }: Machines, memoryPerCore: number, price: PriceOf): number =>
  instances * cores * (price('vcpu') + memoryPerCore * price('memory'));

function databaseCost(size: Machines, bytes: number, price: PriceOf): number {
  const storage = size.instances * (bytes / gb) * price('storage');
  return machines(size, databaseMemory, price) * price('managed-database') + storage;
}

const machineWords = ({ cores, instances }: Machines): string => `${instances} × ${cores} vCPU`;

/** Bytes of the answers that people wait for, in a mean second of the busiest hour: by bounded context, and in all. */
interface Answered {
  readonly all: number;
  readonly by: ReadonlyMap<string, number>;
}

/** They follow from the load, whatever is asked of an operation; computed once for all options. */
const answers = new WeakMap<Problem['load'], Answered>();

function answeredBytes({ load, work }: Problem): Answered {
  const known = answers.get(load);
  if (known !== undefined) return known;
  const by = new Map<string, number>();
  for (const { workload, mean, responseBytes } of load.rates) {
    const one = work.waiting.find((each) => each.workload === workload);
    if (one?.interactive === true)
      by.set(one.context, (by.get(one.context) ?? 0) + mean.value * responseBytes.value);
  }
  const answered = { by, all: [...by.values()].reduce((sum, bytes) => sum + bytes, 0) };
  answers.set(load, answered);
  return answered;
}

/** Bytes sent to the internet in a month: the mean of the busiest hour, spread over the day, compressed. */
export const monthlyEgress = (problem: Problem, scale: number): number =>
  answeredBytes(problem).all * scale * valueOf('dailyLoadFactor') * valueOf('compression') * month;

/**
 * Bytes a month between instances and stores in other zones, by unit: each answer was fetched from a store in the zone of
 * the primary, and instances are dealt out to the zones in turn. What a provider copies to a standby, and what its
 * balancer passes on, is taken as free of charge.
 */
export function monthlyCrossZone(problem: Problem, option: SizedOption, unit: SizedUnit): number {
  const away = 1 - lostWithZone(unit.instances, option.zones) / unit.instances;
  if (away === 0) return 0;
  let bytes = 0;
  for (const [context, sent] of answeredBytes(problem).by)
    if (unitOf(option.streams.layout, context)?.id === unit.id) bytes += sent;
  return away * bytes * option.scale * valueOf('dailyLoadFactor') * month;
}

/** What each container costs; prices rank options, they are no quote. */
export const costLines = (problem: Problem, option: SizedOption, level: PriceLevel): readonly CostLine[] =>
  pricedLines(problem, option, level).map(({ container, cost, from }) => ({ container, cost, from: from() }));

/** A line whose words are made only where somebody reads them: most options are priced to be compared. */
type Priced = Omit<CostLine, 'from'> & { readonly from: () => readonly string[] };

function pricedLines(problem: Problem, option: SizedOption, level: PriceLevel): readonly Priced[] {
  const egress = monthlyEgress(problem, option.scale) / gb;
  const { worker } = option;
  const price: PriceOf = (key) => priceAt(problem.prices, key, level);
  return [
    {
      container: 'gateway',
      cost: price('gateway') + egress * price('egress'),
      from: () => ['managed gateway', `${Math.round(egress)} GB sent a month`],
    },
    ...option.units.map((unit) => {
      const crossing = monthlyCrossZone(problem, option, unit) / gb;
      return {
        container: unit.id,
        cost: machines(unit, applicationMemory, price) + crossing * price('cross-zone'),
        from: () => [
          machineWords(unit),
          `${applicationMemory} GB for each vCPU`,
          ...(crossing > 0 ? [`${Math.round(crossing)} GB from other zones a month`] : []),
        ],
      };
    }),
    ...(worker === undefined
      ? []
      : [
          {
            container: worker.id,
            cost: machines(worker, applicationMemory, price),
            from: () => [machineWords(worker), `${applicationMemory} GB for each vCPU`],
          },
        ]),
    ...option.databases.flatMap((database) => databaseLines(option, database, price)),
    ...storeLines(option, price),
  ];
}

/** Three small nodes of a broker or a search engine, of which two are a majority. */
const cluster = { cores: 2, instances: 3 };

function storeLines({ cache, broker, search }: SizedOption, price: PriceOf): readonly Priced[] {
  const clusters = [...(broker ? ['broker'] : []), ...(search === undefined ? [] : ['search'])];
  return [
    ...(cache === undefined
      ? []
      : [
          {
            container: 'cache',
            cost:
              cache.nodes * (2 * price('vcpu') + cache.memoryGb * price('memory')) * price('managed-cache'),
            from: () => [`${cache.nodes} × 2 vCPU`, `${cache.memoryGb} GB each`, 'managed'],
          },
        ]),
    ...clusters.map((container) => ({
      container,
      cost: machines(cluster, databaseMemory, price),
      from: () => [machineWords(cluster)],
    })),
  ];
}

function databaseLines(
  { standby }: SizedOption,
  { id, bytes, replicas, cores, shards = 1, pooler }: SizedOption['databases'][number],
  price: PriceOf,
): readonly Priced[] {
  const one = { cores, instances: shards };
  const readers =
    replicas === undefined ? undefined : { ...replicas, instances: shards * replicas.instances };
  const words = (size: Machines): readonly string[] => [
    machineWords(size),
    `${databaseMemory} GB for each vCPU`,
    `${(bytes / gb).toPrecision(3)} GB on disk each`,
    'managed',
  ];
  return [
    {
      container: id,
      cost:
        databaseCost(one, bytes, price) +
        (pooler === undefined ? 0 : shards * machines(pooler, applicationMemory, price)),
      from: () => [
        ...words(one),
        ...(pooler === undefined
          ? []
          : [`${shards * pooler.instances} × ${pooler.cores} vCPU for its pooler`]),
      ],
    },
    ...(standby === 'none'
      ? []
      : [{ container: `${id}-standby`, cost: databaseCost(one, bytes, price), from: () => words(one) }]),
    ...(replicas === undefined || readers === undefined
      ? []
      : [{ container: replicas.id, cost: databaseCost(readers, bytes, price), from: () => words(readers) }]),
  ];
}

export const totalCost = (problem: Problem, option: SizedOption, level: PriceLevel = 'value'): number =>
  pricedLines(problem, option, level).reduce((sum, { cost }) => sum + cost, 0);

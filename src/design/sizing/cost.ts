import { applicationMemory, databaseMemory, valueOf } from '../capacity/figures.ts';
import type { PriceKey } from '../../model/brief.ts';
import { priceAt } from '../capacity/prices.ts';
import type { PriceLevel } from '../capacity/prices.ts';
import type { Problem } from './problem.ts';
import type { Machines } from './machines.ts';
import type { SizedOption } from './sized.ts';

/** Money a month for one container, all instances together, with the sum in words. */
export interface CostLine {
  readonly container: string;
  readonly cost: number;
  readonly from: readonly string[];
}

/** Unit prices of one design at one end of their ranges. */
type PriceOf = (key: PriceKey) => number;

const gb = 1e9;

/** Cores and memory of `instances` machines. */
const machines = ({ cores, instances }: Machines, memoryPerCore: number, price: PriceOf): number =>
  instances * cores * (price('vcpu') + memoryPerCore * price('memory'));

function databaseCost(size: Machines, bytes: number, price: PriceOf): number {
  const storage = size.instances * (bytes / gb) * price('storage');
  return machines(size, databaseMemory, price) * price('managed-database') + storage;
}

const machineWords = ({ cores, instances }: Machines): string => `${instances} × ${cores} vCPU`;

/** Bytes sent to the internet in a month: the mean of the busiest hour, spread over the day, compressed. */
export function monthlyEgress(problem: Problem, scale: number): number {
  const bytes = problem.load.rates.reduce((sum, rate) => {
    const work = problem.work.waiting.find(({ workload }) => workload === rate.workload);
    return work?.interactive === true ? sum + rate.mean.value * scale * rate.responseBytes.value : sum;
  }, 0);
  return bytes * valueOf('dailyLoadFactor') * valueOf('compression') * 30 * 86_400;
}

/** What each container costs; prices rank options, they are no quote. */
export function costLines(problem: Problem, option: SizedOption, level: PriceLevel): readonly CostLine[] {
  const egress = monthlyEgress(problem, option.scale) / gb;
  const small = { cores: 2, instances: 3 };
  const price: PriceOf = (key) => priceAt(problem.prices, key, level);
  return [
    {
      container: 'gateway',
      cost: price('gateway') + egress * price('egress'),
      from: ['managed gateway', `${Math.round(egress)} GB sent a month`],
    },
    ...[...option.units, ...(option.worker === undefined ? [] : [option.worker])].map((tier) => ({
      container: tier.id,
      cost: machines(tier, applicationMemory, price),
      from: [machineWords(tier), `${applicationMemory} GB for each vCPU`],
    })),
    ...option.databases.flatMap((database) => databaseLines(option, database, price)),
    ...(option.cache === undefined
      ? []
      : [
          {
            container: 'cache',
            cost:
              option.cache.nodes *
              (2 * price('vcpu') + option.cache.memoryGb * price('memory')) *
              price('managed-cache'),
            from: [`${option.cache.nodes} × 2 vCPU`, `${option.cache.memoryGb} GB each`, 'managed'],
          },
        ]),
    ...(option.broker
      ? [{ container: 'broker', cost: machines(small, databaseMemory, price), from: [machineWords(small)] }]
      : []),
    ...(option.search === undefined
      ? []
      : [{ container: 'search', cost: machines(small, databaseMemory, price), from: [machineWords(small)] }]),
  ];
}

function databaseLines(
  { standby }: SizedOption,
  { id, bytes, replicas, cores, shards = 1, pooler }: SizedOption['databases'][number],
  price: PriceOf,
): readonly CostLine[] {
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
      from: [
        ...words(one),
        ...(pooler === undefined
          ? []
          : [`${shards * pooler.instances} × ${pooler.cores} vCPU for its pooler`]),
      ],
    },
    ...(standby === 'none'
      ? []
      : [{ container: `${id}-standby`, cost: databaseCost(one, bytes, price), from: words(one) }]),
    ...(replicas === undefined || readers === undefined
      ? []
      : [{ container: replicas.id, cost: databaseCost(readers, bytes, price), from: words(readers) }]),
  ];
}

export const totalCost = (problem: Problem, option: SizedOption, level: PriceLevel = 'value'): number =>
  costLines(problem, option, level).reduce((sum, { cost }) => sum + cost, 0);

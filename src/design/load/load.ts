import type { Workload } from '../../model/brief.ts';
import type { Entity, Operation } from '../../model/domain.ts';
import type { OperationRate } from '../../model/load.ts';
import { derived } from '../../model/origin.ts';
import type { Gap, Quantity, Unit } from '../../model/origin.ts';
import { product, total } from '../quantities.ts';
import { growthGaps } from './growth-against-load.ts';
import { commonPopulation } from './population.ts';
import type { LoadSource } from './population.ts';
import { operationRates } from './rates.ts';
import { burstOf, requestBytes, userConnections } from './traffic.ts';
import type { UserConnections } from './traffic.ts';

/** What the system is asked for, before anything is sized. */
export interface LoadModel {
  readonly workloads: readonly Workload[];
  readonly users?: Quantity;
  readonly rates: readonly OperationRate[];
  readonly totalMean: Quantity;
  readonly totalPeak: Quantity;
  readonly bandwidth: Quantity;
  readonly bandwidthIn: Quantity;
  readonly burst: Quantity;
  readonly userConnections?: UserConnections;
  readonly gaps: readonly Gap[];
}

/** What the load is computed from; entities tell how large a request is. */
export type LoadInput = LoadSource & {
  readonly operations: readonly Operation[];
  readonly entities?: readonly Entity[];
};

/** Rates of all operations, their sums, and the bytes they send. Batches count in the sums: they use the same machines. */
export function loadModel(source: LoadInput): LoadModel {
  const { rates: plainRates, gaps } = operationRates(source);
  const rates = plainRates.map((rate) => detailed(source, rate));
  const population = commonPopulation(source);
  const names = rates.map(({ workload }) => workload);
  const sum = (unit: Unit, rule: string, parts: readonly Quantity[]): Quantity =>
    total(unit, rule, parts, names);
  const totalPeak = sum(
    'requests/s',
    'sum over workloads',
    rates.map(({ peak }) => peak),
  );
  return {
    workloads: source.workloads,
    ...(population !== undefined && {
      users: population.users,
      userConnections: userConnections(population),
    }),
    rates,
    totalMean: sum(
      'requests/s',
      'sum over workloads',
      rates.map(({ mean }) => mean),
    ),
    totalPeak,
    bandwidth: sum(
      'bytes/s',
      'sum of peak rate × response size over workloads',
      rates.map(({ peak, responseBytes }) => bytesOf(peak, 'response', responseBytes)),
    ),
    bandwidthIn: sum(
      'bytes/s',
      'sum of peak rate × request size over workloads',
      rates.map((rate) => bytesOf(rate.peak, 'request', rate.requestBytes)),
    ),
    burst: burstOf(totalPeak),
    gaps: [...gaps, ...growthGaps(source, rates)],
  };
}

type DetailedRate = OperationRate & Required<Pick<OperationRate, 'burst' | 'requestBytes'>>;

/** A batch is worked off at the pace of its window: it has no burst of its own. */
function detailed({ workloads, operations, entities = [] }: LoadInput, rate: OperationRate): DetailedRate {
  const operation = operations.find(({ id }) => id === rate.operation);
  const batch = workloads.find(({ id }) => id === rate.workload)?.every !== undefined;
  return {
    ...rate,
    burst: batch ? rate.peak : burstOf(rate.peak),
    requestBytes:
      operation === undefined
        ? derived(0, 'bytes', 'the operation is not known', [])
        : requestBytes(operation, entities),
  };
}

const bytesOf = (peak: Quantity, name: string, bytes: Quantity): Quantity =>
  product('bytes/s', `bandwidth = peak rate × ${name} size`, [
    { name: 'peak', quantity: peak },
    { name, quantity: bytes },
  ]);

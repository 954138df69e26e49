import type { Workload } from '../../model/brief.ts';
import type { Operation } from '../../model/domain.ts';
import type { OperationRate } from '../../model/load.ts';
import type { Gap, Quantity } from '../../model/origin.ts';
import { product, total } from '../quantities.ts';
import { commonPopulation } from './population.ts';
import type { LoadSource } from './population.ts';
import { operationRates } from './rates.ts';

/** What the system is asked for, before anything is sized. */
export interface LoadModel {
  readonly workloads: readonly Workload[];
  readonly users?: Quantity;
  readonly rates: readonly OperationRate[];
  readonly totalMean: Quantity;
  readonly totalPeak: Quantity;
  readonly bandwidth: Quantity;
  readonly gaps: readonly Gap[];
}

/** Rates of all operations, their sums, and the bytes they send. Batches count in the sums: they use the same machines. */
export function loadModel(source: LoadSource & { readonly operations: readonly Operation[] }): LoadModel {
  const { rates, gaps } = operationRates(source);
  const population = commonPopulation(source);
  const names = rates.map(({ workload }) => workload);
  const bytes = rates.map(({ peak, responseBytes }) =>
    product('bytes/s', 'bandwidth = peak rate × response size', [
      { name: 'peak', quantity: peak },
      { name: 'response', quantity: responseBytes },
    ]),
  );
  return {
    workloads: source.workloads,
    ...(population !== undefined && { users: population.users }),
    rates,
    totalMean: total(
      'requests/s',
      'sum over workloads',
      rates.map(({ mean }) => mean),
      names,
    ),
    totalPeak: total(
      'requests/s',
      'sum over workloads',
      rates.map(({ peak }) => peak),
      names,
    ),
    bandwidth: total('bytes/s', 'sum of peak rate × response size over workloads', bytes, names),
    gaps,
  };
}

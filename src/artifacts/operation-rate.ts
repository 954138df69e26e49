import { sum } from '../model/amounts.ts';
import type { Backend } from '../model/backend.ts';
import type { Quantity } from '../model/origin.ts';

/** How often an operation is called, over all workloads; undefined when the load model does not speak of it. */
export function operationRate(
  { load, api }: Backend,
  operation: string | undefined,
  which: 'mean' | 'peak',
): Quantity | undefined {
  const rates = load.rates.filter((rate) => rate.operation === operation);
  if (rates.length > 0)
    return sum(
      rates.map((rate) => [rate.workload, rate[which]]),
      'requests/s',
      'sum over workloads',
    );
  return which === 'peak' && operation !== undefined
    ? api.endpoints.find((endpoint) => endpoint.operation === operation)?.rate
    : undefined;
}

import type { Workload } from '../../model/brief.ts';
import type { Operation } from '../../model/domain.ts';
import type { OperationRate } from '../../model/load.ts';
import type { Gap, Quantity } from '../../model/origin.ts';
import { derived } from '../../model/origin.ts';
import { valueOf } from '../capacity/figures.ts';
import { inWords, product } from '../quantities.ts';
import { commonPopulation, populationOf } from './population.ts';
import type { LoadSource, Population } from './population.ts';
import { sharesInForce } from './shares.ts';

export interface Rates {
  readonly rates: readonly OperationRate[];
  readonly gaps: readonly Gap[];
}

/** Rates per workload: users / think × share for people, rows per window for batches. */
export function operationRates(source: LoadSource & { readonly operations: readonly Operation[] }): Rates {
  const common = commonPopulation(source);
  const { shares, superseded, gaps } = sharesInForce(source.workloads);
  const told: Gap[] = [...gaps];
  const rates = source.workloads.flatMap((workload): readonly OperationRate[] => {
    const operation = source.operations.find(({ id }) => id === workload.operation);
    if (operation === undefined) {
      told.push(unknownOperation(workload));
      return [];
    }
    if (superseded.has(workload.id) || told.some(({ subject }) => subject === workload.id)) return [];
    const rate =
      batchRate(workload) ?? requestRate(workload, populationOf(workload, common), shares.get(workload.id));
    if (rate === undefined) {
      told.push(withoutRate(workload));
      return [];
    }
    const responseBytes = operation.cost.responseBytes;
    return [{ operation: operation.id, workload: workload.id, ...rate, responseBytes }];
  });
  return { rates, gaps: told };
}

interface Rate {
  readonly mean: Quantity;
  readonly peak: Quantity;
}

function requestRate(
  workload: Workload,
  population: Population | undefined,
  share: Quantity | undefined,
): Rate | undefined {
  if (population === undefined) return undefined;
  if (share === undefined && workload.users === undefined) return undefined;
  const rule = 'request rate = users / think time × share';
  const factors = [
    { name: 'users', quantity: population.users },
    { name: 'think time', quantity: population.think, divides: true },
    ...(share === undefined ? [] : [{ name: 'share', quantity: share }]),
  ];
  return {
    mean: product('requests/s', rule, factors),
    peak: product('requests/s', `${rule} × peak`, [...factors, { name: 'peak', quantity: population.peak }]),
  };
}

/**
 * A batch of rows every so often: the mean spreads it over its period, the peak over the window in which it has to be
 * done. Each row counts as one execution of the operation.
 */
function batchRate(workload: Workload): Rate | undefined {
  const { every, batch } = workload;
  if (every === undefined) return undefined;
  const rows = batch ?? oneExecution;
  const window = batchWindow(every);
  return {
    mean: product('requests/s', 'batch rate = rows / period', [
      { name: 'rows', quantity: rows },
      { name: 'period', quantity: every, divides: true },
    ]),
    peak: product('requests/s', 'batch peak = rows / window', [
      { name: 'rows', quantity: rows },
      { name: 'window', quantity: window, divides: true },
    ]),
  };
}

/** A sixth of the period, but at least a minute (or the period, if shorter) and at most an hour. */
function batchWindow(every: Quantity): Quantity {
  const shortest = Math.min(every.value, valueOf('shortestBatchWindow'));
  const seconds = Math.max(
    shortest,
    Math.min(every.value * valueOf('batchWindow'), valueOf('longestBatchWindow')),
  );
  return derived(seconds, 's', 'batch window = a sixth of the period, from a minute to an hour', [
    `period ${inWords(every)}`,
  ]);
}

const oneExecution: Quantity = {
  value: 1,
  unit: 'rows',
  origin: { kind: 'assumed', because: 'no batch size is given: one execution per period' },
};

function unknownOperation(workload: Workload): Gap {
  return {
    kind: 'workload-operation',
    subject: workload.id,
    why: `Workload ${workload.id} asks for ${workload.operation}, which no entity of the design offers; it gets no rate.`,
    origin: workload.origin,
  };
}

function withoutRate(workload: Workload): Gap {
  return {
    kind: 'workload-rate',
    subject: workload.id,
    why: `Workload ${workload.id} has neither users nor a share nor a period, and the brief names no number of users; it gets no rate. Say how many users there are.`,
    origin: workload.origin,
  };
}

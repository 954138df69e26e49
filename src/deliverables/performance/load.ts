import { product, sum } from '../../model/amounts.ts';
import { cell, section, table } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import { requirementsAbout } from '../requirements.ts';
import type { Backend } from '../../model/backend.ts';
import type { OperationRate } from '../../model/load.ts';
import type { Quantity } from '../../model/origin.ts';

/** Who asks for what, how often, and how many bytes and open requests that makes. */
export function loadModel({ backend }: Basis): readonly (Section | undefined)[] {
  const { load } = backend;
  return [
    section(
      {
        id: 'load',
        title: 'Load model',
        items: load.rates.length > 0 && load.totalPeak !== undefined ? ['5.1'] : [],
        answers: requirementsAbout(backend, 'objective', ['load', 'users', 'throughput']),
      },
      table(['whole system', 'value'], totals(backend)),
      table(
        ['workload', 'actor', 'operation', 'users', 'pause between requests', 'part of all', 'peak', 'batch'],
        load.workloads.map(({ id, actor, operation, users, think, share, peak, batch }) => [
          id,
          actor,
          operation,
          users ?? '–',
          think ?? '–',
          share ?? '–',
          peak ?? '–',
          batch ?? '–',
        ]),
      ),
    ),
    section(
      { id: 'rates', title: 'Rates of each operation' },
      table(
        ['operation', 'workload', 'mean', 'peak', 'answer', 'bandwidth at peak', 'open at peak'],
        load.rates
          .toSorted((a, b) => b.peak.value - a.peak.value)
          .map((rate) => [
            rate.operation,
            rate.workload,
            rate.mean,
            rate.peak,
            rate.responseBytes,
            bandwidth(rate),
            cell(open(backend, rate)),
          ]),
      ),
    ),
  ];
}

function totals(backend: Backend): readonly (readonly Cell[])[] {
  const { users, totalMean, totalPeak, bandwidth: bytes, rates } = backend.load;
  const opened = rates.flatMap((rate) => {
    const value = open(backend, rate);
    return value === undefined ? [] : [[rate.operation, value] as const];
  });
  const known: readonly (readonly [string, Quantity | undefined])[] = [
    ['users at once', users],
    ['requests, mean', totalMean],
    ['requests, peak', totalPeak],
    ['answers, bytes at peak', bytes],
    [
      'requests open at once, at peak',
      opened.length === 0 ? undefined : sum(opened, 'count', 'sum over operations'),
    ],
  ];
  return known.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
}

const bandwidth = ({ peak, responseBytes }: OperationRate): Quantity =>
  product(
    [
      ['peak', peak],
      ['answer', responseBytes],
    ],
    'bytes/s',
    'peak × bytes of an answer',
  );

/** Little's law: what is in the system is what arrives a second times how long it stays. */
function open({ load }: Backend, { operation, workload, peak }: OperationRate): Quantity | undefined {
  const budget = load.budgets.find((entry) => entry.operation === operation && entry.workload === workload);
  return budget === undefined
    ? undefined
    : product(
        [
          ['peak', peak],
          ['mean time in the system', budget.mean],
        ],
        'count',
        "Little's law: arrivals × time in the system",
        budget.mean.unit === 'ms' ? 1e-3 : 1,
      );
}

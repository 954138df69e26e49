import { product, sum } from '../../model/amounts.ts';
import { cell, paragraph, section, table } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import { requirementsAbout } from '../requirements.ts';
import type { Backend } from '../../model/backend.ts';
import type { OperationRate } from '../../model/load.ts';
import { derived } from '../../model/origin.ts';
import type { Quantity } from '../../model/origin.ts';
import { quantityText } from '../../model/quantity.ts';

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
    operationRates(backend),
    connections(backend),
  ];
}

const operationRates = (backend: Backend): Section | undefined =>
  section(
    { id: 'rates', title: 'Rates of each operation' },
    table(
      ['operation', 'workload', 'mean', 'peak', 'busy second', 'request', 'open at peak'],
      backend.load.rates
        .toSorted((a, b) => b.peak.value - a.peak.value)
        .map((rate) => [
          rate.operation,
          rate.workload,
          rate.mean,
          rate.peak,
          cell(rate.burst),
          cell(rate.requestBytes),
          cell(open(backend, rate)),
        ]),
    ),
    backend.load.burst === undefined
      ? undefined
      : paragraph(
          'A busy second is one that is exceeded in one of a thousand seconds of the peak. No autoscaler is that fast: queues and spare cores carry it, or it is refused. "Open" is Little\'s law over the whole time a request is in the system.',
        ),
  );

/** Who keeps how many connections open to whom. */
function connections({ architecture, load }: Backend): Section | undefined {
  const { userConnections: people } = load;
  const machines = new Map(architecture.containers.map(({ id, instances }) => [id, instances]));
  const pools = architecture.connections.flatMap(({ from, to, pool }): readonly (readonly Cell[])[] =>
    pool === undefined
      ? []
      : [
          [
            `${from} → ${to}`,
            product(
              [
                ['each instance', pool],
                ['instances', machines.get(from) ?? derived(1, 'instances', 'one where nothing is said', [])],
              ],
              'connections',
              'pool × instances',
            ),
            'for good: pools are kept open',
          ],
        ],
  );
  return section(
    { id: 'connections', title: 'Connections' },
    table(
      ['between', 'open at once, at most', 'renewed'],
      [
        ...(people === undefined
          ? []
          : [['people → gateway', people.open, people.opened] satisfies readonly Cell[]]),
        ...pools,
      ],
    ),
    people === undefined
      ? undefined
      : paragraph(
          `One multiplexed connection for each person who is there, closed when idle; ${quantityText(people.opened)} find theirs closed and need a TLS handshake. With HTTP/1.1 a browser opens up to six.`,
        ),
  );
}

function totals(backend: Backend): readonly (readonly Cell[])[] {
  const { users, totalMean, totalPeak, bandwidth: bytes, bandwidthIn, burst, rates } = backend.load;
  const opened = rates.flatMap((rate) => {
    const value = open(backend, rate);
    return value === undefined ? [] : [[rate.operation, value] as const];
  });
  const known: readonly (readonly [string, Quantity | undefined])[] = [
    ['users at once', users],
    ['requests, mean of the busiest hour', totalMean],
    ['requests, peak', totalPeak],
    ['requests, busy second of the peak', burst],
    ['requests, bytes in at peak', bandwidthIn],
    ['answers, bytes out at peak', bytes],
    ['answers, compressed', compressedAnswers(backend)],
    [
      'requests open at once, at peak',
      opened.length === 0 ? undefined : sum(opened, 'count', 'sum over operations'),
    ],
  ];
  return known.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
}

const compressedAnswers = ({ load: { bandwidth: bytes, compression } }: Backend): Quantity | undefined =>
  bytes === undefined || compression === undefined
    ? undefined
    : product(
        [
          ['answers', bytes],
          ['compressed to', compression],
        ],
        'bytes/s',
        'answers × compression',
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

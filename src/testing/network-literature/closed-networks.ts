import { closedSource, networkOf, openSource, randomTime, stationOf } from '../../model/network-parts.ts';
import type { Network, NetworkStation } from '../../model/network.ts';
import { closedNetworkOf, visiting } from '../network-cases.ts';
import type { NetworkCase, Visits } from '../network-cases.ts';

const shared = (id: string) => stationOf({ id, discipline: 'processor-sharing' });
const delay = (id: string) => stationOf({ id, servers: Infinity });

const people = (
  stations: readonly NetworkStation[],
  kinds: readonly (readonly [id: string, population: number, think: number, visits: readonly Visits[]])[],
): Network =>
  networkOf({
    stations,
    sources: kinds.map(([id, population, think, visits]) =>
      closedSource({ id, population, think: randomTime(think), steps: visiting(...visits) }),
    ),
  });

/** Closed networks of one class. */
export const closedOneClass: readonly NetworkCase[] = [
  {
    name: 'twenty users of a CPU and two disks',
    source: 'Jain, example 34.2, p. 577',
    network: closedNetworkOf(20, 4, [
      ['cpu', 16, 0.125],
      ['diskA', 10, 0.3],
      ['diskB', 5, 0.2],
    ]),
    expected: {
      'users.throughput': 0.3332465122205763,
      'users.response': 56.01563187182579,
      'diskA.inSystem': 16.17665112170628,
      'cpu.utilisation': 0.6664930244411525,
      'bounds.throughput': 1 / 3,
      'bounds.knee': 10 / 3,
    },
  },
  {
    name: 'central server, six jobs',
    source: 'Bolch et al., example 8.3, p. 331',
    network: closedNetworkOf(6, 0, [
      ['cpu', 1, 0.02],
      ['diskA', 0.4, 0.2],
      ['diskB', 0.2, 0.4],
      ['diskC', 0.1, 0.6],
    ]),
    expected: { 'users.throughput': 9.919836337154356, 'diskC.inSystem': 1.234309158225948 },
  },
  {
    name: 'two and three servers, three jobs',
    source: 'Bolch et al., example 8.1, p. 318',
    network: closedNetworkOf(
      3,
      0,
      [
        ['one', 1, 1 / 0.8],
        ['two', 0.667, 1 / 0.6],
        ['three', 0.2, 1 / 0.4],
      ],
      [
        { id: 'one', servers: 2 },
        { id: 'two', servers: 3 },
      ],
    ),
    expected: {
      'users.throughput': 0.945,
      'one.utilisation': 0.59,
      'two.utilisation': 0.35,
      'three.utilisation': 0.473,
      'one.inSystem': 1.29,
      'two.inSystem': 1.05,
      'three.inSystem': 0.66,
      'three.response': 3.496,
    },
    rounding: 0.001,
  },
  {
    name: 'two servers, two stations and a delay, three jobs',
    source: 'Bolch et al., example 8.4, p. 333',
    network: closedNetworkOf(
      3,
      0,
      [
        ['one', 1, 0.5],
        ['two', 0.5, 0.6],
        ['three', 0.5, 0.8],
        ['four', 1, 1],
      ],
      [
        { id: 'one', servers: 2 },
        { id: 'four', servers: Infinity },
      ],
    ),
    expected: {
      'users.throughput': 1.218,
      'one.inSystem': 0.624,
      'two.inSystem': 0.473,
      'three.inSystem': 0.686,
      'four.inSystem': 1.217,
      'one.utilisation': 0.304,
    },
    rounding: 0.001,
  },
  {
    name: 'the same with a station whose speed depends on its queue',
    source: 'Bolch et al., example 8.7, p. 349',
    network: closedNetworkOf(
      3,
      0,
      [
        ['one', 1, 0.5],
        ['two', 0.5, 1 / 1.667],
        ['three', 0.5, 1 / 1.25],
        ['four', 1, 1],
      ],
      [
        { id: 'one', speeds: [1, 2] },
        { id: 'four', speeds: [1, 2, 3] },
      ],
    ),
    expected: {
      'one.inSystem': 0.624,
      'one.response': 0.512,
      'two.response': 0.776,
      'three.response': 1.127,
    },
    rounding: 0.001,
  },
  {
    name: 'fifty users on a pool of eight connections',
    source: 'machine repairman M/M/8//50',
    network: closedNetworkOf(50, 1, [['pool', 1, 0.1]], [{ id: 'pool', servers: 8 }]),
    expected: { 'users.throughput': 45.370072065090866, 'pool.inSystem': 4.629927934909134 },
  },
  {
    name: 'machine repairman with one man and two machines',
    source: 'Kleinrock vol. 1, ch. 3: p0 = 1/(1 + 2a + 2a²), a = S/Z',
    network: closedNetworkOf(2, 10, [['man', 1, 5]]),
    expected: { 'man.utilisation': 1 - 1 / 2.5, 'users.throughput': 0.12 },
  },
  {
    name: 'balanced network: X = N/((N + K − 1)D)',
    source: 'Lazowska et al., ch. 5.4',
    network: closedNetworkOf(7, 0, [
      ['one', 1, 0.2],
      ['two', 2, 0.1],
      ['three', 4, 0.05],
    ]),
    expected: { 'users.throughput': 7 / (9 * 0.2), 'users.response': 9 * 0.2, 'one.inSystem': 7 / 3 },
  },
];

const schwetman = [delay('home'), delay('away'), shared('cpu')];

/** Closed networks of several classes. */
export const closedClasses: readonly NetworkCase[] = [
  {
    name: 'one customer of each of two classes',
    source: 'Lazowska et al., p. 139',
    network: people(
      [shared('cpu'), shared('disk')],
      [
        [
          'a',
          1,
          0,
          [
            ['cpu', 10, 0.1],
            ['disk', 9, 1 / 3],
          ],
        ],
        [
          'b',
          1,
          0,
          [
            ['cpu', 5, 0.4],
            ['disk', 4, 1],
          ],
        ],
      ],
    ),
    expected: {
      'a.throughput': 3 / 19,
      'b.throughput': 2 / 19,
      'a.response': 19 / 3,
      'b.response': 19 / 2,
      'cpu.inSystem': 9 / 19,
      'disk.inSystem': 29 / 19,
    },
  },
  {
    name: 'two and one jobs, 2 servers and a delay',
    source: 'Bolch et al., example 9.5, p. 337',
    network: people(
      [stationOf({ id: 'one', servers: 2 }), shared('two'), delay('three')],
      [
        [
          'a',
          2,
          0,
          [
            ['one', 1, 0.2],
            ['two', 0.6, 0.4],
            ['three', 0.4, 1],
          ],
        ],
        [
          'b',
          1,
          0,
          [
            ['one', 1, 0.2],
            ['two', 0.3, 0.6],
            ['three', 0.7, 2],
          ],
        ],
      ],
    ),
    expected: {
      'a.throughput': 2.113,
      'b.throughput': 0.524,
      'one.inSystem': 0.536,
      'two.inSystem': 0.884,
      'three.inSystem': 1.579,
    },
    rounding: 0.0015,
  },
  {
    name: 'two terminals and one batch job at a CPU',
    source: 'Schwetman, CSD-TR-354, Purdue University 1980',
    network: people(schwetman, [
      [
        'a',
        2,
        0,
        [
          ['home', 1, 1],
          ['cpu', 1, 0.025],
        ],
      ],
      [
        'b',
        1,
        0,
        [
          ['away', 1, 15],
          ['cpu', 1, 0.5],
        ],
      ],
    ]),
    expected: { 'a.throughput': 1.949, 'b.throughput': 0.064, 'cpu.inSystem': 0.085 },
    rounding: 0.0005,
  },
  {
    name: 'fifteen terminals and five batch jobs at a CPU',
    source: 'Schwetman, CSD-TR-354, Purdue University 1980',
    network: people(schwetman, [
      [
        'a',
        15,
        0,
        [
          ['home', 1, 1],
          ['cpu', 1, 0.025],
        ],
      ],
      [
        'b',
        5,
        0,
        [
          ['away', 1, 15],
          ['cpu', 1, 0.5],
        ],
      ],
    ]),
    expected: { 'a.throughput': 14.323, 'b.throughput': 0.314, 'cpu.inSystem': 0.97 },
    rounding: 0.0005,
  },
  {
    name: 'the same with thinking instead of delays',
    source: 'Schwetman, CSD-TR-354, Purdue University 1980',
    network: people(
      [shared('cpu')],
      [
        ['a', 15, 1, [['cpu', 1, 0.025]]],
        ['b', 5, 15, [['cpu', 1, 0.5]]],
      ],
    ),
    expected: { 'a.throughput': 14.323, 'b.throughput': 0.314, 'a.response': 0.047, 'b.response': 0.934 },
    rounding: 0.0005,
  },
  {
    name: 'forty and four users of a CPU and four disks',
    source: 'JMVA, quoted in octave-queueing, test of qncmmva',
    network: people(
      [shared('cpu'), ...['a', 'b', 'c', 'd'].map((disk) => stationOf({ id: `disk-${disk}` }))],
      [
        ['many', 40, 5, [['cpu', 1 / 0.9, 0.01], ...disks(0.25 / 0.9)]],
        ['few', 4, 10, [['cpu', 20, 0.1], ...disks(5)]],
      ],
    ),
    expected: {
      'many.throughput': 7.891588,
      'few.throughput': 0.27727,
      'cpu.inSystem': 1.20046,
      'disk-a.inSystem': 0.142224,
      'cpu.utilisation': 0.642225,
      'disk-a.utilisation': 0.125246,
    },
  },
];

function disks(visits: number): readonly Visits[] {
  return ['a', 'b', 'c', 'd'].map((disk): Visits => [`disk-${disk}`, visits, 0.035]);
}

const mixedOf = (
  stations: readonly NetworkStation[],
  open: readonly (readonly [id: string, rate: number, visits: readonly Visits[]])[],
  closed: readonly (readonly [id: string, population: number, visits: readonly Visits[]])[],
): Network => ({
  ...people(
    stations,
    closed.map(([id, population, visits]) => [id, population, 0, visits] as const),
  ),
  sources: [
    ...open.map(([id, rate, visits]) => openSource({ id, rate, steps: visiting(...visits) })),
    ...people(
      stations,
      closed.map(([id, population, visits]) => [id, population, 0, visits] as const),
    ).sources,
  ],
});

/** Open and closed classes together. */
export const mixedNetworks: readonly NetworkCase[] = [
  {
    name: 'two open and two closed classes',
    source: 'Lazowska et al., p. 148',
    network: mixedOf(
      [shared('cpu'), shared('disk')],
      [
        [
          'a',
          1,
          [
            ['cpu', 1, 1 / 4],
            ['disk', 1, 1 / 6],
          ],
        ],
        [
          'b',
          1 / 2,
          [
            ['cpu', 1, 1 / 2],
            ['disk', 1, 1],
          ],
        ],
      ],
      [
        [
          'c',
          1,
          [
            ['cpu', 1, 1 / 2],
            ['disk', 1, 1],
          ],
        ],
        [
          'd',
          1,
          [
            ['cpu', 1, 1],
            ['disk', 1, 4 / 3],
          ],
        ],
      ],
    ),
    expected: { 'c.throughput': 3 / 19, 'd.throughput': 2 / 19, 'c.response': 19 / 3, 'd.response': 19 / 2 },
  },
  {
    name: 'two open and two closed classes with feedback',
    source: 'Bolch et al., example 8.6, p. 345',
    network: mixedOf(
      [shared('one'), shared('two')],
      [
        [
          'a',
          0.5,
          [
            ['one', 2, 0.4],
            ['two', 1, 0.6],
          ],
        ],
        [
          'b',
          0.25,
          [
            ['one', 2.5, 0.8],
            ['two', 1.5, 1.6],
          ],
        ],
      ],
      [
        [
          'c',
          1,
          [
            ['one', 1, 0.3],
            ['two', 0.5, 0.5],
          ],
        ],
        [
          'd',
          1,
          [
            ['one', 1, 0.5],
            ['two', 0.4, 0.8],
          ],
        ],
      ],
    ),
    expected: {
      'c.throughput': 0.12,
      'd.throughput': 0.081,
      'c.response': 4.829 + 6.951 / 2,
      'd.response': 7.727 + 0.4 * 11.636,
      'a.response': 2 * 8.822 + 10.766,
      'b.response': 2.5 * 17.645 + 1.5 * 28.71,
    },
    rounding: 0.002,
  },
  {
    name: 'one open class and three closed customers',
    source: 'Schwetman, CSD-TR-355, Purdue University 1982, figure 10',
    network: mixedOf(
      [stationOf({ id: 'one' }), shared('two')],
      [['a', 1, [['one', 1, 0.25]]]],
      [
        [
          'b',
          3,
          [
            ['one', 1, 0.25],
            ['two', 1, 0.1],
          ],
        ],
      ],
    ),
    expected: { 'a.response': 1.201, 'b.response': 0.885 + 0.135 },
    rounding: 0.001,
  },
];

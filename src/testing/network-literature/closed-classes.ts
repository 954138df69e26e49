import { stationOf } from '../../model/network-parts.ts';
import type { NetworkCase, Visits } from '../network-cases.ts';
import { delay, people, shared } from './people.ts';

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

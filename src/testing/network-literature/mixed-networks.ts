import { openSource, stationOf } from '../../model/network-parts.ts';
import type { Network, NetworkStation } from '../../model/network.ts';
import { visiting } from '../network-cases.ts';
import type { NetworkCase, Visits } from '../network-cases.ts';
import { people, shared } from './people.ts';

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

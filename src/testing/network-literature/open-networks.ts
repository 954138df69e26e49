import { networkOf, openSource, stationOf, workAt } from '../../model/network-parts.ts';
import { openNetworkOf, visiting } from '../network-cases.ts';
import type { NetworkCase } from '../network-cases.ts';

const shared = (id: string) => stationOf({ id, discipline: 'processor-sharing' });

/** Erlang-2 with mean 2: P(T > t) = (1 + t)e^−t is 5 % at t = 4.743865. */
const erlang2p95 = 4.743864518;

/** Open networks of one and several classes. */
export const openNetworks: readonly NetworkCase[] = [
  {
    name: 'web server with two disks',
    source: 'Jain, example 34.1, p. 572',
    network: openNetworkOf(3, [
      ['cpu', 16, 0.01],
      ['diskA', 7, 0.02],
      ['diskB', 8, 0.03],
    ]),
    expected: {
      'cpu.response': 0.0192,
      'diskA.response': 0.0345,
      'diskB.response': 0.107,
      'cpu.utilisation': 0.48,
      'bounds.throughput': 1 / 0.24,
    },
    rounding: 0.0005,
  },
  {
    name: 'CPU and two disks',
    source: 'Lazowska et al., Quantitative System Performance, p. 113',
    network: openNetworkOf(0.3, [
      ['cpu', 121, 0.005],
      ['diskA', 70, 0.03],
      ['diskB', 50, 0.027],
    ]),
    expected: { 'cpu.utilisation': 0.182, 'cpu.throughput': 36.3, 'cpu.inSystem': 0.222 },
    rounding: 0.0005,
  },
  {
    name: 'four stations with feedback',
    source: 'Bolch et al., Queueing Networks and Markov Chains, example 7.4, p. 287',
    network: openNetworkOf(4, [
      ['one', 5, 0.04],
      ['two', 2.5, 0.03],
      ['three', 2.5, 0.06],
      ['four', 1, 0.05],
    ]),
    expected: {
      'one.throughput': 20,
      'one.response': 0.2,
      'two.response': 0.03 / 0.7,
      'three.response': 0.15,
      'four.response': 0.0625,
      'one.inSystem': 4,
      'three.inSystem': 1.5,
      'four.inSystem': 0.25,
    },
  },
  {
    name: 'two classes at shared processors',
    source: 'Lazowska et al., p. 138',
    network: networkOf({
      stations: [shared('cpu'), shared('disk')],
      sources: [
        openSource({ id: 'a', rate: 3 / 19, steps: visiting(['cpu', 10, 0.1], ['disk', 9, 1 / 3]) }),
        openSource({ id: 'b', rate: 2 / 19, steps: visiting(['cpu', 5, 0.4], ['disk', 4, 1]) }),
      ],
    }),
    expected: { 'a.response': 19 / 12 + 57 / 2, 'b.response': 19 / 6 + 38, 'cpu.utilisation': 7 / 19 },
  },
  {
    name: 'three stations and two classes',
    source: 'Bolch et al., example 7.7, p. 304 (the printed K22 = 0.5 is 0.451 by its own formulas)',
    network: networkOf({
      stations: [shared('one'), shared('two'), shared('three')],
      sources: [
        openSource({
          id: 'a',
          rate: 1,
          steps: visiting(['one', 10 / 3, 1 / 8], ['two', 2.2917, 1 / 12], ['three', 1.9167, 1 / 16]),
        }),
        openSource({
          id: 'b',
          rate: 1,
          steps: visiting(['one', 10, 1 / 24], ['two', 8.0488, 1 / 32], ['three', 8.4146, 1 / 36]),
        }),
      ],
    }),
    expected: {
      'one.utilisation': 0.833,
      'two.utilisation': 0.442,
      'three.utilisation': 0.354,
      'one.inSystem': 5,
      'two.inSystem': 0.793,
      'three.inSystem': 0.548,
    },
    rounding: 0.0015,
  },
  {
    name: 'two M/M/1 in a row: independent times, Erlang-2 where equal',
    source: 'Reich 1957; Burke 1968',
    network: openNetworkOf(0.5, [
      ['one', 1, 1],
      ['two', 1, 1],
    ]),
    expected: { 'users.response': 4, 'users.p95': 2 * erlang2p95 },
  },
  {
    name: 'M/G/1 behind a delay, its arrivals being Poisson',
    source: 'Mirasol 1963; Pollaczek-Khinchine',
    network: networkOf({
      stations: [stationOf({ id: 'wire', servers: Infinity }), stationOf({ id: 'cpu' })],
      sources: [openSource({ id: 'users', rate: 0.8, steps: [workAt('wire', 3, 0), workAt('cpu', 1, 0)] })],
    }),
    expected: { 'users.response': 6 },
  },
  {
    name: 'two sources of unequal service in turn at one server',
    source: 'Pollaczek-Khinchine with the mixture: W = Σ λE[S²]/2(1 − ρ)',
    network: networkOf({
      stations: [stationOf({ id: 'cpu' })],
      sources: [
        openSource({ id: 'short', rate: 1, steps: [workAt('cpu', 0.1, 0)] }),
        openSource({ id: 'long', rate: 0.2, steps: [workAt('cpu', 2)] }),
      ],
    }),
    expected: { 'short.response': 0.1 + 1.61 / 2 / 0.5, 'long.response': 2 + 1.61 / 2 / 0.5 },
  },
];

/** Priorities. */
export const priorities: readonly NetworkCase[] = [
  {
    name: 'two classes, a started request is finished',
    source: 'Cobham 1954',
    network: ranked('priority', 1, [
      ['first', 0.3, 1],
      ['second', 0.5, 1],
    ]),
    expected: { 'first.response': 1 + 0.8 / 0.7, 'second.response': 1 + 0.8 / 0.7 / 0.2 },
  },
  {
    name: 'three classes of unequal service',
    source: 'Cobham 1954: W0 = Σ λE[S²]/2',
    network: ranked('priority', 1, [
      ['first', 0.2, 0.5],
      ['second', 0.3, 1],
      ['third', 0.1, 3],
    ]),
    expected: {
      'first.response': 0.5 + 1.25 / 0.9,
      'second.response': 1 + 1.25 / 0.9 / 0.6,
      'third.response': 3 + 1.25 / 0.6 / 0.3,
    },
  },
  {
    name: 'two classes, the first interrupts',
    source: 'Adan and Resing, Queueing Systems, ch. 9.1: 1/((1 − ρ1)(1 − ρ1 − ρ2))',
    network: ranked('preemptive', 1, [
      ['first', 0.3, 1],
      ['second', 0.5, 1],
    ]),
    expected: { 'first.response': 1 / 0.7, 'second.response': 1 / 0.7 / 0.2 },
  },
  {
    name: 'two classes at three servers, a started request is finished',
    source: 'Kella and Yechiali 1985: W = C/cμ/((1 − σ)(1 − σ)); C of 2 erlangs on 3 is 4/9',
    network: ranked('priority', 3, [
      ['first', 1, 1],
      ['second', 1, 1],
    ]),
    expected: { 'first.response': 1 + 4 / 27 / (2 / 3), 'second.response': 1 + 4 / 27 / (2 / 9) },
  },
  {
    name: 'two classes at three servers, the first interrupts: it sees an M/M/3 of its own',
    source: 'Gail, Hantler and Taylor 1988; M/M/3 at 1 and at 2 erlangs',
    network: ranked('preemptive', 3, [
      ['first', 1, 1],
      ['second', 1, 1],
    ]),
    expected: { 'first.response': 1 + 1 / 22, 'second.response': 26 / 9 - 1 - 1 / 22 },
  },
];

function ranked(
  discipline: 'priority' | 'preemptive',
  servers: number,
  classes: readonly (readonly [id: string, rate: number, service: number])[],
) {
  return networkOf({
    stations: [stationOf({ id: 'cpu', servers, discipline })],
    sources: classes.map(([id, rate, service], k) =>
      openSource({ id, rate, priority: -k, steps: [workAt('cpu', service)] }),
    ),
  });
}

const forked = (branches: number, rate: number) =>
  networkOf({
    stations: Array.from({ length: branches }, (_, k) => stationOf({ id: `cpu${k}` })),
    sources: [
      openSource({
        id: 'users',
        rate,
        steps: [
          {
            kind: 'fork',
            wanted: branches,
            branches: Array.from({ length: branches }, (_, k) => [workAt(`cpu${k}`, 1)]),
          },
        ],
      }),
    ],
  });

/** Forks and joins. */
export const forks: readonly NetworkCase[] = [
  {
    name: 'two branches at 50 %',
    source: 'Flatto and Hahn 1984; Nelson and Tantawi 1988',
    network: forked(2, 0.5),
    expected: { 'users.response': 2.875 },
  },
  {
    name: 'two branches at 90 %',
    source: 'Flatto and Hahn 1984: (12 − ρ)/8(μ − λ)',
    network: forked(2, 0.9),
    expected: { 'users.response': 13.875 },
  },
  {
    name: 'four branches at 50 % against Nelson and Tantawi’s fit',
    source: 'Nelson and Tantawi 1988: [H4/H2 + 2/11·(1 − H4/H2)]·(12 − ρ)/8/(μ − λ)',
    network: forked(4, 0.5),
    expected: { 'users.response': (25 / 18 + (2 / 11) * (1 - 25 / 18)) * 2.875 },
    tolerance: 0.03,
    isExact: false,
  },
];

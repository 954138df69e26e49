import { expect, test } from 'vitest';
import type { Network, Step } from '../../model/network.ts';
import type { NetworkSolution } from '../../model/network-figures.ts';
import {
  callTo,
  closedSource,
  delayOf,
  networkOf,
  openSource,
  operationOf,
  poolOf,
  randomTime,
  stationOf,
  workAt,
} from '../../model/network-parts.ts';
import { closedNetwork } from '../closed.ts';
import { multiServer } from '../mmc.ts';
import { solveLayered } from './solve.ts';

function solved(network: Network, states?: number): NetworkSolution {
  const solution = solveLayered(network, states);
  if ('kind' in solution) throw new Error(solution.because);
  return solution;
}

const throughput = (solution: NetworkSolution): number => solution.sources[0]?.throughput ?? NaN;
const exactly = solved;
const byLayers = (network: Network): NetworkSolution => solved(network, 0);

const holding = (pool: string, ...steps: readonly Step[]): Step => ({ kind: 'hold', pool, steps });

/** People who think, take a place and work for a while at a station without queue. */
const connections = (population: number, places: number, think: number, work: number): Network =>
  networkOf({
    stations: [delayOf('query')],
    pools: [poolOf({ id: 'connections', places })],
    sources: [
      closedSource({
        id: 'people',
        population,
        think: randomTime(think),
        steps: [holding('connections', workAt('query', work))],
      }),
    ],
  });

test('50 people on a pool of 8 connections', () => {
  // Exact MVA of octave-queueing: 45.370072065.
  for (const solve of [exactly, byLayers]) {
    const solution = solve(connections(50, 8, 1, 0.1));
    expect(throughput(solution)).toBeCloseTo(45.370072065, 5);
    expect(solution.sources[0]?.response).toBeCloseTo(0.10204806217, 7);
    expect(solution.pools[0]?.utilisation).toBeCloseTo(0.5671259008, 7);
    expect(solution.pools[0]?.queue).toBeCloseTo(50 - 45.370072065 * 1.1, 4);
  }
  expect(exactly(connections(50, 8, 1, 0.1))).toMatchObject({ accuracy: 'exact', because: [] });
});

test.each([
  [1, 1, 0, 0.2],
  [4, 1, 2, 0.5],
  [12, 3, 1, 1],
  [40, 7, 0.01, 0.3],
  [200, 20, 5, 0.6],
])('machine repair: %d people, %d places, think %d s, work %d s', (population, places, think, work) => {
  const truth = closedNetwork(population, think, [{ visits: 1, service: work, servers: places }]);
  for (const solve of [exactly, byLayers]) {
    const solution = solve(connections(population, places, think, work));
    expect(throughput(solution) / truth.throughput).toBeCloseTo(1, 6);
    expect(solution.sources[0]?.response).toBeCloseTo(truth.response, 5);
  }
});

test.each([
  [1, 1],
  [1, 4],
  [2, 1],
  [2, 3],
  [3, 2],
  [5, 4],
])('a pool of %d around %d servers does as much as the smaller of the two', (places, servers) => {
  const network = networkOf({
    stations: [stationOf({ id: 'database', servers })],
    pools: [poolOf({ id: 'connections', places })],
    sources: [
      closedSource({
        id: 'people',
        population: 9,
        think: randomTime(1),
        steps: [holding('connections', workAt('database', 0.4))],
      }),
    ],
  });
  const truth = closedNetwork(9, 1, [{ visits: 1, service: 0.4, servers: Math.min(places, servers) }]);
  for (const solve of [exactly, byLayers])
    expect(throughput(solve(network)) / truth.throughput).toBeCloseTo(1, 6);
});

test.each([2, Infinity])(
  'with places for all (%d people at most wait) a layered network is a flat one',
  (extra) => {
    const population = 6;
    const network = networkOf({
      stations: [
        stationOf({ id: 'cores', servers: 2 }),
        stationOf({ id: 'disk' }),
        stationOf({ id: 'shared', discipline: 'processor-sharing' }),
      ],
      pools: [poolOf({ id: 'threads', places: population + extra })],
      operations: [
        operationOf({
          id: 'page',
          pool: 'threads',
          steps: [workAt('cores', 0.3), workAt('disk', 0.2), workAt('shared', 0.15)],
        }),
      ],
      sources: [closedSource({ id: 'people', population, think: randomTime(1), steps: [callTo('page')] })],
    });
    const truth = closedNetwork(population, 1, [
      { visits: 1, service: 0.3, servers: 2 },
      { visits: 1, service: 0.2, servers: 1 },
      { visits: 1, service: 0.15, servers: 1 },
    ]);
    for (const solve of [exactly, byLayers]) {
      const solution = solve(network);
      expect(throughput(solution) / truth.throughput).toBeCloseTo(1, 5);
      expect(solution.stations[1]?.inSystem).toBeCloseTo(truth.stations[1]?.inSystem ?? NaN, 4);
      expect(solution.pools[0]?.waiting).toBeCloseTo(0, 9);
    }
  },
);

test('a pool under Poisson arrivals is M/M/c', () => {
  const network = networkOf({
    stations: [delayOf('query')],
    pools: [poolOf({ id: 'connections', places: 3 })],
    sources: [openSource({ id: 'web', rate: 60, steps: [holding('connections', workAt('query', 1 / 30))] })],
  });
  const truth = multiServer({ arrival: 60, service: 1 / 30, servers: 3 });
  for (const solve of [exactly, byLayers]) {
    const solution = solve(network);
    expect(solution.sources[0]?.response).toBeCloseTo(truth.response, 6);
    expect(solution.pools[0]?.waiting).toBeCloseTo(truth.waiting, 6);
  }
});

/** One person who thinks, and one place on which work goes on after the answer. */
const withTail = (think: number, answered: number, after: number): Network =>
  networkOf({
    stations: [delayOf('work')],
    pools: [poolOf({ id: 'thread', places: 1 })],
    operations: [
      operationOf({
        id: 'ask',
        pool: 'thread',
        steps: [workAt('work', answered)],
        after: [workAt('work', after)],
      }),
    ],
    sources: [
      closedSource({ id: 'person', population: 1, think: randomTime(think), steps: [callTo('ask')] }),
    ],
  });

test.each([
  [1, 0.5, 0.5],
  [0.2, 0.5, 2],
  [3, 1, 0.1],
])(
  'who comes back before the rest of the work is done waits for it: %d, %d, %d',
  (think, answered, after) => {
    // The rest outlasts the thinking with probability after/(after + think), and then lasts `after` more.
    const cycle = think + answered + after ** 2 / (after + think);
    for (const solve of [exactly, byLayers])
      expect(throughput(solve(withTail(think, answered, after))) * cycle).toBeCloseTo(1, 5);
  },
);

test('slices and geometric calls add up to their means', () => {
  const network = networkOf({
    stations: [delayOf('cores'), delayOf('query')],
    pools: [poolOf({ id: 'connections', places: 1 })],
    operations: [operationOf({ id: 'read', pool: 'connections', steps: [workAt('query', 0.7)] })],
    sources: [
      closedSource({
        id: 'person',
        population: 1,
        think: randomTime(0),
        steps: [
          {
            kind: 'mix',
            station: 'cores',
            time: randomTime(2),
            calls: [{ operation: 'read', mean: 2.5, isAwaited: true }],
          },
          callTo('read', undefined, { kind: 'geometric', mean: 1.5 }),
          callTo('read', undefined, { kind: 'fixed', mean: 2.25 }),
        ],
      }),
    ],
  });
  for (const solve of [exactly, byLayers])
    expect(1 / throughput(solve(network))).toBeCloseTo(2 + 0.7 * (2.5 + 1.5 + 2.25), 6);
});

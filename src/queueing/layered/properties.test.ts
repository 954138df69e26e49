import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Network, Source, Step } from '../../model/network.ts';
import type { NetworkSolution, NoSolution } from '../../model/network-figures.ts';
import {
  closedSource,
  networkOf,
  openSource,
  operationOf,
  poolOf,
  randomTime,
  stationOf,
} from '../../model/network-parts.ts';
import { solveLayered } from './solve.ts';

/** Three layers with everything that may be zero or without limit at times so. */
interface Drawn {
  readonly times: readonly number[];
  readonly calls: readonly number[];
  readonly places: readonly number[];
  readonly servers: readonly number[];
  readonly people: number;
  readonly think: number;
  readonly rate: number;
  readonly scv: number;
  readonly hasTail: boolean;
  readonly isShared: boolean;
}

const drawn: fc.Arbitrary<Drawn> = fc.record({
  times: fc.array(fc.oneof(fc.constant(0), fc.double({ min: 0.001, max: 2, noNaN: true })), {
    minLength: 6,
    maxLength: 6,
  }),
  calls: fc.array(fc.oneof(fc.constant(0), fc.double({ min: 0.1, max: 4, noNaN: true })), {
    minLength: 3,
    maxLength: 3,
  }),
  places: fc.array(fc.oneof(fc.constant(Infinity), fc.integer({ min: 1, max: 6 })), {
    minLength: 2,
    maxLength: 2,
  }),
  servers: fc.array(fc.oneof(fc.constant(Infinity), fc.integer({ min: 1, max: 3 })), {
    minLength: 2,
    maxLength: 2,
  }),
  people: fc.integer({ min: 0, max: 25 }),
  think: fc.oneof(fc.constant(0), fc.double({ min: 0.01, max: 5, noNaN: true })),
  rate: fc.oneof(fc.constant(0), fc.double({ min: 0.001, max: 0.3, noNaN: true })),
  scv: fc.constantFrom(0, 0.5, 1, 4),
  hasTail: fc.boolean(),
  isShared: fc.boolean(),
});

function networkFrom(given: Drawn): Network {
  const { times, calls, places, servers, people, think, rate, scv, hasTail, isShared } = given;
  const mix = (station: string, time: number, operation: string, mean: number): Step => ({
    kind: 'mix',
    station,
    time: randomTime(time, scv),
    calls: [{ operation, mean, isAwaited: true }],
  });
  const work = (station: string, time: number): Step => ({
    kind: 'work',
    station,
    time: randomTime(time, scv),
  });
  const sources: readonly Source[] = [
    closedSource({
      id: 'people',
      population: people,
      think: randomTime(think),
      steps: [mix('cores', times[0] ?? 0, 'page', calls[0] ?? 0)],
    }),
    openSource({ id: 'web', rate, steps: [mix('cores', times[1] ?? 0, 'page', calls[1] ?? 0)] }),
  ];
  return networkOf({
    stations: [
      stationOf({
        id: 'cores',
        servers: servers[0] ?? 1,
        discipline: isShared ? 'processor-sharing' : 'fifo',
      }),
      stationOf({ id: 'database', servers: servers[1] ?? 1 }),
    ],
    pools: [
      poolOf({ id: 'threads', places: places[0] ?? 1 }),
      poolOf({ id: 'connections', places: places[1] ?? 1 }),
    ],
    operations: [
      operationOf({
        id: 'page',
        pool: 'threads',
        steps: [mix('cores', times[2] ?? 0, 'query', calls[2] ?? 0)],
        after: hasTail ? [work('cores', times[3] ?? 0)] : [],
      }),
      operationOf({
        id: 'query',
        pool: 'connections',
        steps: [work('database', times[4] ?? 0), work('cores', times[5] ?? 0)],
      }),
    ],
    sources,
  });
}

const numbersIn = (value: unknown): readonly number[] => {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
};

const isSolved = (solution: NetworkSolution | NoSolution): solution is NetworkSolution =>
  !('kind' in solution);
const answered = (solution: NetworkSolution): number =>
  solution.sources.reduce((sum, { throughput }) => sum + throughput, 0);

/** Rounding of fixed points that are found to six digits. */
const slack = 1.0001;

test.each([0, 600])('figures are numbers within their bounds (chains up to %d states)', (states) => {
  fc.assert(
    fc.property(drawn, (given) => {
      const network = networkFrom(given);
      const solution = solveLayered(network, states);
      if (!isSolved(solution)) {
        expect(solution.because).not.toMatch(/NaN|Infinity|undefined/);
        return;
      }
      expect(numbersIn(solution).filter((value) => Number.isNaN(value) || value < 0)).toEqual([]);
      expect(numbersIn([solution.sources, solution.stations, solution.pools]).every(Number.isFinite)).toBe(
        true,
      );
      for (const { pool, utilisation } of solution.pools) {
        expect(utilisation, pool).toBeLessThanOrEqual(slack);
      }
      for (const { id, servers } of network.stations.filter(({ servers }) => Number.isFinite(servers))) {
        const figures = solution.stations.find(({ station }) => station === id);
        expect(figures?.utilisation, `${id} of ${servers}`).toBeLessThanOrEqual(slack * 1.01);
      }
      expect(answered(solution)).toBeLessThanOrEqual(solution.bounds.throughput * slack * 1.01);
    }),
    { numRuns: 60, seed: 11 },
  );
});

test('more places never answer less, and longer work never more', () => {
  fc.assert(
    fc.property(
      drawn,
      fc.integer({ min: 0, max: 1 }),
      fc.integer({ min: 0, max: 5 }),
      (given, pool, time) => {
        const closed = { ...given, rate: 0, hasTail: false };
        const before = solveLayered(networkFrom(closed), 0);
        if (!isSolved(before)) return;
        const places = closed.places.map((count, at) => (at === pool ? count + 2 : count));
        const after = solveLayered(networkFrom({ ...closed, places }), 0);
        if (isSolved(after)) expect(answered(after)).toBeGreaterThanOrEqual(answered(before) * 0.97);
        const times = closed.times.map((mean, at) => (at === time ? mean * 1.5 : mean));
        const slower = solveLayered(networkFrom({ ...closed, times }), 0);
        if (isSolved(slower)) expect(answered(slower)).toBeLessThanOrEqual(answered(before) * 1.03);
      },
    ),
    { numRuns: 60, seed: 12 },
  );
});

test('the same network gives the same figures', () => {
  fc.assert(
    fc.property(drawn, (given) => {
      expect(solveLayered(networkFrom(given))).toEqual(solveLayered(networkFrom(given)));
    }),
    { numRuns: 6, seed: 13 },
  );
});

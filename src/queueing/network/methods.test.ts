import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  closedSource,
  networkOf,
  openSource,
  randomTime,
  stationOf,
  workAt,
} from '../../model/network-parts.ts';
import { closedNetwork } from '../closed.ts';
import { generalServer } from '../mg1.ts';
import { multiServer } from '../mmc.ts';
import { boundedQueue } from '../mmck.ts';
import { convolve } from './closed/convolution.ts';
import { exactMva } from './closed/exact-mva.ts';
import { linearizer } from './closed/linearizer.ts';
import { speedsOf } from './closed/problem.ts';
import type { ClosedClass, QueueStation } from './closed/problem.ts';
import { generalWait } from './stations/general.ts';
import { limitedServer } from './stations/limited.ts';
import { headOfLine, preemptiveResume } from './stations/priority.ts';
import { twoChoicesResponse } from './stations/two-choices.ts';
import { solveNetwork } from './solve.ts';

const amount = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const near = (a: number, b: number, tolerance = 1e-8): boolean =>
  Math.abs(a - b) <= tolerance * Math.max(1e-9, Math.abs(a), Math.abs(b));
const runs = { numRuns: 60 };

const classes = fc.array(fc.record({ population: fc.integer({ min: 1, max: 7 }), think: amount(0, 5) }), {
  minLength: 1,
  maxLength: 3,
});
const station = fc.record({
  copies: fc.constantFrom(1, 1, 2),
  demands: fc.tuple(amount(0.01, 1), amount(0.01, 1), amount(0.01, 1)),
  openLoad: fc.constantFrom(0, 0, 0.3),
});

test('convolution and mean value analysis agree on single servers, mixed networks included', () => {
  fc.assert(
    fc.property(classes, fc.array(station, { minLength: 1, maxLength: 3 }), (kinds, drawn) => {
      const stations = drawn.map((each): QueueStation => ({ ...each, speeds: [1] }));
      const mva = exactMva(kinds, stations);
      const scales = mva.throughputs.map((rate) => rate * 1.3);
      const other = convolve(kinds, stations, scales);
      // The same stations, told as if their speed could change: the other branch of the convolution.
      const told = convolve(
        kinds,
        stations.map((each) => ({ ...each, speeds: [1, 1, 1] })),
        scales,
      );
      for (const figures of [other, told]) {
        expect(figures.throughputs.every((rate, r) => near(rate, mva.throughputs[r] ?? NaN))).toBe(true);
        expect(figures.openQueues.every((queue, k) => near(queue, mva.openQueues[k] ?? NaN))).toBe(true);
        expect(figures.queues.flat().every((queue, at) => near(queue, mva.queues.flat()[at] ?? NaN))).toBe(
          true,
        );
      }
    }),
    runs,
  );
});

test('convolution of several classes agrees with that of one, whatever the servers', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 200 }),
      amount(0, 50),
      fc.array(fc.tuple(amount(0.01, 2), fc.constantFrom(1, 2, 7, 30)), { minLength: 1, maxLength: 4 }),
      (population, think, drawn) => {
        const one = closedNetwork(
          population,
          think,
          drawn.map(([service, servers]) => ({ visits: 1, service, servers })),
        );
        const stations = drawn.map(([service, servers]): QueueStation => ({
          copies: 1,
          demands: [service],
          speeds: speedsOf(servers, population),
          openLoad: 0,
        }));
        const many = convolve([{ population, think }], stations, [one.throughput]);
        expect(near(many.throughputs[0] ?? NaN, one.throughput)).toBe(true);
        expect(
          many.queues.every((queue, k) => near(queue[0] ?? NaN, one.stations[k]?.inSystem ?? NaN, 1e-7)),
        ).toBe(true);
      },
    ),
    runs,
  );
});

test('limited room: M/M/1/K is a case of M/G/1/K, which with much room is M/G/1', () => {
  fc.assert(
    fc.property(
      amount(0.1, 3),
      fc.integer({ min: 1, max: 40 }),
      fc.constantFrom(0, 0.5, 1, 4),
      (rho, capacity, scv) => {
        const bounded = boundedQueue({ arrival: rho, service: 1, servers: 1 }, capacity);
        const own = limitedServer([{ arrival: rho, service: 1, scv: 1 }], capacity);
        expect(own.refused).toBeCloseTo(bounded.pFull, 9);
        expect(own.inSystem).toBeCloseTo(bounded.inSystem, 6);
        const low = rho / 4;
        const much = limitedServer([{ arrival: low, service: 1, scv }], 900);
        expect(
          near(much.inSystem, low * generalServer({ arrival: low, service: 1, scv }).response, 1e-5),
        ).toBe(true);
      },
    ),
    runs,
  );
});

const level = fc
  .record({ arrival: amount(0.01, 1), service: amount(0.01, 1), scv: amount(0, 5) })
  .map(({ arrival, service, scv }) => ({
    arrival,
    service,
    secondMoment: service * service * (1 + scv),
  }));

test('priorities conserve Σ ρW, and the first of those who interrupt does not see the rest', () => {
  fc.assert(
    fc.property(fc.array(level, { minLength: 2, maxLength: 5 }), amount(0.05, 0.95), (drawn, rho) => {
      const load = drawn.reduce((sum, each) => sum + each.arrival * each.service, 0);
      const levels = drawn.map((each) => ({ ...each, arrival: (each.arrival * rho) / load }));
      const work = (order: typeof levels): number => {
        const stays = headOfLine(order, 1);
        return order.reduce(
          (sum, each, k) => sum + each.arrival * each.service * (stays[k]?.waiting ?? NaN),
          0,
        );
      };
      // Kleinrock, Queueing Systems vol. 2, ch. 3: the same for every order of work.
      expect(near(work(levels), work(levels.toReversed()))).toBe(true);
      const [first] = levels;
      if (first === undefined) return;
      for (const servers of [1, 3]) {
        const busier = levels.map((each) => ({ ...each, arrival: each.arrival * servers }));
        const alone = preemptiveResume(busier.slice(0, 1), servers)[0];
        const among = preemptiveResume(busier, servers)[0];
        expect(near(among?.waiting ?? NaN, alone?.waiting ?? NaN, 1e-6) && among?.stretch === 1).toBe(true);
      }
    }),
    runs,
  );
});

test('the queue known by two moments is M/M/c and M/G/1 where it should be', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), amount(0.4, 0.95), amount(0, 6), (servers, rho, scv) => {
      const queue = { arrival: rho * servers, service: 1, servers };
      expect(near(generalWait({ ...queue, arrivalScv: 1, serviceScv: 1 }), multiServer(queue).waiting)).toBe(
        true,
      );
      const one = generalWait({ arrival: rho, service: 1, servers: 1, arrivalScv: 1, serviceScv: scv });
      expect(near(one, generalServer({ arrival: rho, service: 1, scv }).waiting)).toBe(true);
      // Continuous where exact and approximate formulas meet.
      const around = [0.999, 1.001].map((near1) =>
        generalWait({ ...queue, arrivalScv: 1, serviceScv: near1 }),
      );
      expect(near(around[0] ?? NaN, around[1] ?? NaN, 0.01)).toBe(true);
    }),
    runs,
  );
});

test('two choices of very many replicas are the published limit', () => {
  // Mitzenmacher 2001: Σ ρ^(2^i − 2) at 90 %.
  expect(twoChoicesResponse(0.9, 1e9)).toBeCloseTo(2.614057, 5);
  // Gast and Van Houdt 2017, simulated with 100 replicas: 2.3931 requests a server.
  expect(Math.abs(0.9 * twoChoicesResponse(0.9, 100) - 2.3931)).toBeLessThan(0.01);
});

/** The largest relative error of the Linearizer's throughput over random networks of two classes. */
function worstError(servers: readonly number[]): number {
  const drawn = fc.sample(
    fc.record({
      kinds: fc.tuple(
        fc.record({ population: fc.integer({ min: 1, max: 12 }), think: amount(0, 8) }),
        fc.record({ population: fc.integer({ min: 1, max: 12 }), think: amount(0, 8) }),
      ),
      stations: fc.array(fc.tuple(fc.constantFrom(...servers), amount(0.01, 1), amount(0.01, 1)), {
        minLength: 2,
        maxLength: 4,
      }),
    }),
    { seed: 5, numRuns: 80 },
  );
  return Math.max(
    ...drawn.map(({ kinds, stations }) => {
      const demands = stations.map(([count, a, b]) => [a * count, b * count]);
      const approximate = linearizer(
        kinds.map(({ population, think }) => ({
          population,
          visits: stations.map(() => 1),
          cycle: (seconds) => seconds.reduce((sum, each) => sum + each, think),
        })),
        stations.map(([count], k) => ({
          discipline: 'processor-sharing',
          servers: count,
          openPart: 0,
          openResidual: 0,
          services: demands[k] ?? [],
          scvs: [1, 1],
          priorities: [0, 0],
        })),
      );
      const all: readonly ClosedClass[] = kinds;
      const exact = convolve(
        all,
        stations.map(([count], k) => ({
          copies: 1,
          demands: demands[k] ?? [],
          speeds: speedsOf(count, 24),
          openLoad: 0,
        })),
        approximate.throughputs,
      );
      return Math.max(
        ...exact.throughputs.map((rate, r) => Math.abs((approximate.throughputs[r] ?? NaN) / rate - 1)),
      );
    }),
  );
}

test('the Linearizer errs by at most 3 % at single servers and 10 % at several', () => {
  expect(worstError([1])).toBeLessThan(0.03);
  expect(worstError([1, 2, 4, 8])).toBeLessThan(0.1);
});

test('a rare short visit among long open ones waits for those, not for its like', () => {
  const solution = solveNetwork(
    networkOf({
      stations: [stationOf({ id: 'cpu' })],
      sources: [
        openSource({ id: 'long', rate: 0.5, steps: [workAt('cpu', 1)] }),
        closedSource({ id: 'short', population: 1, think: randomTime(1e7), steps: [workAt('cpu', 0.001)] }),
      ],
    }),
  );
  if ('kind' in solution) throw new Error(solution.because);
  // M/M/1 at 50 % waits one service time; whoever comes so rarely finds it as it is.
  expect(solution.sources.map(({ response }) => response)[1]).toBeCloseTo(1.001, 4);
  expect(solution.sources.map(({ response }) => response)[0]).toBeCloseTo(2, 4);
});

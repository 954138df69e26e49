import fc from 'fast-check';
import { expect, test } from 'vitest';
import { erlangC } from './erlang.ts';
import { constantTime, gammaTime, quantileOf, sometimes, sumOf, tailOf, waitingTime } from './laplace.ts';
import { responseQuantile, responseTail } from './mmc.ts';

const near = (a: number, b: number, tolerance: number): boolean => Math.abs(a - b) <= tolerance * Math.abs(b);

test('the inverted response of M/M/c is the closed form', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.1, max: 0.95, noNaN: true }),
      fc.integer({ min: 1, max: 64 }),
      fc.constantFrom(0.5, 0.9, 0.95, 0.99),
      (rho, servers, q) => {
        const station = { arrival: rho * servers, service: 1, servers };
        const wait = waitingTime(erlangC(station.arrival, servers), servers - station.arrival);
        const response = sumOf([wait, gammaTime(1, 1)]);
        return (
          Math.abs(tailOf(response, 2) - responseTail(station, 2)) < 1e-6 &&
          near(quantileOf(response, q, 1), responseQuantile(station, q), 1e-4)
        );
      },
    ),
    { numRuns: 40 },
  );
});

// Erlang-2 with mean 2: P(T > t) = (1 + t) e^−t. Kleinrock, Queueing Systems vol. 1, ch. 4.
test('two exponential stages are Erlang-2, before or after a constant time', () => {
  const stages = sumOf([gammaTime(1, 1), gammaTime(1, 1)]);
  for (const t of [0.5, 1, 3, 6]) expect(tailOf(stages, t)).toBeCloseTo((1 + t) * Math.exp(-t), 6);
  expect(tailOf(gammaTime(2, 0.5), 3)).toBeCloseTo(4 * Math.exp(-3), 6);
  expect(tailOf(sumOf([constantTime(0.5), stages]), 3.5)).toBeCloseTo(4 * Math.exp(-3), 4);
});

test('a time that only some spend has its tail in that part', () => {
  const some = sometimes(0.2, gammaTime(3, 1));
  for (const t of [0.5, 3, 9]) expect(tailOf(some, t)).toBeCloseTo(0.2 * Math.exp(-t / 3), 5);
  expect(quantileOf(some, 0.95, 1)).toBeCloseTo(3 * Math.log(4), 3);
});

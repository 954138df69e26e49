import { expect, test } from 'vitest';
import { variableResponse } from '../../queueing/ggc.ts';
import { generalServer } from '../../queueing/mg1.ts';
import { drawer } from '../seeded.ts';
import { replayedResponse } from './replay.ts';

const poisson = (rate: number) => () => {
  const draw = drawer(3);
  let due = 0;
  return () => {
    due += -Math.log(1 - draw()) / rate;
    return { due, operation: 0 };
  };
};

/** Two independent ways to one number: the recursion over half a million arrivals, and Pollaczek–Khinchine. */
test.each([0, 0.5, 1, 2])('tends to M/G/1 with scv %d', (scv) => {
  const arrival = 350;
  const service = 0.002;
  const replayed = replayedResponse(
    poisson(arrival),
    { classes: [{ service, scv }], servers: 1 },
    10,
    scv === 0 ? 1500 : 150,
  );
  const { response } = generalServer({ arrival, service, scv });
  expect(Math.abs(replayed / response - 1)).toBeLessThan(0.05);
});

test('tends to M/M/3', () => {
  const replayed = replayedResponse(
    poisson(1050),
    { classes: [{ service: 0.002, scv: 1 }], servers: 3 },
    10,
    60,
  );
  const exact = variableResponse({ arrival: 1050, service: 0.002, servers: 3, scv: 1 });
  expect(Math.abs(replayed / exact - 1)).toBeLessThan(0.05);
});

test('without waiting a response is the service; without arrivals there is none', () => {
  let due = 0;
  const next = () => () => ({ due: (due += 1), operation: 0 });
  expect(replayedResponse(next, { classes: [{ service: 0.5, scv: 0 }], servers: 1 }, 0, 10)).toBeCloseTo(
    0.5,
    12,
  );
  expect(replayedResponse(next, { classes: [{ service: 0.5, scv: 0 }], servers: 1 }, 0, 0)).toBe(0);
});

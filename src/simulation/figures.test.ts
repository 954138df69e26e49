import { expect, test } from 'vitest';
import {
  closedSource,
  networkOf,
  openSource,
  randomTime,
  stationOf,
  workAt,
} from '../model/network-parts.ts';
import { responseQuantile } from '../queueing/mmc.ts';
import { solveNetwork } from '../queueing/network/solve.ts';
import { histogram, quantile, record } from './histogram.ts';
import { simulateNetwork } from './simulate.ts';

test('percentiles that objectives ask for lie around those of the formula', () => {
  const { sources } = simulateNetwork(
    networkOf({
      stations: [stationOf({ id: 'web', servers: 8 })],
      sources: [openSource({ id: 'browse', rate: 1000, steps: [workAt('web', 0.005)] })],
      objectives: [{ kind: 'latency', source: 'browse', percentile: 90, limit: 1 }],
      experiment: { warmup: 2, duration: 100, replications: 10, seed: 3 },
    }),
  );
  const [asked] = sources[0]?.others ?? [];
  const exact = responseQuantile({ arrival: 1000, service: 0.005, servers: 8 }, 0.9);
  expect(asked?.percentile).toBe(90);
  expect(Math.abs((asked?.time.mean ?? 0) - exact)).toBeLessThan(
    2 * (asked?.time.halfWidth ?? 0) + 0.008 * exact,
  );
});

test('a station whose speed depends on those present is busy for the part of its highest speed', () => {
  const network = networkOf({
    stations: [stationOf({ id: 'database', speeds: [1, 1.9, 2.7, 3.2, 3] })],
    sources: [
      closedSource({ id: 'users', population: 40, think: randomTime(1), steps: [workAt('database', 0.06)] }),
    ],
    experiment: { warmup: 50, duration: 1000, replications: 5, seed: 1 },
  });
  const solved = solveNetwork(network);
  const simulated = simulateNetwork(network).stations[0]?.utilisation;
  const exact = 'accuracy' in solved ? (solved.stations[0]?.utilisation ?? 0) : 0;
  expect(Math.abs((simulated?.mean ?? 0) - exact)).toBeLessThan(2 * (simulated?.halfWidth ?? 0));
});

test('what takes no time is no time', () => {
  const times = histogram();
  for (let i = 0; i < 10; i++) record(times, 0);
  record(times, 1);
  expect(quantile(times, 0.5)).toBe(0);
  expect(quantile(times, 0.99)).toBeCloseTo(1, 1);
});

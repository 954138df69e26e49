import { expect, test } from 'vitest';
import {
  callTo,
  closedSource,
  networkOf,
  openSource,
  operationOf,
  randomTime,
  stationOf,
  workAt,
} from '../../model/network-parts.ts';
import { responseQuantile } from '../mmc.ts';
import { solveNetwork } from './solve.ts';

test('percentiles that objectives ask for are those of the formula', () => {
  const solution = solveNetwork(
    networkOf({
      stations: [stationOf({ id: 'web', servers: 8 })],
      sources: [openSource({ id: 'browse', rate: 1400, steps: [workAt('web', 0.005)] })],
      objectives: [
        { kind: 'latency', source: 'browse', percentile: 99.9, limit: 1 },
        { kind: 'latency', source: 'browse', percentile: 90, limit: 1 },
        { kind: 'latency', source: 'browse', percentile: 95, limit: 1 },
      ],
    }),
  );
  const station = { arrival: 1400, service: 0.005, servers: 8 };
  expect(solution).toMatchObject({
    accuracy: 'exact',
    sources: [
      {
        others: [
          { percentile: 90, time: expect.closeTo(responseQuantile(station, 0.9), 9) },
          { percentile: 99.9, time: expect.closeTo(responseQuantile(station, 0.999), 9) },
        ],
      },
    ],
  });
  expect(solution).not.toHaveProperty('approximatePercentiles');
});

test('percentiles over a fork are said to be approximate where the means are exact', () => {
  const fork = { kind: 'fork', branches: [[workAt('a', 0.01)], [workAt('b', 0.01)]], wanted: 2 } as const;
  const solution = solveNetwork(
    networkOf({
      stations: [stationOf({ id: 'a' }), stationOf({ id: 'b' })],
      sources: [openSource({ id: 'page', rate: 50, steps: [fork] })],
    }),
  );
  expect(solution).toMatchObject({ accuracy: 'exact', approximatePercentiles: true });
});

test('the shorter of two queues is said to be approximate for people as well', () => {
  const solution = solveNetwork(
    networkOf({
      stations: [stationOf({ id: 'api', replicas: 4, balancing: 'two-choices' })],
      sources: [
        closedSource({ id: 'people', population: 20, think: randomTime(1), steps: [workAt('api', 0.1)] }),
      ],
    }),
  );
  expect(solution).toMatchObject({
    accuracy: 'approximate',
    because: [expect.stringContaining('chosen at random')],
  });
});

test('visits that come back to a queue depend on each other, and the percentiles say so', () => {
  const called = (mean: number) =>
    solveNetwork(
      networkOf({
        stations: [stationOf({ id: 'a' })],
        operations: [operationOf({ id: 'ask', steps: [workAt('a', 0.1)] })],
        sources: [
          openSource({
            id: 'page',
            rate: 1,
            steps: [callTo('ask', undefined, { kind: 'fixed', mean })],
          }),
        ],
      }),
    );
  expect(called(1.5)).toMatchObject({ accuracy: 'exact', approximatePercentiles: true });
  expect(called(0.5)).not.toHaveProperty('approximatePercentiles');
});

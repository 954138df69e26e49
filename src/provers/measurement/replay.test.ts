import { expect, test } from 'vitest';
import { variableResponse } from '../../queueing/ggc.ts';
import { generalServer } from '../../queueing/mg1.ts';
import { wakingResponse } from '../../queueing/waking-server.ts';
import { drawer } from '../seeded.ts';
import { replayed } from './replay.ts';
import type { ReplayedStation } from './replay.ts';

const poisson = (rate: number) => () => {
  const draw = drawer(3);
  let due = 0;
  return () => {
    due += -Math.log(1 - draw()) / rate;
    return { due, operation: 0 };
  };
};

const alone = (station: ReplayedStation, arrivals: ReturnType<typeof poisson>, from: number, to: number) =>
  replayed(arrivals, { stations: [station], cores: station.servers }, { from, to });

/** Two independent ways to one number: the recursion over half a million arrivals, and Pollaczek–Khinchine. */
test.each([0, 0.5, 1, 2])('tends to M/G/1 with scv %d', (scv) => {
  const arrival = 350;
  const service = 0.002;
  const { mean } = alone(
    { classes: [{ service, scv }], servers: 1 },
    poisson(arrival),
    10,
    scv === 0 ? 1500 : 150,
  );
  const { response } = generalServer({ arrival, service, scv });
  expect(Math.abs(mean / response - 1)).toBeLessThan(0.05);
});

test('tends to M/M/3', () => {
  const { mean } = alone({ classes: [{ service: 0.002, scv: 1 }], servers: 3 }, poisson(1050), 10, 60);
  const exact = variableResponse({ arrival: 1050, service: 0.002, servers: 3, scv: 1 });
  expect(Math.abs(mean / exact - 1)).toBeLessThan(0.05);
});

/** Responses of M/M/1 are exponential, so the 95th percentile is ln 20 means. */
test('has the percentile of M/M/1', () => {
  const { mean, p95 } = alone({ classes: [{ service: 0.002, scv: 1 }], servers: 1 }, poisson(300), 10, 110);
  expect(p95 / mean / Math.log(20)).toBeCloseTo(1, 1);
});

/** Jackson 1957: exponential stations in a row are as if each stood alone. */
test('stations in a row, with cores enough, are a product of M/M/1', () => {
  const stations = [
    { classes: [{ service: 0.001, scv: 0.5 }], servers: 1 },
    { classes: [{ service: 0.002, scv: 1 }], servers: 1 },
  ];
  // Both halves of the first station are exponential: scv 0.5 over two parts is 1 for each.
  const { mean } = replayed(poisson(350), { stations, cores: 2 }, { from: 10, to: 110 });
  const exact = 0.001 / (1 - 0.35) + 0.002 / (1 - 0.7);
  expect(Math.abs(mean / exact - 1)).toBeLessThan(0.05);
});

/** Two stations of 2 ms on one core are a core with 4 ms a request: 250 a second at most, and slower than on two. */
test('a core for two stations serves them in turn', () => {
  const station = { classes: [{ service: 0.002, scv: 0 }], servers: 1 };
  const on = (cores: number, rate: number) =>
    replayed(poisson(rate), { stations: [station, station], cores }, { from: 2, to: 12 });
  expect(on(1, 400).throughput).toBeLessThan(255);
  expect(on(1, 200).throughput).toBeCloseTo(200, -1);
  expect(on(1, 200).mean).toBeGreaterThan(on(2, 200).mean);
});

test('without waiting a response is the service; requests go out at the next tick; without arrivals there is none', () => {
  const every = (seconds: number) => () => {
    let due = 0;
    return () => ({ due: (due += seconds), operation: 0 });
  };
  const station = { classes: [{ service: 0.5, scv: 0 }], servers: 1 };
  const server = { stations: [station], cores: 1 };
  expect(alone(station, every(1), 0, 10).mean).toBeCloseTo(0.5, 12);
  expect(replayed(every(1.25), server, { from: 0, to: 10, tick: 0.5 }).mean).toBeCloseTo(0.65, 1);
  expect(alone(station, every(1), 0, 0)).toEqual({ mean: 0, p95: 0, throughput: 0 });
});

/** Welch 1964 by simulation: the first request of a busy period takes a millisecond more. */
test.each([100, 300])('tends to M/G/1 with exceptional first service at %d a second', (rate) => {
  const [service, scv, waking] = [0.002, 0.5, 0.001];
  const { mean } = alone({ classes: [{ service, scv }], servers: 1, waking }, poisson(rate), 10, 110);
  const exact = wakingResponse({ arrival: rate, service, scv, waking });
  expect(Math.abs(mean / exact - 1)).toBeLessThan(0.05);
});

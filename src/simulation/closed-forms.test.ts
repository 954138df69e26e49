import { expect, test } from 'vitest';
import type { Network, Step } from '../model/network.ts';
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
} from '../model/network-parts.ts';
import { closedNetwork } from '../queueing/closed.ts';
import { generalServer, priorityWaiting } from '../queueing/mg1.ts';
import { multiServer, responseQuantile } from '../queueing/mmc.ts';
import { boundedQueue } from '../queueing/mmck.ts';
import { lruHitRatio } from '../queueing/lru-cache.ts';
import { ttlHitRatio } from '../queueing/ttl-cache.ts';
import { simulateNetwork } from './simulate.ts';
import type { IntervalEstimate } from '../model/network-figures.ts';

/*
 * Exact results against ten replications with fixed seeds. `bench/simulation/coverage.mjs` counts how often of 200
 * seeds the exact value lies in the interval; here it must lie within twice the half-width, which holds but for one
 * seed in a few hundred, and the half-width must be small.
 */
function expectExact(estimate: IntervalEstimate | undefined, exact: number, precision = 0.1): void {
  const { mean, halfWidth } = estimate ?? { mean: Number.NaN, halfWidth: 0 };
  expect(Math.abs(mean - exact)).toBeLessThanOrEqual(2 * halfWidth + 1e-9 * exact);
  expect(halfWidth).toBeLessThan(precision * exact);
}

const experiment = { replications: 10, seed: 4, duration: 10_000, warmup: 300 };
const simulate = (parts: Partial<Network>) => simulateNetwork(networkOf({ experiment, ...parts }));

const single = (station: Partial<Parameters<typeof stationOf>[0]>, rate: number, mean = 1, scv = 1) =>
  simulate({
    stations: [stationOf({ id: 's', ...station })],
    sources: [openSource({ id: 'u', rate, steps: [workAt('s', mean, scv)] })],
  });

test('M/M/4: mean, p50, p95, p99, utilisation and number present', () => {
  const exact = { arrival: 3, service: 1, servers: 4 };
  const result = single({ servers: 4 }, 3);
  const [source] = result.sources;
  expectExact(source?.response, multiServer(exact).response);
  expectExact(source?.p50, responseQuantile(exact, 0.5));
  expectExact(source?.p95, responseQuantile(exact, 0.95));
  expectExact(source?.p99, responseQuantile(exact, 0.99));
  expectExact(result.stations[0]?.utilisation, 0.75);
  expectExact(result.stations[0]?.inSystem, multiServer(exact).inSystem);
  expect(result.doubts).toEqual([]);
});

test.each([0, 0.3, 0.5, 4])('M/G/1 with scv %d', (scv) => {
  const exact = generalServer({ arrival: 0.6, service: 1, scv }).response;
  expectExact(single({}, 0.6, 1, scv).sources[0]?.response, exact, 0.15);
});

test('M/M/2/5: accepted response, refused part, throughput', () => {
  const exact = boundedQueue({ arrival: 1.8, service: 1, servers: 2 }, 5);
  const result = single({ servers: 2, room: 3 }, 1.8);
  expectExact(result.sources[0]?.response, exact.response);
  expectExact(result.sources[0]?.failures, exact.pFull);
  expectExact(result.stations[0]?.refused, exact.pFull);
  expectExact(result.sources[0]?.throughput, exact.throughput);
});

test('processor sharing does not feel the variance of its work', () => {
  for (const scv of [0, 1, 4])
    expectExact(single({ discipline: 'processor-sharing' }, 0.6, 1, scv).sources[0]?.response, 2.5, 0.15);
});

test('the order of service does not move the mean of exponential work', () => {
  const exact = multiServer({ arrival: 1.4, service: 1, servers: 2 }).response;
  for (const station of [
    { servers: 2, discipline: 'lifo' },
    { servers: 2, discipline: 'processor-sharing' },
    { servers: 2, dropsExpired: true },
    { replicas: 2, dropsExpired: true },
    { speeds: [1, 2] },
  ] as const)
    expectExact(single(station, 1.4).sources[0]?.response, exact, 0.15);
});

const twoClasses = (discipline: 'priority' | 'preemptive') =>
  simulate({
    stations: [stationOf({ id: 's', discipline })],
    sources: [
      openSource({ id: 'high', priority: 5, rate: 0.3, steps: [workAt('s', 1)] }),
      openSource({ id: 'low', rate: 0.4, steps: [workAt('s', 1)] }),
    ],
  }).sources;

test('two priorities without preemption (Cobham 1954)', () => {
  const [high, low] = twoClasses('priority');
  const exact = priorityWaiting(
    { arrival: 0.3, service: 1, secondMoment: 2 },
    { arrival: 0.4, service: 1, secondMoment: 2 },
  );
  expectExact(high?.response, 1 + exact[0]);
  expectExact(low?.response, 1 + exact[1], 0.15);
});

test('preemption: the high class sees itself only; R2 = (S(1−ρ) + W0)/((1−ρ1)(1−ρ)) (Jaiswal 1968)', () => {
  const [high, low] = twoClasses('preemptive');
  expectExact(high?.response, 1 / 0.7);
  expectExact(low?.response, (0.3 + 0.7) / (0.7 * 0.3), 0.15);
});

test('a closed network with think time (Jain, p. 577: X .333247)', () => {
  const stations = ['a', 'b', 'c'].map((id) => stationOf({ id }));
  const steps = [workAt('a', 2), workAt('b', 3), workAt('c', 1)];
  const exact = closedNetwork(
    20,
    4,
    [2, 3, 1].map((service) => ({ visits: 1, service, servers: 1 })),
  );
  const result = simulate({
    stations,
    sources: [closedSource({ id: 'u', population: 20, think: randomTime(4), steps })],
  });
  expectExact(result.sources[0]?.throughput, exact.throughput);
  expectExact(result.sources[0]?.response, exact.response);
  expect(exact.throughput).toBeCloseTo(0.333247, 6);
});

test('a pool held over a delay is a closed network with as many servers (X 45.3701)', () => {
  const result = simulate({
    experiment: { ...experiment, duration: 2000, warmup: 50 },
    stations: [delayOf('database')],
    pools: [poolOf({ id: 'connections', places: 8 })],
    operations: [operationOf({ id: 'query', pool: 'connections', steps: [workAt('database', 0.1)] })],
    sources: [closedSource({ id: 'u', population: 50, think: randomTime(1), steps: [callTo('query')] })],
  });
  const exact = closedNetwork(50, 1, [{ visits: 1, service: 0.1, servers: 8 }]);
  expectExact(result.sources[0]?.throughput, exact.throughput);
  expectExact(result.pools[0]?.utilisation, exact.stations[0]?.utilisation ?? 0);
});

test('tandem queues are independent (Jackson 1957), a fork of two is not (Flatto and Hahn 1984)', () => {
  const stations = [stationOf({ id: 'a' }), stationOf({ id: 'b' })];
  const [a, b] = [workAt('a', 1), workAt('b', 1)];
  const run = (steps: readonly Step[]) =>
    simulate({ stations, sources: [openSource({ id: 'u', rate: 0.6, steps })] }).sources[0]?.response;
  expectExact(run([a, b]), 2 / 0.4);
  expectExact(run([{ kind: 'fork', wanted: 2, branches: [[a], [b]] }]), (12 - 0.6) / 8 / 0.4);
});

test('the better of two queues (Mitzenmacher 1996), within the 1 % that 100 servers differ from infinitely many', () => {
  const result = simulate({
    experiment: { ...experiment, replications: 5, duration: 1500, warmup: 100 },
    stations: [stationOf({ id: 's', replicas: 100, balancing: 'two-choices' })],
    sources: [openSource({ id: 'u', rate: 90, steps: [workAt('s', 1)] })],
  });
  const exact = Array.from({ length: 20 }, (_, i) => 0.9 ** (2 ** (i + 1) - 2)).reduce((x, y) => x + y, 0);
  expect(exact).toBeCloseTo(2.61, 2);
  const found = result.sources[0]?.response ?? { mean: 0, halfWidth: 0 };
  expect(Math.abs(found.mean - exact)).toBeLessThan(0.01 * exact + 2 * found.halfWidth);
});

const cached = (lifetime: number, room: number) =>
  simulate({
    experiment: { ...experiment, replications: 5, duration: 2000, warmup: 500 },
    caches: [{ kind: 'keys', id: 'c', keys: 1000, exponent: 0.9, lifetime, room, guard: 'none' }],
    sources: [openSource({ id: 'u', rate: 50, steps: [{ kind: 'cached', cache: 'c', steps: [] }] })],
  }).caches[0]?.hits.mean ?? 0;

test('hits of caches by lifetime (exact) and by room (Che 2002, within 1 %)', () => {
  expect(cached(20, Infinity)).toBeCloseTo(ttlHitRatio(50, 20, 1000, 0.9), 2);
  const reads = { rate: 50, keys: 1000, exponent: 0.9, lifetime: Infinity };
  expect(cached(Infinity, 100)).toBeCloseTo(lruHitRatio(reads, 100), 2);
});

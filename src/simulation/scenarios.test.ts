import { expect, test } from 'vitest';
import type { TimelineSlice } from '../model/network-figures.ts';
import type { Autoscaler, Network } from '../model/network.ts';
import {
  callTo,
  networkOf,
  openSource,
  operationOf,
  poolOf,
  stationOf,
  workAt,
} from '../model/network-parts.ts';
import { simulateNetwork } from './simulate.ts';

const simulate = (parts: Partial<Network>, duration = 600) =>
  simulateNetwork(networkOf({ experiment: { seed: 9, replications: 3, warmup: 0, duration }, ...parts }));

const between = (timeline: readonly TimelineSlice[], from: number, to: number) =>
  timeline.filter(({ at }) => at > from && at < to);
const mean = (slices: readonly TimelineSlice[], of: (slice: TimelineSlice) => number | undefined): number =>
  slices.reduce((sum, slice) => sum + (of(slice) ?? 0), 0) / slices.length;
const most = (slices: readonly TimelineSlice[], of: (slice: TimelineSlice) => number | undefined): number =>
  Math.max(...slices.map((slice) => of(slice) ?? 0));

const load = (rate: number) => [openSource({ id: 'u', rate, steps: [workAt('s', 0.1)] })];

test('one replica fewer: four at 70 % become three at 93 % while a deploy goes through, and queues show it', () => {
  const { timeline } = simulate({
    stations: [stationOf({ id: 's', replicas: 4, balancing: 'least-busy' })],
    sources: load(28),
    disturbances: [{ kind: 'deploy', station: 's', atOnce: 1, from: 200, lasts: 50 }],
  });
  const before = between(timeline, 50, 200);
  const during = between(timeline, 206, 400);
  expect(mean(before, (it) => it.stations[0]?.utilisation)).toBeCloseTo(0.7, 1);
  expect(mean(during, (it) => it.stations[0]?.utilisation)).toBeCloseTo(0.93, 1);
  expect(mean(during, (it) => it.stations[0]?.replicas)).toBeCloseTo(3, 1);
  expect(mean(during, (it) => it.sources[0]?.response)).toBeGreaterThan(
    1.5 * mean(before, (it) => it.sources[0]?.response),
  );
  expect(mean(between(timeline, 500, 600), (it) => it.stations[0]?.replicas)).toBe(4);
});

test('an outage that loses its requests fails what comes, and all is well after it', () => {
  const { timeline } = simulate({
    stations: [stationOf({ id: 's', servers: 4 })],
    sources: load(20),
    disturbances: [{ kind: 'outage', station: 's', replicas: 1, isLost: true, from: 300, lasts: 60 }],
  });
  expect(mean(between(timeline, 304, 358), (it) => it.sources[0]?.failures)).toBeGreaterThan(18);
  expect(mean(between(timeline, 370, 600), (it) => it.sources[0]?.goodput)).toBeGreaterThan(19);
  expect(most(between(timeline, 370, 600), (it) => it.stations[0]?.inSystem)).toBeLessThan(8);
});

test('work in service resumes after an outage that loses nothing', () => {
  const { sources, timeline } = simulate({
    stations: [stationOf({ id: 's', servers: 4 })],
    sources: load(20),
    disturbances: [{ kind: 'outage', station: 's', replicas: 1, isLost: false, from: 300, lasts: 20 }],
  });
  expect(sources[0]?.failures?.mean).toBe(0);
  expect(most(between(timeline, 300, 330), (it) => it.stations[0]?.inSystem)).toBeGreaterThan(300);
  expect(mean(between(timeline, 400, 600), (it) => it.stations[0]?.inSystem)).toBeLessThan(4);
});

test('garbage collection of 0.5 s every 10 s stretches the 99th percentile, not the median', () => {
  const pauses = { kind: 'pauses', station: 's', every: 10, lasts: 0.5 } as const;
  const run = (disturbances: Network['disturbances']) =>
    simulate({ stations: [stationOf({ id: 's', servers: 8 })], sources: load(20), disturbances }).sources[0];
  const [calm, paused] = [run([]), run([pauses])];
  expect((paused?.p99?.mean ?? 0) - (calm?.p99?.mean ?? 0)).toBeGreaterThan(0.1);
  expect((paused?.p50?.mean ?? 0) / (calm?.p50?.mean ?? 1)).toBeLessThan(1.15);
});

test('failures and repairs of two replicas: up 90 % of the time, both down 1 %', () => {
  const { sources } = simulate(
    {
      stations: [stationOf({ id: 's', servers: 50, replicas: 2 })],
      sources: load(20),
      disturbances: [{ kind: 'failures', station: 's', between: 90, repair: 10, isLost: true }],
    },
    8000,
  );
  // Both down: arrivals are refused. Going down: what is in service there fails too, 2/100 s × 1 request each.
  expect(sources[0]?.failures?.mean).toBeGreaterThan(0.005);
  expect(sources[0]?.failures?.mean).toBeLessThan(0.018);
});

test('a herd of 500 requests is worked off at the speed that is left: 500/(50 − 20) s', () => {
  const { timeline } = simulate({
    stations: [stationOf({ id: 's', servers: 5 })],
    sources: load(20),
    disturbances: [{ kind: 'herd', source: 'u', requests: 500, from: 300 }],
  });
  expect(most(between(timeline, 300, 306), (it) => it.stations[0]?.inSystem)).toBeGreaterThan(350);
  expect(mean(between(timeline, 324, 340), (it) => it.stations[0]?.inSystem)).toBeLessThan(10);
});

test('a surge and a slow-down last as long as they are said to', () => {
  const { timeline } = simulate({
    stations: [stationOf({ id: 's', servers: 20 })],
    sources: load(20),
    disturbances: [
      { kind: 'surge', source: 'u', factor: 4, from: 100, lasts: 100 },
      { kind: 'slow', station: 's', factor: 3, from: 300, lasts: 100 },
    ],
  });
  expect(mean(between(timeline, 110, 200), (it) => it.sources[0]?.arrivals)).toBeCloseTo(80, -1);
  expect(mean(between(timeline, 210, 300), (it) => it.sources[0]?.arrivals)).toBeCloseTo(20, -1);
  expect(mean(between(timeline, 310, 400), (it) => it.sources[0]?.response)).toBeCloseTo(0.3, 1);
  expect(mean(between(timeline, 410, 600), (it) => it.sources[0]?.response)).toBeCloseTo(0.1, 1);
});

const scaler = (parts: Partial<Autoscaler>): Autoscaler => ({
  station: 's',
  least: 1,
  most: 40,
  target: 0.6,
  interval: 15,
  startup: 10,
  cooldownUp: 0,
  cooldownDown: 300,
  tolerance: 0.1,
  ...parts,
});
const scaled = (parts: Partial<Autoscaler>) =>
  simulate(
    { stations: [stationOf({ id: 's', replicas: 4 })], sources: load(60), autoscalers: [scaler(parts)] },
    2000,
  ).timeline;
const swings = (slices: readonly TimelineSlice[]) => {
  const replicas = slices.map((it) => it.stations[0]?.replicas ?? 0);
  return Math.max(...replicas) - Math.min(...replicas);
};

test('an autoscaler brings utilisation to its target', () => {
  const settled = between(scaled({}), 500, 2000);
  expect(mean(settled, (it) => it.stations[0]?.replicas)).toBeGreaterThan(9);
  expect(mean(settled, (it) => it.stations[0]?.replicas)).toBeLessThan(13);
  expect(mean(settled, (it) => it.stations[0]?.utilisation)).toBeCloseTo(0.6, 1);
});

test('one that measures briefly, starts slowly and never waits swings to and fro', () => {
  const hasty = between(scaled({ interval: 5, startup: 60, cooldownDown: 0, tolerance: 0 }), 500, 2000);
  const patient = between(scaled({ interval: 30 }), 500, 2000);
  expect(swings(hasty)).toBeGreaterThan(2 * Math.max(1, swings(patient)));
});

const stampede = (guard: 'none' | 'single-flight') =>
  simulate(
    {
      stations: [stationOf({ id: 'database', servers: 10 })],
      caches: [
        { kind: 'keys', id: 'c', keys: 100, exponent: 0.8, lifetime: Infinity, room: Infinity, guard },
      ],
      sources: [
        openSource({
          id: 'u',
          rate: 2000,
          steps: [{ kind: 'cached', cache: 'c', steps: [workAt('database', 0.1)] }],
        }),
      ],
      disturbances: [{ kind: 'cold-cache', cache: 'c', from: 30 }],
    },
    60,
  ).timeline;

test('an emptied cache sends a stampede to the database, single flight one request for each key', () => {
  const peak = (timeline: readonly TimelineSlice[]) =>
    most(between(timeline, 30, 36), (it) => it.stations[0]?.inSystem);
  const guarded = peak(stampede('single-flight'));
  const open = peak(stampede('none'));
  expect(guarded).toBeLessThan(100);
  expect(open).toBeGreaterThan(3 * guarded);
});

test('a slow dependency fills the pool in front of it, and other work waits behind (head-of-line blocking)', () => {
  const { timeline } = simulate({
    stations: [stationOf({ id: 'slow', servers: 100 }), stationOf({ id: 'fast', servers: 100 })],
    pools: [poolOf({ id: 'threads', places: 10 })],
    operations: [
      operationOf({ id: 'a', pool: 'threads', steps: [workAt('slow', 0.05)] }),
      operationOf({ id: 'b', pool: 'threads', steps: [workAt('fast', 0.01)] }),
    ],
    sources: [
      openSource({ id: 'a', rate: 50, steps: [callTo('a')] }),
      openSource({ id: 'b', rate: 100, steps: [callTo('b')] }),
    ],
    disturbances: [{ kind: 'slow', station: 'slow', factor: 10, from: 200, lasts: 20 }],
  });
  const response = (slices: readonly TimelineSlice[]) => mean(slices, (it) => it.sources[1]?.response);
  expect(response(between(timeline, 100, 200))).toBeLessThan(0.05);
  expect(response(between(timeline, 210, 222))).toBeGreaterThan(1);
});

test('whoever has waited for a pool as long as its patience is refused', () => {
  const { sources, pools } = simulate(
    {
      stations: [stationOf({ id: 's', servers: Infinity })],
      pools: [poolOf({ id: 'p', places: 1, patience: 1 })],
      sources: [
        openSource({ id: 'u', rate: 2, steps: [{ kind: 'hold', pool: 'p', steps: [workAt('s', 1)] }] }),
      ],
    },
    3000,
  );
  expect(pools[0]?.utilisation.mean).toBeGreaterThan(0.85);
  expect(sources[0]?.failures?.mean).toBeGreaterThan(0.5);
  // Patience bounds the wait; service adds its own second.
  expect(sources[0]?.response.mean).toBeLessThan(2);
});

import { expect, test } from 'vitest';
import type { Network } from '../model/network.ts';
import {
  callTo,
  closedSource,
  networkOf,
  openSource,
  operationOf,
  poolOf,
  randomTime,
  stationOf,
  workAt,
} from '../model/network-parts.ts';
import { combine } from './combine.ts';
import { figuresOf } from './figures-of-run.ts';
import { runReplication, usualLimits } from './replication.ts';
import { runLength } from './run-length.ts';
import { simulateNetwork, simulateReplication } from './simulate.ts';

/** Something of everything: pools, policies, a fork, a cache, a lost replica, an autoscaler, constant times for ties. */
const lively: Network = networkOf({
  experiment: { seed: 21, replications: 3, warmup: 5, duration: 40 },
  stations: [
    stationOf({ id: 'cpu', servers: 4, replicas: 2, balancing: 'two-choices', dropsExpired: true }),
    stationOf({ id: 'disk', discipline: 'processor-sharing', servers: 8 }),
    stationOf({ id: 'wire', servers: Infinity }),
  ],
  pools: [poolOf({ id: 'threads', places: 20, patience: 2, discipline: 'priority' })],
  caches: [
    { kind: 'keys', id: 'c', keys: 500, exponent: 0.9, lifetime: 3, room: 200, guard: 'single-flight' },
  ],
  operations: [
    operationOf({
      id: 'page',
      pool: 'threads',
      steps: [
        workAt('cpu', 0.01, 0.5),
        {
          kind: 'cached',
          cache: 'c',
          steps: [callTo('read', { attempts: 3, timeout: 0.05, hedgeAfter: 0.02 })],
        },
        { kind: 'fork', wanted: 1, branches: [[workAt('wire', 0.01, 0)], [workAt('wire', 0.01, 0)]] },
      ],
      after: [workAt('cpu', 0.002)],
    }),
    operationOf({ id: 'read', steps: [workAt('disk', 0.01, 4)] }),
  ],
  sources: [
    openSource({ id: 'robots', rate: 100, batch: 5, steps: [callTo('page', { attempts: 2, timeout: 0.2 })] }),
    closedSource({
      id: 'people',
      priority: 1,
      population: 300,
      think: randomTime(2, 0),
      steps: [callTo('page')],
    }),
  ],
  autoscalers: [
    {
      station: 'cpu',
      least: 2,
      most: 5,
      target: 0.4,
      interval: 2,
      startup: 1,
      cooldownUp: 0,
      cooldownDown: 5,
      tolerance: 0.1,
    },
  ],
  disturbances: [{ kind: 'outage', station: 'cpu', replicas: 1, isLost: true, from: 20, lasts: 5 }],
});

test('the same network, seed and number give the same bytes; another number or seed other figures', () => {
  const bytes = (network: Network, replication: number) =>
    JSON.stringify(simulateReplication(network, replication));
  const once = bytes(lively, 1);
  expect(bytes(lively, 1)).toBe(once);
  expect(bytes(lively, 2)).not.toBe(once);
  expect(bytes({ ...lively, experiment: { ...lively.experiment, seed: 22 } }, 1)).not.toBe(once);
});

test('figures do not depend on whether events are kept in a heap or in a calendar', () => {
  const with_ = (calendarFrom: number) => {
    const finished = runReplication(lively, 0, { ...usualLimits, warmup: 5, duration: 40, calendarFrom });
    return JSON.stringify(figuresOf(finished, 0));
  };
  expect(with_(0)).toBe(with_(Infinity));
  expect(with_(100)).toBe(with_(Infinity));
});

test('replications may come in any order, and through JSON', () => {
  const figures = [0, 1, 2].map((i) => simulateReplication(lively, i));
  const shuffled = [figures[2], figures[0], figures[1]].flatMap((one) => one ?? []);
  expect(combine(lively, structuredClone(shuffled))).toEqual(simulateNetwork(lively));
});

test('requests are neither lost nor made: all that came have ended or are under way', () => {
  const { run } = runReplication(lively, 0, { ...usualLimits, warmup: 5, duration: 40 });
  const [robots, people] = run.sources;
  const open = (robots?.arrivals ?? 0) - (robots?.completed ?? 0) - (robots?.failed ?? 0);
  const asking = (people?.arrivals ?? 0) - (people?.completed ?? 0) - (people?.failed ?? 0);
  expect(open).toBeGreaterThanOrEqual(0);
  expect(open).toBeLessThan(500);
  expect(asking).toBeLessThanOrEqual(300);
  expect(run.frames.inUse).toBeGreaterThanOrEqual(300 + open);
  const places = run.pools[0];
  expect(places?.taken).toBeLessThanOrEqual(20);
});

test('the frames in use do not grow with simulated time', () => {
  const capacity = (duration: number) =>
    runReplication(lively, 0, { ...usualLimits, warmup: 0, duration }).run.frames.capacity;
  expect(capacity(200)).toBe(capacity(40));
});

const overloaded = networkOf({
  experiment: { seed: 1, replications: 2, warmup: 0, duration: 100 },
  stations: [stationOf({ id: 's' })],
  sources: [openSource({ id: 'u', rate: 200, steps: [workAt('s', 0.01)] })],
});

test('a saturated open network says so with the part that piles up', () => {
  const { doubts, stations } = simulateNetwork(overloaded);
  expect(doubts.join()).toMatch(/source u is not steady: (4[6-9]|5[0-4]) % of the requests/);
  expect(stations[0]?.utilisation.mean).toBeGreaterThan(0.99);
});

test.each([
  ['eventLimit', { eventLimit: 5000 }, /5000 events were done/],
  ['frameLimit', { frameLimit: 2000 }, /more than 2000 requests and calls/],
] as const)('a run stops at its %s and says so', (_, limit, words) => {
  const settings = { ...usualLimits, warmup: 0, duration: 1e9, ...limit };
  expect(figuresOf(runReplication(overloaded, 0, settings), 0).doubts.join()).toMatch(words);
});

test('a user who neither thinks nor waits is stopped, not followed for ever', () => {
  const network = networkOf({
    experiment: { seed: 1, replications: 2 },
    sources: [closedSource({ id: 'u', population: 1, think: randomTime(0), steps: [] })],
  });
  expect(simulateNetwork(network).doubts.join()).toMatch(/time stands still/);
});

test('nothing to do, or a rate of zero, gives zeros and never NaN', () => {
  for (const sources of [[], [openSource({ id: 'u', rate: 0, steps: [workAt('s', 1)] })]]) {
    const result = simulateNetwork(networkOf({ stations: [stationOf({ id: 's' })], sources }));
    expect(JSON.stringify(result, (_, value) => (Number.isNaN(value) ? 'NaN' : value))).not.toContain('NaN');
    expect(result.stations[0]?.utilisation.mean).toBe(0);
  }
});

test('names that are not in the network and circles of calls are refused with what to do', () => {
  const run = (parts: Partial<Network>) => () => simulateReplication(networkOf(parts), 0);
  const calling = (id: string, to: string) => operationOf({ id, steps: [callTo(to)] });
  const ask = [openSource({ id: 'u', rate: 1, steps: [callTo('a')] })];
  expect(run({ sources: ask })).toThrow(/operation "a" is named in the network and is not in it/);
  expect(run({ sources: ask, operations: [calling('a', 'b'), calling('b', 'a')] })).toThrow(
    /circle \(a -> b -> a\)/,
  );
});

const lengthOf = (parts: Partial<Network>) => runLength(networkOf(parts));

test('a given length is taken; a tenth of a given duration at most becomes warm-up', () => {
  expect(runLength(lively)).toEqual({ warmup: 5, duration: 40 });
  const { warmup } = lengthOf({
    experiment: { replications: 5, seed: 1, duration: 30 },
    stations: [stationOf({ id: 's' })],
    sources: [openSource({ id: 'u', rate: 95, steps: [workAt('s', 0.01)] })],
  });
  expect(warmup).toBeLessThanOrEqual(3);
});

test('a chosen length makes the interval about 1 % of the mean, and lasts twice as long as what happens', () => {
  const stations = [stationOf({ id: 's', servers: 4 })];
  const sources = [openSource({ id: 'u', rate: 280, steps: [workAt('s', 0.01)] })];
  const { mean = 0, halfWidth = 1 } =
    simulateNetwork(networkOf({ stations, sources })).sources[0]?.response ?? {};
  expect(halfWidth / mean).toBeLessThan(0.03);
  const disturbances = [{ kind: 'slow', station: 's', factor: 2, from: 50, lasts: 25 }] as const;
  const { warmup, duration } = lengthOf({ stations, sources, disturbances });
  expect(warmup).toBeLessThanOrEqual(50);
  expect(warmup + duration).toBeCloseTo(150, 6);
});

test('the event of work that was broken off wakes nobody, whatever its frame does by then', () => {
  // Work of 10 s is lost at 5 s; its frame calls again and is served elsewhere when the old event comes.
  const network = networkOf({
    experiment: { seed: 1, replications: 1, warmup: 0, duration: 30 },
    stations: [stationOf({ id: 's' }), stationOf({ id: 'elsewhere' })],
    operations: [operationOf({ id: 'o', steps: [workAt('s', 10, 0)] })],
    sources: [
      closedSource({
        id: 'u',
        population: 1,
        think: randomTime(0),
        steps: [
          { kind: 'call', operation: 'o', times: { kind: 'fixed', mean: 1 }, isAwaited: false },
          workAt('elsewhere', 100, 0),
        ],
      }),
    ],
    disturbances: [{ kind: 'outage', station: 's', replicas: 1, isLost: true, from: 5, lasts: 1 }],
  });
  const { run } = runReplication(network, 0, { ...usualLimits, warmup: 0, duration: 30 });
  expect(run.stations.map(({ completed, inSystem }) => [completed, inSystem])).toEqual([
    [0, 0],
    [0, 1],
  ]);
});

test('a second phase holds its place, and a caller that gave up gets no answer', () => {
  const network = networkOf({
    stations: [stationOf({ id: 's', servers: Infinity })],
    pools: [poolOf({ id: 'p', places: 1 })],
    operations: [operationOf({ id: 'o', pool: 'p', steps: [workAt('s', 1, 0)], after: [workAt('s', 2, 0)] })],
    sources: [
      closedSource({
        id: 'u',
        population: 1,
        think: randomTime(0),
        steps: [callTo('o', { attempts: 1, timeout: 2 })],
      }),
    ],
  });
  // The second call waits 2 s for the place, and is given up at that moment; the third is answered in 1 s or less.
  const { run } = runReplication(network, 0, { ...usualLimits, warmup: 0, duration: 30.5 });
  const [source] = run.sources;
  expect(source?.completed).toBeGreaterThan(0);
  expect(source?.failed).toBeGreaterThan(0);
  expect((source?.completed ?? 0) + (source?.failed ?? 0)).toBeGreaterThan(10);
  expect((source?.responseSum ?? 0) / (source?.completed ?? 1)).toBeLessThanOrEqual(2);
});

import { expect, test } from 'vitest';
import type { CallPolicy, Network, NetworkStation, RandomTime } from '../model/network.ts';
import {
  callTo,
  delayOf,
  networkOf,
  openSource,
  operationOf,
  randomTime,
  stationOf,
  workAt,
} from '../model/network-parts.ts';
import { simulateNetwork } from './simulate.ts';

const experiment = { seed: 5, replications: 3, warmup: 200, duration: 300 };

function calls(
  rate: number,
  policy: Partial<CallPolicy>,
  station: Partial<NetworkStation>,
  time: RandomTime,
  parts: Partial<Network> = {},
) {
  const result = simulateNetwork(
    networkOf({
      experiment,
      stations: [stationOf({ id: 's', ...station })],
      operations: [operationOf({ id: 'o', steps: [{ kind: 'work', station: 's', time }] })],
      sources: [openSource({ id: 'u', rate, steps: [callTo('o', { attempts: 1, ...policy })] })],
      ...parts,
    }),
  );
  const sent = (result.amplification[0]?.factor.mean ?? 0) * rate;
  return { result, sent, source: result.sources[0] };
}

/** Capacity 100/s, a short queue: what is too much is refused at once. */
const backEnd = { room: 5, servers: 1 };

test.each([
  [100, 100],
  [200, 200],
  [300, 200],
  [1000, 200],
])(
  'adaptive throttling lets %d requests/s reach the back end as %d (SRE book, ch. 21)',
  (offered, received) => {
    const { sent } = calls(offered, { throttle: { k: 2 } }, backEnd, randomTime(0.01, 0));
    expect(Math.abs(sent / received - 1)).toBeLessThan(0.05);
  },
);

test('a token bucket lets its rate through, a burst at once', () => {
  const { sent } = calls(50, { rateLimit: { rate: 20, burst: 5 } }, {}, randomTime(0.001));
  expect(sent).toBeCloseTo(20, 1);
});

test('a limit on concurrent calls is an Erlang loss system', () => {
  // Erlang B with 8 erlangs and 10 servers: 0.1217.
  const { source } = calls(80, { concurrency: 10 }, { servers: Infinity }, randomTime(0.1));
  expect(source?.failures?.mean).toBeCloseTo(0.1217, 2);
});

test('a hedge after the usual 95th percentile cuts the 99th and adds few calls (Dean and Barroso 2013)', () => {
  const slowTail = randomTime(0.01, 16);
  const station = { servers: Infinity };
  const plain = calls(100, {}, station, slowTail).source;
  const hedged = calls(100, { hedgeAfter: plain?.p95?.mean ?? 1 }, station, slowTail);
  expect((hedged.source?.p99?.mean ?? 1) / (plain?.p99?.mean ?? 1)).toBeLessThan(0.7);
  expect(hedged.sent / 100).toBeLessThan(1.07);
  expect(hedged.sent / 100).toBeGreaterThan(1.03);
});

test('the better of two exponential attempts that start together takes half the time', () => {
  const { source } = calls(100, { hedgeAfter: 0 }, { servers: Infinity }, randomTime(0.1));
  expect(source?.response.mean).toBeCloseTo(0.05, 3);
});

test('a breaker opens on a callee that is down, spares it, and closes again', () => {
  const breaker = { window: 10, ratio: 0.5, least: 10, open: 5 };
  const { result } = calls(100, { breaker, timeout: 1 }, { servers: 4 }, randomTime(0.01), {
    experiment: { ...experiment, warmup: 0, duration: 300 },
    disturbances: [{ kind: 'outage', station: 's', replicas: 1, isLost: true, from: 100, lasts: 100 }],
  });
  const during = result.timeline.filter(({ at }) => at > 110 && at < 195);
  const after = result.timeline.filter(({ at }) => at > 210);
  const rate = (slices: typeof during) =>
    slices.reduce((sum, slice) => sum + (slice.sources[0]?.goodput ?? 0), 0) / slices.length;
  expect(rate(during)).toBe(0);
  expect(rate(after)).toBeGreaterThan(97);
  // It takes 5 s at 100/s until half of the calls of the last 10 s have failed; after that a probe every 5 s.
  const refused = (result.stations[0]?.refused?.mean ?? 0) * 20_000;
  expect(refused).toBeGreaterThan(350);
  expect(refused).toBeLessThan(650);
});

test('the Vegas limit keeps a queue short where a fixed one lets it grow, and uses what there is', () => {
  // Its least round trip must mean something: service is constant.
  const fixed = calls(150, { concurrency: 500 }, { servers: 10 }, randomTime(0.1, 0)).source;
  const adapted = calls(150, { adaptive: 'vegas' }, { servers: 10 }, randomTime(0.1, 0));
  expect(fixed?.p99?.mean).toBeGreaterThan(3);
  expect(adapted.source?.p99?.mean).toBeLessThan(0.5);
  expect(adapted.result.stations[0]?.utilisation.mean).toBeGreaterThan(0.95);
});

test('the gradient limit takes lasting overload for usual in the end, and stops at its cap of 200', () => {
  const { source, result } = calls(150, { adaptive: 'gradient' }, { servers: 10 }, randomTime(0.1, 0));
  expect(source?.response.mean).toBeLessThan(2.1);
  expect(result.stations[0]?.utilisation.mean).toBeGreaterThan(0.95);
});

test.each([
  [0.01, 100, 0.634],
  [0.0001, 2000, 0.181],
])(
  'of calls that are slow with %d, one of %d is slow in %d of the requests (Dean and Barroso 2013)',
  (p, n, part) => {
    const slowPart = (id: string) =>
      operationOf({
        id,
        steps: [{ kind: 'choose', branches: [{ probability: p, steps: [workAt('wire', 1, 0)] }] }],
      });
    const result = simulateNetwork(
      networkOf({
        experiment: { ...experiment, warmup: 5, duration: 30_000 / n },
        stations: [delayOf('wire')],
        operations: [slowPart('leaf')],
        sources: [
          openSource({
            id: 'u',
            rate: 10,
            steps: [{ kind: 'fork', wanted: n, branches: Array.from({ length: n }, () => [callTo('leaf')]) }],
          }),
        ],
      }),
    );
    // A request takes 1 s if any leaf is slow and no time otherwise.
    expect(1 - (1 - p) ** n).toBeCloseTo(part, 3);
    const { mean = 0, halfWidth = 0 } = result.sources[0]?.response ?? {};
    expect(Math.abs(mean - part)).toBeLessThan(2 * halfWidth);
    expect(halfWidth).toBeLessThan(0.2);
  },
);

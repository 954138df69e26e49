import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arrivalsOf } from './arrivals.ts';
import { drive } from './drive.ts';
import type { DriveSettings, Send } from './drive.ts';
import { histogram } from './histogram.ts';
import { ladderOf, shuffled } from './ladder.ts';

const plan = { rate: 200, arrivals: 'constant', shares: [1], seed: 1 } as const;
const settings: DriveSettings = {
  next: arrivalsOf(plan),
  operations: 1,
  warmUpSeconds: 0,
  seconds: 1,
  timeoutSeconds: 10,
  maxInFlight: 20_000,
  opened: () => undefined,
  closed: () => undefined,
};

test('percentiles of the histogram are within a hundredth of the exact ones', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 1e-5, max: 100, noNaN: true }), { minLength: 1 }), (times) => {
      const log = histogram();
      for (const time of times) log.record(time);
      const sorted = times.toSorted((a, b) => a - b);
      const { p50, p90, p99, max, mean } = log.summary();
      const exact = (share: number): number => sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1] ?? 0;
      return (
        [[p50, 0.5] as const, [p90, 0.9] as const, [p99, 0.99] as const].every(
          ([found, share]) => Math.abs(found / exact(share) - 1) < 0.01,
        ) &&
        max === sorted.at(-1) &&
        Math.abs(mean - times.reduce((sum, time) => sum + time, 0) / times.length) < 1e-9
      );
    }),
  );
  expect(histogram().summary()).toEqual({ count: 0, mean: 0, p50: 0, p90: 0, p95: 0, p99: 0, max: 0 });
});

test('Poisson arrivals have the rate, its variance, and the shares of the operations', () => {
  const next = arrivalsOf({ rate: 1000, arrivals: 'poisson', shares: [3, 1], seed: 5 });
  const arrivals = Array.from({ length: 100_000 }, next);
  const gaps = arrivals.map(({ due }, index) => due - (arrivals[index - 1]?.due ?? 0));
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length;
  expect(mean).toBeCloseTo(0.001, 5);
  expect(variance / mean ** 2).toBeCloseTo(1, 1);
  expect(arrivals.filter(({ operation }) => operation === 0).length / arrivals.length).toBeCloseTo(0.75, 2);
});

test('the same plan gives the same requests, another seed others', () => {
  const plans = { rate: 10, arrivals: 'poisson', shares: [1, 1] } as const;
  const first = (seed: number) => Array.from({ length: 20 }, arrivalsOf({ ...plans, seed }));
  expect(first(1)).toEqual(first(1));
  expect(first(1)).not.toEqual(first(2));
});

/**
 * A server that stalls for the first second of five: of 200 requests/s at equal gaps a fifth waits 0 to 1 s, so the
 * true p90 is 500 ms and p99 950 ms. A generator that waits for replies would have sent ten of them.
 */
test('a stall is felt by every request that was due in it', async () => {
  const start = performance.now();
  const stall: Send = (_, settle) => {
    const timer = setTimeout(() => settle('answered'), Math.max(0, 1000 - (performance.now() - start)));
    return () => clearTimeout(timer);
  };
  const { requests, response } = await drive({ ...settings, next: arrivalsOf(plan), seconds: 5 }, stall);
  expect(requests).toMatchObject({ dropped: 0, timedOut: 0, failed: 0 });
  expect(requests.sent).toBeGreaterThan(990);
  expect(requests.answered).toBe(requests.sent);
  expect(response.p90).toBeGreaterThan(0.35);
  expect(response.p90).toBeLessThan(1.5);
  expect(response.p99).toBeGreaterThan(response.p90);
});

test('what is never answered times out and counts with the time it waited', async () => {
  const cancelled: number[] = [];
  const silent: Send = (operation) => () => cancelled.push(operation);
  const { requests, response, throughput } = await drive(
    { ...settings, next: arrivalsOf(plan), seconds: 0.2, timeoutSeconds: 0.1 },
    silent,
  );
  expect(requests.timedOut).toBe(requests.sent);
  expect(cancelled).toHaveLength(requests.sent);
  expect(response.mean).toBeCloseTo(0.1, 9);
  expect(throughput).toEqual([0]);
});

test('what is due beyond the bound is dropped and counted', async () => {
  const silent: Send = () => () => undefined;
  const { requests } = await drive(
    { ...settings, next: arrivalsOf(plan), seconds: 0.2, timeoutSeconds: 5, maxInFlight: 10 },
    (operation, settle) => {
      setTimeout(() => settle('answered'), 400);
      return silent(operation, settle);
    },
  );
  expect(requests.sent).toBe(10);
  expect(requests.dropped).toBeGreaterThan(20);
});

test('a ladder of several operations changes their shares, so that their demands can be told apart', () => {
  const rungs = ladderOf({ maximum: 100, shares: [0.6, 0.3, 0.1] });
  expect(rungs.length).toBeGreaterThanOrEqual(3 + 2);
  for (const { shares } of rungs) expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
  expect(new Set(rungs.map(({ shares }) => shares.indexOf(Math.max(...shares)))).size).toBe(3);
  expect(ladderOf({ maximum: 100, shares: [1] }).map(({ rate }) => Math.round(rate))).toEqual([
    10, 20, 30, 40, 50, 60, 70, 80,
  ]);
  // One request of the second costs as much as a hundred of the first.
  const mixed = ladderOf({ maximum: 100, shares: [0.5, 0.5], costs: [0.0001, 0.01] });
  const cost = ({ rate, shares: [first = 0, second = 0] }: (typeof mixed)[number]): number =>
    rate * (first * 0.0001 + second * 0.01);
  expect(Math.max(...mixed.map(cost))).toBeCloseTo(0.8 * 100 * 0.00505, 9);
  expect(shuffled([1, 2, 3, 4, 5, 6, 7, 8]).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

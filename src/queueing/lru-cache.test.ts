import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { lruHitRatio } from './lru-cache.ts';
import { ttlHitRatio } from './ttl-cache.ts';

const reads = fc.record({
  rate: fc.double({ min: 0.1, max: 5000, noNaN: true }),
  keys: fc.integer({ min: 50, max: 50_000 }),
  exponent: fc.double({ min: 0.6, max: 1.2, noNaN: true }),
  lifetime: fc.oneof(fc.constant(Infinity), fc.double({ min: 0.1, max: 3600, noNaN: true })),
});
const part = fc.double({ min: 0, max: 1, noNaN: true });

test('hits lie between none and all, and more room never loses any', () => {
  fc.assert(
    fc.property(reads, part, part, (load, a, b) => {
      const [less, more] = [a, b].map((each) => Math.max(1, each * load.keys)).toSorted((x, y) => x - y);
      const [few, many] = [lruHitRatio(load, less ?? 1), lruHitRatio(load, more ?? 1)];
      return few >= 0 && many <= 1 && many >= few - 1e-3;
    }),
    { numRuns: 200, seed: 1 },
  );
});

test('with room for all it is the cache of lifetimes, without a lifetime everything hits', () => {
  const load = { rate: 100, keys: 1000, exponent: 0.8, lifetime: 30 };
  expect(lruHitRatio(load, 1000)).toBe(ttlHitRatio(100, 30, 1000, 0.8));
  expect(lruHitRatio({ ...load, lifetime: Infinity }, 1000)).toBe(1);
});

test('keys that are all alike hit with the part of them that finds room', () => {
  expect(lruHitRatio({ rate: 10, keys: 1000, exponent: 0, lifetime: Infinity }, 250)).toBeCloseTo(0.25, 6);
});

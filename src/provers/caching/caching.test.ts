import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { entriesKept, lruHitRatio } from '../../queueing/lru-cache.ts';
import { agreement, judge } from './caching.ts';
import { keySampler, mostKeys, simulateCache } from './simulate.ts';

const loads = fc.record({
  rate: fc.double({ min: 10, max: 5000, noNaN: true }),
  keys: fc.integer({ min: 200, max: 20_000 }),
  exponent: fc.double({ min: 0.6, max: 1.2, noNaN: true }),
  lifetime: fc.oneof(fc.constant(Infinity), fc.double({ min: 1, max: 120, noNaN: true })),
});

test("Che's approximation with and without a lifetime agrees with the cache that is played", () => {
  fc.assert(
    fc.property(loads, fc.double({ min: 0.02, max: 1, noNaN: true }), fc.nat(), (load, part, seed) => {
      const room = Math.max(10, Math.floor(load.keys * part));
      const played = simulateCache({ ...load, room }, seed);
      if (played === undefined) return true;
      return Math.abs(played.hitRatio - lruHitRatio(load, room)) - played.halfWidth <= agreement;
    }),
    { numRuns: 12, seed: 3 },
  );
}, 120_000);

test('what is too old to answer takes room until it is asked for again', () => {
  const load = { rate: 1882, keys: 10_000, exponent: 0.8, lifetime: 60 };
  const all = Math.ceil(entriesKept(load));
  // So many are young enough to answer on average; with room for no more, some leave before their time.
  const young = 8320;
  for (const room of [young, all]) {
    const hitRatio = lruHitRatio(load, room);
    expect(judge({ ...stated, ...load, stated: [{ room, hitRatio }] }).verdict).toEqual({ kind: 'proved' });
  }
  expect(lruHitRatio(load, all)).toBeCloseTo(0.926, 3);
  expect(lruHitRatio(load, young)).toBeLessThan(0.915);
});

test('a draw gives the first key whose cumulated weight lies above it, whatever guides the search', () => {
  const draws = fc.oneof(
    fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    fc.nat(65_535).map((at) => at / 65_536),
  );
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 3000 }),
      fc.double({ min: 0, max: 2, noNaN: true }),
      draws,
      (keys, exponent, draw) => {
        const weights = Array.from({ length: keys }, (_, rank) => (rank + 1) ** -exponent);
        const target = draw * weights.reduce((sum, weight) => sum + weight, 0);
        let sum = 0;
        const first = weights.findIndex((weight) => (sum += weight) > target);
        expect(keySampler(keys, exponent, () => draw)()).toBe(first === -1 ? keys - 1 : first);
      },
    ),
    {
      seed: 5,
      examples: [
        [1000, 0.8, 0],
        [1000, 0.8, 1 - 2 ** -53],
      ],
    },
  );
});

const stated = { id: 'a', operation: 'read A', rate: 100, keys: 2000, exponent: 0.8, lifetime: 30 };

test('a right figure is proved, a wrong one refuted with what was played', () => {
  const hitRatio = lruHitRatio(stated, 500);
  const right = judge({ ...stated, stated: [{ room: 500, hitRatio }] });
  expect(right.verdict).toEqual({ kind: 'proved' });
  const wrong = judge({ ...stated, stated: [{ room: 500, hitRatio: hitRatio + 0.05 }] });
  expect(wrong.verdict).toMatchObject({ kind: 'refuted' });
  expect(JSON.stringify(wrong.verdict)).toMatch(/a with room for 500: .* is stated, .* is played/);
});

test('what is too large to play stays undecided', () => {
  const cache = { ...stated, keys: mostKeys + 1, stated: [{ room: 500, hitRatio: 0.5 }] };
  expect(judge(cache).verdict).toMatchObject({ kind: 'undecided' });
});

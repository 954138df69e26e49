import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hottestKeyShare } from './partition-skew.ts';

test('the share of the hottest key is that of the sum over all ranks', () => {
  const drawn = [fc.integer({ min: 1, max: 50_000 }), fc.double({ min: 0, max: 1.2, noNaN: true })] as const;
  fc.assert(
    fc.property(...drawn, (keys, exponent) => {
      let sum = 0;
      for (let rank = 1; rank <= keys; rank++) sum += rank ** -exponent;
      expect(hottestKeyShare(keys, exponent) * sum).toBeGreaterThan(0.98);
      expect(hottestKeyShare(keys, exponent) * sum).toBeLessThan(1.02);
    }),
    { numRuns: 60, seed: 4 },
  );
});

test('one key gets everything, even keys the same', () => {
  expect(hottestKeyShare(1, 0.8)).toBe(1);
  expect(hottestKeyShare(100, 0)).toBeCloseTo(0.01, 10);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { kOfN } from './availability.ts';

/** By counting every state of up to ten parts. */
function counted(needed: number, total: number, part: number): number {
  let sum = 0;
  for (let state = 0; state < 2 ** total; state++) {
    const working = state.toString(2).replaceAll('0', '').length;
    if (working >= needed) sum += part ** working * (1 - part) ** (total - working);
  }
  return sum;
}

test('equals the sum over all states', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10 }),
      fc.integer({ min: 0, max: 11 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (total, needed, part) => {
        expect(kOfN(needed, total, part)).toBeCloseTo(counted(needed, total, part), 9);
      },
    ),
  );
});

test('two of three at 99 %: 3p² − 2p³', () => {
  expect(kOfN(2, 3, 0.99)).toBeCloseTo(3 * 0.99 ** 2 - 2 * 0.99 ** 3, 12);
});

test('thousands of instances give a number, near the normal approximation', () => {
  // 1,600 parts at 99 % have a mean of 1,584 working and a deviation of 3.98: one deviation below is 84 %.
  expect(kOfN(1580, 1600, 0.99)).toBeCloseTo(0.87, 1);
  expect(kOfN(5000, 10_000, 0.998)).toBe(1);
  expect(kOfN(9990, 10_000, 0.5)).toBe(0);
});

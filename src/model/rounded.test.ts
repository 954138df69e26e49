import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rounded } from './rounded.ts';

test('the last bits go, everything else stays', () => {
  expect(rounded({ a: [21.13668832293337, 'x', null], b: { c: 1e-9, d: true } })).toEqual({
    a: [21.1366883229, 'x', null],
    b: { c: 1e-9, d: true },
  });
});

test('rounding twice is rounding once, and close to the value', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const once = rounded(value);
      expect(rounded(once)).toBe(once);
      expect(Math.abs(once - value)).toBeLessThanOrEqual(Math.abs(value) * 1e-11);
    }),
  );
});

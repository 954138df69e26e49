import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assumed, derived } from '../model/origin.ts';
import type { Unit } from '../model/origin.ts';
import { originWords, quantityText, quantityWords, rangeText } from './quantity.ts';

const shown: readonly (readonly [number, Unit, string])[] = [
  [0, 'ms', '0 s'],
  [0.004, 'ms', '4 µs'],
  [3.14159, 'ms', '3.14 ms'],
  [200, 'ms', '200 ms'],
  [999.9, 'ms', '1 s'],
  [1500, 'ms', '1.5 s'],
  [20, 's', '20 s'],
  [90, 's', '90 s'],
  [900, 's', '15 min'],
  [3600, 's', '1 h'],
  [129_600, 's', '1.5 days'],
  [86_400, 's', '1 day'],
  [2_592_000, 's', '30 days'],
  [315_360_000, 's', '10 years'],
  [1234, 'count', '1,234'],
  [12_345, 'count', '12,300'],
  [1, 'instances', '1 instance'],
  [3, 'instances', '3 instances'],
  [12, 'people', '12 people'],
  [5000, 'requests/s', '5,000 requests/s'],
  [15_000, 'requests/s', '15k requests/s'],
  [4987.6, 'requests/s', '4,990 requests/s'],
  [100_000, 'users', '100k users'],
  [200_000, 'rows', '200k rows'],
  [1_234_567, 'rows', '1.23M rows'],
  [999_999, 'rows', '1M rows'],
  [50_000_000, 'rows/year', '50M rows/year'],
  [600_000, 'rows/s', '600k rows/s'],
  [3_200_000_000, 'rows', '3.2B rows'],
  [20_000, 'bytes', '20 kB'],
  [999, 'bytes', '999 B'],
  [1_234_567, 'bytes/s', '1.23 MB/s'],
  [0.9995, 'ratio', '99.95 %'],
  [0.999954321, 'ratio', '99.9954 %'],
  [0.95, 'ratio', '95 %'],
  [1, 'ratio', '100 %'],
  [0.333333, 'ratio', '33.3 %'],
  [0.005, 'ratio', '0.5 %'],
  [1.5, 'x', '1.5×'],
  [25_000, 'EUR/month', '25,000 EUR/month'],
  [1243.7, 'EUR/month', '1,240 EUR/month'],
  [Number.POSITIVE_INFINITY, 'requests/s', 'unbounded'],
];

test.each(shown)('%d %s is shown as %s', (value, unit, text) => {
  expect(quantityText({ value, unit })).toBe(text);
});

test('an assumed value is called assumed and shows its range with one unit', () => {
  expect(quantityWords(assumed(20, 's', 'nobody said', 5, 60))).toBe('assumed 20 s (5–60 s)');
  expect(quantityWords(assumed(60, 's', 'nobody said', 30, 600))).toBe('assumed 60 s (30 s–10 min)');
});

test('a derived value is shown plainly', () => {
  expect(quantityWords(derived(480, 'requests/s', 'users / think', []))).toBe('480 requests/s');
});

test('an open range says which end is known', () => {
  const { value, unit, origin } = derived(3, 's', 'sum', []);
  expect(rangeText({ value, unit, origin, high: 9 })).toBe('up to 9 s');
  expect(rangeText({ value, unit, origin, low: 1 })).toBe('from 1 s');
});

describe('origins', () => {
  test('each kind is a sentence that leads back', () => {
    expect(originWords({ kind: 'read', file: 'src/a.ts', line: 3, column: 7 })).toBe('read in src/a.ts:3:7');
    expect(originWords({ kind: 'given', path: 'slos.browse', file: 'shop.yaml', line: 4 })).toBe(
      'given as slos.browse in shop.yaml:4',
    );
    expect(originWords({ kind: 'given', path: 'users', text: '100K concurrent users' })).toBe(
      'given as users: "100K concurrent users"',
    );
    expect(originWords({ kind: 'derived', rule: "Little's law", from: ['5,000/s', '20 ms'] })).toBe(
      "derived by Little's law from 5,000/s; 20 ms",
    );
    expect(originWords({ kind: 'default', pack: 'orders', version: '1.0.0', path: 'rows' })).toBe(
      'default of orders@1.0.0 (rows)',
    );
  });
});

test('rounding never moves a value by more than half a percent', () => {
  const back: Readonly<Record<string, number>> = { '': 1, k: 1e3, M: 1e6, B: 1e9 };
  fc.assert(
    fc.property(fc.double({ min: 1e-3, max: 1e11, noNaN: true }), (value) => {
      const [, digits = '', prefix = ''] =
        /^([\d.,]+)([kMB]?) rows?$/.exec(quantityText({ value, unit: 'rows' })) ?? [];
      const parsed = Number(digits.replaceAll(',', '')) * (back[prefix] ?? Number.NaN);
      expect(Math.abs(parsed - value) / value).toBeLessThanOrEqual(0.00501);
    }),
  );
});

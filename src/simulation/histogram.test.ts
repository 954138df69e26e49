import { expect, test } from 'vitest';
import { clear, histogram, quantile, quantileResolution, record } from './histogram.ts';
import { intervalOf, studentPoint } from './student.ts';
import { truncationPoint } from './truncation.ts';

test('quantiles of a known sample are within 0.8 % over thirteen powers of ten', () => {
  for (const scale of [1e-6, 1, 1e7]) {
    const of = histogram();
    for (let i = 1; i <= 10_000; i++) record(of, (i / 10_000) * scale);
    for (const q of [0.01, 0.5, 0.95, 0.99])
      expect(Math.abs(quantile(of, q) / (q * scale) - 1)).toBeLessThan(0.008);
  }
});

test('the resolution covers what lies at one place, and hardly widens what is spread', () => {
  for (const value of [0.0996, 0.1, 0.1003, 7, 1e-6]) {
    const same = histogram();
    for (let i = 0; i < 1000; i++) record(same, value);
    for (const q of [0.01, 0.5, 0.99])
      expect(Math.abs(quantile(same, q) - value)).toBeLessThanOrEqual(quantileResolution(same, q));
  }
  const spread = histogram();
  for (let i = 1; i < 100_000; i++) record(spread, -Math.log(i / 100_000));
  for (const q of [0.5, 0.95, 0.99])
    expect(quantileResolution(spread, q) / quantile(spread, q)).toBeLessThan(0.002);
  expect(quantileResolution(histogram(), 0.5)).toBe(0);
});

test('nothing recorded has quantile 0, and what is out of range goes to the ends', () => {
  const of = histogram();
  expect(quantile(of, 0.5)).toBe(0);
  record(of, 0);
  record(of, 1e300);
  expect(quantile(of, 0.25)).toBeLessThan(1e-8);
  expect(Number.isFinite(quantile(of, 1))).toBe(true);
  clear(of);
  expect(of.total).toBe(0);
});

test('points of Student t agree with tables', () => {
  for (const [degrees, point] of [
    [1, 12.706],
    [9, 2.262],
    [29, 2.045],
    [60, 2.0],
    [120, 1.98],
  ] as const)
    expect(studentPoint(degrees)).toBeCloseTo(point, 2);
});

test('the interval of few values is that of a worked example', () => {
  // Law, Simulation Modeling and Analysis, example 4.26: mean 1.34, half-width 0.24 at 90 %; here at 95 %.
  const { mean, halfWidth } = intervalOf([1.2, 1.5, 1.68, 1.89, 0.95, 1.49, 1.58, 1.55, 0.5, 1.09]);
  expect(mean).toBeCloseTo(1.343, 3);
  expect(halfWidth).toBeCloseTo((0.24 / 1.833) * 2.262, 1);
  expect(intervalOf([3]).halfWidth).toBe(Infinity);
});

test('MSER-5 cuts a start that differs and nothing of a steady series', () => {
  const steady = Array.from({ length: 500 }, (_, i) => 10 + Math.sin(i * 12.9898) * 2);
  expect(truncationPoint(steady)).toBeLessThan(100);
  const started = steady.map((value, i) => value - 10 * Math.exp(-i / 20));
  expect(truncationPoint(started)).toBeGreaterThan(25);
  expect(truncationPoint(started)).toBeLessThan(250);
  expect(truncationPoint(Array.from({ length: 100 }, () => 7))).toBe(0);
  expect(truncationPoint([])).toBe(0);
});

import { expect, test } from 'vitest';
import { exponential, seededRandom, uniform } from './random.ts';
import { drawTime, timeDistribution } from './random-time.ts';
import { drawRank, zipf } from './zipf.ts';

const draws = 200_000;
const sample = (draw: () => number): readonly number[] => Array.from({ length: draws }, draw);
const meanOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

function scvOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return meanOf(values.map((value) => (value - mean) ** 2)) / mean ** 2;
}

test('a stream depends on every part of its seed and on nothing else', () => {
  const first = (...seed: number[]) => {
    const random = seededRandom(...seed);
    return [uniform(random), uniform(random), uniform(random)];
  };
  expect(first(1, 0)).toEqual(first(1, 0));
  const streams = [first(1, 0), first(1, 1), first(0, 1), first(2, 0), first(1), first(1 + 2 ** 32, 0)];
  expect(new Set(streams.map(([value]) => value)).size).toBe(streams.length);
});

test('uniform draws fill all tenths alike (chi-square, 9 degrees, 99.9 % point 27.9)', () => {
  const random = seededRandom(7);
  const counts = Array.from({ length: 10 }, () => 0);
  for (let i = 0; i < draws; i++) {
    const tenth = Math.floor(10 * uniform(random));
    counts[tenth] = (counts[tenth] ?? 0) + 1;
  }
  const expected = draws / 10;
  expect(counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)).toBeLessThan(27.9);
});

test('exponential draws have the tail of the exponential distribution, beyond the last layer too', () => {
  const random = seededRandom(11);
  const values = sample(() => exponential(random));
  expect(meanOf(values)).toBeCloseTo(1, 2);
  for (const t of [0.1, 1, 3, 7.7]) {
    const tail = values.filter((value) => value > t).length / draws;
    const deviation = Math.sqrt((Math.exp(-t) * (1 - Math.exp(-t))) / draws);
    expect(Math.abs(tail - Math.exp(-t))).toBeLessThan(4 * deviation);
  }
});

test.each([0, 0.2, 0.3, 0.5, 1, 2, 4, 10])('a time with scv %d has the two moments asked for', (scv) => {
  const random = seededRandom(13, scv * 10);
  const time = timeDistribution({ mean: 0.25, scv });
  const values = sample(() => drawTime(time, random));
  expect(meanOf(values) / 0.25).toBeCloseTo(1, 1);
  expect(Math.abs(scvOf(values) - scv)).toBeLessThan(0.02 + 0.05 * scv);
  expect(values.every((value) => value >= 0)).toBe(true);
});

test.each([0, 0.5, 1, 1.2])('ranks of Zipf exponent %d are drawn with their chances', (exponent) => {
  const random = seededRandom(17);
  const ranks = 50;
  const from = zipf(ranks, exponent);
  const counts = new Float64Array(ranks + 1);
  for (let i = 0; i < draws; i++) {
    const rank = drawRank(from, random);
    counts[rank] = (counts[rank] ?? 0) + 1;
  }
  const weights = Array.from({ length: ranks }, (_, i) => (i + 1) ** -exponent);
  const whole = weights.reduce((a, b) => a + b, 0);
  const chiSquare = weights.reduce((sum, weight, i) => {
    const expected = (draws * weight) / whole;
    return sum + ((counts[i + 1] ?? 0) - expected) ** 2 / expected;
  }, 0);
  // 99.9 % point for 49 degrees of freedom.
  expect(chiSquare).toBeLessThan(85.4);
  expect(counts[0]).toBe(0);
});

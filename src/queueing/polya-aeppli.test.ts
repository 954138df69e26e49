import { expect, test } from 'vitest';
import { groupedArrivals } from './polya-aeppli.ts';

/** The same by its definition: over all numbers of groups k, Poisson(k) × negative binomial of n members in k groups. */
function byDefinition(mean: number, group: number, level: number): number {
  const theta = mean / group;
  const p = 1 / group;
  let total = Math.exp(-theta);
  let n = 0;
  while (total < level) {
    n += 1;
    let poisson = Math.exp(-theta);
    for (let k = 1; k <= n; k++) {
      poisson *= theta / k;
      let members = p ** k;
      for (let i = 1; i <= n - k; i++) members *= ((k - 1 + i) / i) * (1 - p);
      total += poisson * members;
    }
  }
  return n;
}

test.each([
  [0.02, 3],
  [0.5, 3],
  [2, 1],
  [10, 3],
  [40, 2],
  [60, 8],
])('%d arrivals in groups of %d: recursion and definition agree', (mean, group) => {
  for (const level of [0.5, 0.99, 0.999])
    expect(groupedArrivals(mean, group, level)).toBe(byDefinition(mean, group, level));
});

test('groups of one are Poisson: 999 of 1000 seconds of mean 10 bring at most 21', () => {
  expect(groupedArrivals(10, 1, 0.999)).toBe(21);
});

test('where the gamma distribution takes over, both say the same within one percent', () => {
  const exact = groupedArrivals(1799, 3, 0.999);
  const approximate = groupedArrivals(1801, 3, 0.999);
  expect(Math.abs(approximate / exact - 1)).toBeLessThan(0.01);
});

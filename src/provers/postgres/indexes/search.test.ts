import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseIndexes } from './search.ts';
import type { IndexProblem } from './index-set.ts';

const costOf = ({ base, weights, ways, upkeep }: IndexProblem, set: readonly number[]): number =>
  base.reduce((sum, cost, query) => {
    const usable = ways.filter(
      (way) => way.query === query && way.uses.every((index) => set.includes(index)),
    );
    return sum + (weights[query] ?? 1) * Math.min(cost, ...usable.map((way) => way.cost));
  }, 0) + set.reduce((sum, index) => sum + (upkeep[index] ?? 0), 0);

const bytesOf = ({ sizes }: IndexProblem, set: readonly number[]): number =>
  set.reduce((sum, index) => sum + (sizes[index] ?? 0), 0);

function cheapestOfAll(problem: IndexProblem): number {
  let best = Infinity;
  for (let mask = 0; mask < 1 << problem.sizes.length; mask++) {
    const set = problem.sizes.flatMap((_, index) => ((mask >> index) & 1 ? [index] : []));
    if (bytesOf(problem, set) <= problem.budget) best = Math.min(best, costOf(problem, set));
  }
  return best;
}

const queries = 5;
const candidates = 8;
const problems: fc.Arbitrary<IndexProblem> = fc.record({
  base: fc.constant(Array.from({ length: queries }, () => 1000)),
  weights: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: queries, maxLength: queries }),
  ways: fc.array(
    fc.record({
      query: fc.nat(queries - 1),
      uses: fc.uniqueArray(fc.nat(candidates - 1), { minLength: 1, maxLength: 3 }),
      cost: fc.integer({ min: 1, max: 1000 }),
    }),
    { maxLength: 25 },
  ),
  sizes: fc.array(fc.integer({ min: 1, max: 50 }), { minLength: candidates, maxLength: candidates }),
  upkeep: fc.array(fc.integer({ min: 0, max: 300 }), { minLength: candidates, maxLength: candidates }),
  budget: fc.integer({ min: 0, max: 200 }),
});

test('finds the cheapest set of all where every set can be tried', () => {
  fc.assert(
    fc.property(problems, (problem) => {
      const chosen = chooseIndexes(problem);
      expect(bytesOf(problem, chosen.indexes)).toBe(chosen.bytes);
      expect(chosen.bytes).toBeLessThanOrEqual(problem.budget);
      expect(chosen.cost).toBeCloseTo(costOf(problem, chosen.indexes), 6);
      expect(chosen.cost).toBeCloseTo(cheapestOfAll(problem), 6);
    }),
    { numRuns: 300 },
  );
});

test('a larger budget never costs more, and writes that cost too much end an index', () => {
  const problem: IndexProblem = {
    base: [100, 100],
    weights: [1, 1],
    ways: [
      { query: 0, uses: [0, 1], cost: 10 },
      { query: 1, uses: [2], cost: 50 },
    ],
    sizes: [10, 10, 10],
    upkeep: [0, 0, 60],
    budget: 20,
  };
  expect(chooseIndexes(problem).indexes).toEqual([0, 1]);
  expect(chooseIndexes({ ...problem, budget: 10 }).indexes).toEqual([]);
  expect(chooseIndexes({ ...problem, budget: Infinity, upkeep: [0, 0, 0] }).indexes).toEqual([0, 1, 2]);
});

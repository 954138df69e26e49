import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LatencyBudget } from '../../model/load.ts';
import type { Quantity } from '../../model/origin.ts';
import { gammaQuantile } from '../../queueing/gamma.ts';
import { hopBudgets } from './hop-budgets.ts';

const ms = (value: number): Quantity => ({ value, unit: 'ms', origin: { kind: 'assumed', because: 'test' } });

const hop = fc.record({
  mean: fc.double({ min: 0.01, max: 500, noNaN: true }),
  scv: fc.double({ min: 0, max: 5, noNaN: true }),
});

/** A path with its percentile computed as the design computes it. */
function pathOf(hops: readonly { readonly mean: number; readonly scv: number }[], limit: number) {
  const mean = hops.reduce((sum, each) => sum + each.mean, 0);
  const variance = hops.reduce((sum, each) => sum + each.scv * each.mean ** 2, 0);
  const quantile = gammaQuantile(mean, variance, 0.95);
  const budget: LatencyBudget = {
    operation: 'read Thing',
    workload: 'look',
    hops: hops.map((each, index) => ({ container: `c${index}`, mean: ms(each.mean), scv: each.scv })),
    mean: ms(mean),
    p95: ms(quantile),
    p99: ms(quantile),
    objective: { id: '*', percentile: 95, limit: ms(limit), computed: ms(quantile), met: quantile <= limit },
  };
  return { budget, quantile, variance, mean };
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

test('parts sum to the percentile, budgets to the objective, and none is below zero', () => {
  fc.assert(
    fc.property(
      fc.array(hop, { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 5000 }),
      (hops, limit) => {
        const { budget, quantile } = pathOf(hops, limit);
        const divided = hopBudgets(budget);
        expect(sum(divided.map(({ part }) => part.value))).toBeCloseTo(quantile, 6);
        expect(sum(divided.map((each) => each.budget.value))).toBeCloseTo(limit, 6);
        if (quantile >= budget.mean.value)
          for (const each of divided) expect(each.budget.value).toBeGreaterThan(0);
      },
    ),
  );
});

test('when every hop slows by budget / part, the path takes exactly its limit', () => {
  fc.assert(
    fc.property(
      fc.array(hop, { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 5000 }),
      (hops, limit) => {
        const { budget } = pathOf(hops, limit);
        const slower = hopBudgets(budget).map((each, index) => ({
          mean: (hops[index]?.mean ?? 0) * (each.budget.value / each.part.value),
          scv: hops[index]?.scv ?? 0,
        }));
        expect(pathOf(slower, limit).quantile / limit).toBeCloseTo(1, 6);
      },
    ),
  );
});

test('two equal hops share an objective in halves; a steady one gets less than a varying one of the same mean', () => {
  const equal = hopBudgets(
    pathOf(
      [
        { mean: 10, scv: 1 },
        { mean: 10, scv: 1 },
      ],
      100,
    ).budget,
  );
  for (const { budget } of equal) expect(budget.value).toBeCloseTo(50, 9);
  const [steady, varying] = hopBudgets(
    pathOf(
      [
        { mean: 10, scv: 0 },
        { mean: 10, scv: 1 },
      ],
      100,
    ).budget,
  );
  expect(steady?.budget.value).toBeLessThan(varying?.budget.value ?? 0);
});

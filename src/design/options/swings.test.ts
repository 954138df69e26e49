import { expect, test } from 'vitest';
import { briefOf, shopText } from '../../testing/briefs.ts';
import { figures, supposing, valueOf } from '../capacity/figures.ts';
import { designBackend } from '../design.ts';
import { composeDomain } from '../domain/compose.ts';
import { loadModel } from '../load/load.ts';
import { totalCost } from '../sizing/cost.ts';
import { problemOf } from '../sizing/problem.ts';
import { sizeOption } from '../sizing/size.ts';
import { compareOptions } from './compare.ts';
import { swingsOf } from './swings.ts';

const brief = briefOf(shopText);
const domain = composeDomain(brief);
const problem = problemOf(
  brief,
  domain,
  loadModel({ ...domain, ...(brief.users && { users: brief.users }) }),
);
const { chosen } = compareOptions(problem);
const swings = swingsOf(problem, chosen);

const swing = (input: string) => {
  const found = swings.find((one) => one.input === input);
  if (found === undefined)
    throw new Error(`no swing of ${input}: ${swings.map((one) => one.input).join(', ')}`);
  return found;
};

test('a given input has no range and no swing; the widest comes first', () => {
  expect(swings.map(({ input }) => input)).not.toContain('pause between requests');
  const widths = swings.map(({ cost }) => Math.abs(cost.high.value - cost.low.value));
  expect(widths).toEqual(widths.toSorted((a, b) => b - a));
});

test('an end of a figure is the design sized with that figure', () => {
  const { cost } = swing(figures.applicationUtilisation.subject);
  const by = (value: number): number =>
    supposing('applicationUtilisation', value, () =>
      totalCost(problem, sizeOption(problemOf(brief, domain, problem.load), chosen.shape, 1)),
    );
  expect(cost.low.value).toBeCloseTo(by(figures.applicationUtilisation.low), 6);
  expect(cost.high.value).toBeCloseTo(by(figures.applicationUtilisation.high), 6);
  expect(cost.low.value).toBeGreaterThan(cost.high.value);
});

test('an end of a price moves the cost by what was bought of it', () => {
  const { cost } = swing('price of one vCPU for a month');
  const { low, high, value } = { low: 18, high: 40, value: 28 };
  const perUnit = (cost.high.value - chosen.cost) / (high - value);
  expect((chosen.cost - cost.low.value) / (value - low)).toBeCloseTo(perUnit, 6);
});

test('a supposed figure is gone afterwards, also after an error', () => {
  const before = valueOf('databaseUtilisation');
  expect(supposing('databaseUtilisation', 0.5, () => valueOf('databaseUtilisation'))).toBe(0.5);
  expect(() =>
    supposing('databaseUtilisation', 0.5, () => {
      throw new Error('lost');
    }),
  ).toThrow('lost');
  expect(valueOf('databaseUtilisation')).toBe(before);
});

test('swings are part of the load of a design, and the design is the same without looking at them', () => {
  const backend = designBackend(brief);
  expect(backend.load.swings?.length).toBe(swings.length);
  expect(designBackend(brief)).toEqual(backend);
});

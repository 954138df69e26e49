import { expect, test } from 'vitest';
import { designBackend } from '../../design/design.ts';
import { briefOf, shopText } from '../../testing/briefs.ts';
import { comparable, placedOptions } from './pareto.ts';

const shop = designBackend(briefOf(shopText));
if (shop.design === undefined) throw new Error('the shop is designed');
const placed = placedOptions(shop.design);

test('of those that meet everything, what lies on the front is beaten by nothing, what lies off it by something on it', () => {
  const front = placed.filter((each) => each.front);
  expect(front.length).toBeGreaterThan(0);
  expect(front.filter(({ option }) => !option.meets)).toEqual([]);
  const beats = (a: (typeof placed)[number], b: (typeof placed)[number]): boolean =>
    a.option.cost.value <= b.option.cost.value &&
    comparable(a.latency) <= comparable(b.latency) &&
    (a.option.cost.value < b.option.cost.value ||
      comparable(a.latency) < comparable(b.latency) ||
      a.option.movingParts.value < b.option.movingParts.value);
  for (const each of placed.filter(({ option }) => option.meets))
    expect(front.some((other) => beats(other, each))).toBe(!each.front);
});

test('where nothing meets everything, the front is of all', () => {
  const design = shop.design;
  if (design === undefined) throw new Error('the shop is designed');
  const failing = { ...design, options: design.options.map((option) => ({ ...option, meets: false })) };
  expect(placedOptions(failing).some(({ front }) => front)).toBe(true);
});

test('one is chosen, none is excluded, and an option that meets everything is within its limit', () => {
  expect(placed.filter(({ chosen }) => chosen)).toHaveLength(1);
  for (const { option, latency } of placed) {
    expect(option.excluded).toBeUndefined();
    if (option.meets) expect(latency.value).toBeLessThanOrEqual(1);
  }
});

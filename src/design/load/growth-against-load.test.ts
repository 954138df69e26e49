import { expect, test } from 'vitest';
import { briefOf, shopText } from '../../testing/briefs.ts';
import { designBackend } from '../design.ts';

const told = (text: string): readonly string[] =>
  designBackend(briefOf(text)).gaps.flatMap(({ kind, subject, why }) =>
    kind === 'growth' ? [`${subject}: ${why}`] : [],
  );
const order = (text: string): readonly string[] => told(text).filter((line) => line.startsWith('Order: '));
const stated = 'rows: 50M/year';

test('a load that creates other numbers of rows than its tables are taken to grow by is told with both', () => {
  const [line = ''] = order(shopText.replace(`${stated},`, ''));
  expect(line).toMatch(
    /^Order: The load creates \d+M rows\/year of Order \(checkout: 50 requests\/s in the busiest hour\), its tables are sized for 5M rows\/year\./,
  );
});

test('what the brief states itself is told as its contradiction, once', () => {
  expect(shopText).toContain(stated);
  expect(order(shopText)).toEqual([]);
  expect(briefOf(shopText).contradictions.map(({ id }) => id)).toContain('growth-checkout');
});

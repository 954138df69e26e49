import { expect, test } from 'vitest';
import { shop } from '../../testing/shop.ts';
import { Refusal } from '../http/problems.ts';
import { patienceOf, withPatience } from './patience.ts';

test('a request waits as long as the gateway of the design, and work that takes longer goes on', async () => {
  expect(patienceOf(shop)).toBeGreaterThanOrEqual(4000);
  expect(await withPatience(Promise.resolve('done'), 50)).toBe('done');
  const end: { now?: string } = {};
  const work = new Promise<string>((resolve) => {
    setTimeout(() => {
      end.now = 'done';
      resolve('done');
    }, 60);
  });
  const refused = await withPatience(work, 10).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(Refusal);
  expect(refused).toMatchObject({ problem: 'unavailable' });
  expect(end.now).toBeUndefined();
  expect(await work).toBe('done');
  expect(end.now).toBe('done');
});

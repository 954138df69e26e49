import { expect, test } from 'vitest';
import { afterWork } from './work-timer.ts';

const seconds = (from: number): number => (performance.now() - from) / 1000;

test('a process that rests is given six times as long, and not longer', async () => {
  const started = performance.now();
  await new Promise<void>((resolve) => void afterWork(100, resolve));
  expect(seconds(started)).toBeGreaterThan(0.1);
});

test('what is called off is not called', async () => {
  let called = false;
  const callOff = afterWork(20, () => (called = true));
  callOff();
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(called).toBe(false);
});

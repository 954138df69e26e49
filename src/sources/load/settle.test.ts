import { expect, test } from 'vitest';
import { settling } from './settle.ts';

/** CPU seconds of a server that works for so many looks after it was asked, and rests before. */
function clockOf(working: number) {
  let looks = 0;
  let used = 0;
  return {
    command: 'node server.js',
    processes: () => 1,
    threads: () => undefined,
    seconds: () => {
      looks += 1;
      if (looks > 2 && looks <= 2 + 2 * working && looks % 2 === 0) used += 0.2;
      return used;
    },
    looks: () => looks,
  };
}

test('it waits until the server rests as it did before', async () => {
  const clock = clockOf(3);
  const settle = await settling(clock);
  await settle();
  expect(clock.looks()).toBe(2 + 2 * 4);
});

test('where no CPU can be read it does not wait', async () => {
  const settle = await settling(undefined);
  await settle();
});

import { expect, test } from 'vitest';
import { allMerges } from './all.ts';
import { growingCounter } from './counters.ts';
import { everyHistory } from './every-history.ts';
import { joined } from './merging.ts';
import { lastWriteWins } from './registers.ts';
import { observedRemoveSet } from './sets.ts';

test.each(allMerges)('$name', ({ check, loses }) => {
  const { faults, loss, histories } = check();
  expect(faults).toEqual([]);
  expect(loss !== undefined).toBe(loses);
  expect(histories).toBeGreaterThan(100);
});

test('last write wins loses a write that the winner did not know of', () => {
  expect(everyHistory(lastWriteWins).loss).toBe(
    '1. replica 1 "a"; 2. replica 2 "a"; 3. replica 3 "a"; 4. replica 1 "a" knowing 1; all read a, and "a" is gone',
  );
});

test('a merge that adds counts is found out', () => {
  const adding = {
    ...growingCounter,
    merge: (...[a, b]: Parameters<typeof growingCounter.merge>) => joined(a, b, (one, other) => one + other),
  };
  expect(everyHistory(adding).faults.map((fault) => fault.split(':')[0])).toEqual([
    'not idempotent',
    'not the value that is meant',
  ]);
});

test('a removal of all additions, seen or not, is not what the set promises', () => {
  const greedy = {
    ...observedRemoveSet,
    apply: (...[state, change, replica, time]: Parameters<typeof observedRemoveSet.apply>) =>
      change.kind === 'add'
        ? observedRemoveSet.apply(state, change, 0, 0)
        : observedRemoveSet.apply(state, change, replica, time),
  };
  expect(everyHistory(greedy).faults.map((fault) => fault.split(':')[0])).toEqual([
    'not the value that is meant',
  ]);
});

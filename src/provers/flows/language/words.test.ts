import { expect, test } from 'vitest';
import { settleFlow } from '../settle-flow.ts';
import { readFlow } from './read-flow.ts';

const mirror = (copy: string, steps: string): string => `flow: mirror
each: subscription
participants: { app: service, other: store }
records:
  truth: { at: app, values: [active, cancelled] }
  copy: { at: other, values: ${copy} }
  count: { at: app, values: -1..3 }
processes:
  follow: { at: app, on: request, steps: [${steps}] }
ends: { that: copy = truth, says: the copy follows }
`;

function problems(text: string): readonly string[] {
  const read = readFlow(text);
  return read.kind === 'flow' ? [] : read.problems.map(({ what }) => what);
}

const copied = '{ transaction: { truth: cancelled } }, { read: { seen: truth } }, { write: { copy: seen } }';

test('records that list other words, or the same in another order, are neither compared nor copied', () => {
  expect(problems(mirror('[active, cancelled]', copied))).toEqual([]);
  expect(problems(mirror('[active, cancelled, erased]', copied))).toEqual([]);
  const other = problems(mirror('[none, active, cancelled]', copied));
  expect(other).toEqual([
    'seen does not have the same values: active stands where the other side has none',
    'copy does not have the same values: none stands where the other side has active',
  ]);
  expect(problems(mirror('[cancelled, active]', '{ write: { copy: active } }'))).toHaveLength(1);
});

test('a variable is read from one record', () => {
  const twice = `{ read: { seen: truth } }, { read: { seen: count } }, ${copied}`;
  expect(problems(mirror('[active, cancelled]', twice))).toContain('seen was read from truth before');
});

test('no name of a file is one of the search', () => {
  const text = mirror('[active, cancelled]', copied)
    .replaceAll('truth', 'crashes-left')
    .replaceAll('copy', 'follow-at');
  const read = readFlow(text);
  if (read.kind !== 'flow') throw new Error(JSON.stringify(read.problems));
  expect(settleFlow(read.flow).checked.kind).toBe('violated');
});

import { expect, test } from 'vitest';
import { checkMachine } from './check.ts';
import { sagaOutbox } from './examples/saga-outbox.ts';

const whole = { mostStates: 3_000_000, symmetry: false, partialOrder: false };

test.each([
  { bounds: [1, 1, 1], states: 393, transitions: 920 },
  { bounds: [2, 1, 1], states: 17_540, transitions: 59_850 },
  { bounds: [2, 2, 2], states: 222_965, transitions: 1_038_030 },
  { bounds: [3, 1, 1], states: 528_600, transitions: 2_248_860 },
  { bounds: [3, 2, 1], states: 2_293_474, transitions: 11_031_774 },
])('the saga with orders, crashes, duplicates $bounds has $states states', ({ bounds, ...counts }) => {
  const [orders = 1, crashes = 1, duplicates = 1] = bounds;
  expect(checkMachine(sagaOutbox({ orders, crashes, duplicates, idempotent: true }), whole)).toMatchObject({
    kind: 'holds',
    ...counts,
  });
});

test('without an idempotency key a crash charges twice, in five steps', () => {
  const machine = sagaOutbox({ orders: 1, crashes: 1, duplicates: 1, idempotent: false });
  const checked = checkMachine(machine, whole);
  expect(checked).toMatchObject({ kind: 'violated', property: 'charged-once' });
  if (checked.kind !== 'violated') return;
  expect(checked.trace.map(({ step }) => step)).toEqual([
    'place',
    'publish-pay',
    'charge',
    'payment-crash',
    'charge',
  ]);
  expect(checked.trace[4]?.changed).toEqual({ 'charges[1]': 2, paymentHolds: 1 });
});

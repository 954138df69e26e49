import { expect, test } from 'vitest';
import type { Entity } from '../../model/domain.ts';
import { filledShare, stateShares } from './life.ts';

function entity(...transitions: readonly (readonly [string, string])[]): Entity {
  const states = [...new Set(transitions.flat())];
  const origin = { kind: 'assumed', because: 'test' } as const;
  return {
    name: 'Thing',
    context: 'test',
    fields: [],
    unique: [],
    checks: [],
    lifecycle: { field: 'status', states, transitions },
    origin,
  };
}
const shares = (of: Entity) =>
  Object.fromEntries([...stateShares(of)].map(([state, share]) => [state, Number(share.toFixed(3))]));

test('an account is active, seldom locked or erased', () => {
  const account = entity(
    ['active', 'locked'],
    ['locked', 'active'],
    ['active', 'erased'],
    ['locked', 'erased'],
  );
  expect(shares(account)).toEqual({ active: 0.952, locked: 0.024, erased: 0.024 });
  expect(filledShare(account, 'erased_at')).toBeCloseTo(0.0238, 4);
});

test('a payment rests captured, an order delivered; what follows counts as reached', () => {
  const payment = entity(
    ['pending', 'authorised'],
    ['authorised', 'captured'],
    ['authorised', 'voided'],
    ['captured', 'refunded'],
  );
  expect(shares(payment)).toMatchObject({ captured: 0.87, refunded: 0.022, voided: 0.022 });
  expect(filledShare(payment, 'captured_at')).toBeCloseTo(0.891, 3);
  const order = entity(['placed', 'paid'], ['paid', 'delivered'], ['placed', 'cancelled']);
  expect(shares(order)).toMatchObject({ delivered: 0.889, cancelled: 0.022 });
});

test('a name that says nothing is not judged, one that says an exception is rare without a life cycle too', () => {
  const { lifecycle: _, ...plain } = entity(['a', 'b']);
  expect(filledShare(plain, 'last_seen_at')).toBeUndefined();
  expect(filledShare(plain, 'revoked_at')).toBe(0.02);
});

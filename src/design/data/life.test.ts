import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Entity } from '../../model/domain.ts';
import { filledShare } from './filled.ts';
import { exceptionsOf, stateShares, visitedShare } from './life.ts';

type Transitions = readonly (readonly [string, string])[];

function entity(transitions: Transitions, ...checks: readonly string[]): Entity {
  const states = [...new Set(transitions.flat())];
  return {
    name: 'Thing',
    context: 'test',
    fields: [],
    unique: [],
    checks: checks.map((sql, at) => ({ name: `check_${at}`, sql })),
    lifecycle: { field: 'status', states, transitions },
    origin: { kind: 'assumed', because: 'test' },
  };
}

/** `a>b, b>c` as the brief language writes it. */
const life = (text: string, ...checks: readonly string[]): Entity =>
  entity(
    text.split(', ').map((each) => [each.split('>')[0] ?? '', each.split('>')[1] ?? ''] as const),
    ...checks,
  );

const shares = (of: Entity) =>
  Object.fromEntries([...stateShares(of)].map(([state, share]) => [state, Number(share.toFixed(2))]));

const account = life(
  'active>locked, locked>active, active>erased, locked>erased',
  "(status = 'erased') = (erased_at is not null)",
);
const payment = life(
  'pending>authorised, pending>failed, authorised>captured, authorised>voided, captured>refunded',
  "status not in ('captured', 'refunded') or captured_at is not null",
);

test('an account is active, seldom locked or erased', () => {
  expect(shares(account)).toEqual({ active: 0.96, locked: 0.01, erased: 0.03 });
  expect(filledShare(account, 'erased_at')).toBeCloseTo(stateShares(account).get('erased') ?? 0, 9);
});

test('a time counts the rows that have been in its state, not those that could be led there or on', () => {
  expect(filledShare(account, 'locked_at')).toBeLessThan(0.03);
  expect(filledShare(payment, 'captured_at')).toBeGreaterThan(0.8);
  expect(filledShare(payment, 'authorised_at')).toBeGreaterThan(filledShare(payment, 'captured_at') ?? 1);
  expect(filledShare(payment, 'voided_at')).toBeLessThan(0.06);
});

test('the state rows rest in holds most of them', () => {
  expect(shares(payment)).toMatchObject({ captured: 0.81, refunded: 0.04, voided: 0.04 });
  const order = life('placed>paid, paid>packed, packed>delivered, placed>cancelled, paid>cancelled');
  expect(shares(order)).toEqual({ placed: 0.03, paid: 0.03, packed: 0.03, delivered: 0.82, cancelled: 0.09 });
  const article = life(
    'draft>active, active>archived, archived>active',
    "status <> 'active' or published_at is not null",
  );
  expect(shares(article)).toMatchObject({ active: 0.95 });
  expect(filledShare(article, 'published_at')).toBeCloseTo(0.97, 2);
});

test('an end that can be reached at any time is an exception, whatever its name; a sole end is none', () => {
  const parcel = life('a>b, b>arrived, b>strayed, a>strayed');
  expect([...exceptionsOf(parcel.lifecycle ?? { field: '', states: [], transitions: [] })]).toEqual([
    'strayed',
  ]);
  expect(shares(parcel)).toMatchObject({ arrived: 0.85, strayed: 0.09 });
  expect(shares(life('a>b, b>done, a>done'))).toMatchObject({ done: 0.95 });
});

test('a name that says nothing is not judged, one that says an exception is rare without a life cycle too', () => {
  const { lifecycle: _, ...plain } = life('a>b');
  expect(filledShare(plain, 'last_seen_at')).toBeUndefined();
  expect(filledShare(plain, 'deadline_at')).toBeUndefined();
  expect(filledShare(plain, 'expires_at')).toBeUndefined();
  expect(filledShare(plain, 'revoked_at')).toBe(0.02);
});

test('shares of any life cycle are positive and add up to one; being somewhere is no likelier than having been', () => {
  const state = fc.constantFrom('a', 'b', 'c', 'd', 'failed', 'erased');
  const transitions = fc.uniqueArray(fc.tuple(state, state), {
    minLength: 1,
    maxLength: 12,
    selector: String,
  });
  fc.assert(
    fc.property(transitions, (drawn) => {
      const of = entity(drawn);
      const found = [...stateShares(of)];
      expect(found.reduce((sum, [, share]) => sum + share, 0)).toBeCloseTo(1, 9);
      for (const [name, share] of found) {
        expect(share).toBeGreaterThan(0);
        const visited = visitedShare(of, new Set([name]));
        expect(visited).toBeLessThan(1 + 1e-6);
        expect(visited).toBeGreaterThan(share - 0.01);
      }
    }),
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lagLimit } from '../../artifacts/alerts.ts';
import { assumed } from '../../model/origin.ts';
import { leaseOf } from './leases.ts';

const seconds = (value: number) => assumed(value, 's', 'a test', value, value * 2);

test('nothing is given to a second worker while the first can still act, and a dead one is noticed in time', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.1, max: 86_400, noNaN: true }), (timeout) => {
      const lease = leaseOf({ kind: 'queue', timeout: seconds(timeout) });
      if (lease.kind === 'time') {
        expect(lease.hidden.value).toBeGreaterThan(timeout * 1.0005 + 5);
        expect(lease.hidden.value).toBeLessThanOrEqual(lagLimit);
        expect(lease.hidden.high).toBeGreaterThan(timeout * 2);
      } else if (lease.kind === 'renewed') {
        expect(timeout).toBeGreaterThan(lagLimit - 10);
        expect(lease.every.value * 2).toBeLessThan(lease.hidden.value);
        expect(lease.hidden.value).toBeLessThan(lagLimit);
      } else throw new Error(lease.kind);
    }),
  );
});

test('60 s of work are hidden for 66.03 s; 15 min are renewed', () => {
  const short = leaseOf({ kind: 'queue', timeout: seconds(60) });
  expect(short.kind === 'time' ? short.hidden.value : 0).toBeCloseTo(66.03, 9);
  expect(leaseOf({ kind: 'queue', timeout: seconds(900) })).toMatchObject({
    kind: 'renewed',
    hidden: { value: 60 },
    every: { value: 20 },
  });
});

test('without a time limit no lease is long enough, and a lock needs none', () => {
  expect(leaseOf({ kind: 'queue' })).toEqual({ kind: 'not known' });
  expect(leaseOf({ kind: 'relay', timeout: seconds(60) })).toEqual({ kind: 'lock' });
  expect(leaseOf({ kind: 'schedule', timeout: seconds(60) })).toEqual({ kind: 'no queue' });
});

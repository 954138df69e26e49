import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Quantity, Unit } from '../../model/origin.ts';
import { briefOf, shopText } from '../../testing/briefs.ts';
import { composeDomain } from '../domain/compose.ts';
import { burstOf, requestBytes, userConnections } from './traffic.ts';

const given = (value: number, unit: Unit): Quantity => ({
  value,
  unit,
  origin: { kind: 'given', path: 'test' },
});

test('a burst of five thousand requests a second is a tenth more; one of two is ten times as many', () => {
  expect(burstOf(given(5000, 'requests/s')).value / 5000).toBeCloseTo(1.1, 1);
  expect(burstOf(given(2, 'requests/s')).value).toBe(21);
});

test('nothing asked for has no burst, and a burst is never below the rate', () => {
  expect(burstOf(given(0, 'requests/s')).value).toBe(0);
  fc.assert(
    fc.property(fc.double({ min: 0.001, max: 1e6, noNaN: true }), (rate) => {
      expect(burstOf(given(rate, 'requests/s')).value).toBeGreaterThanOrEqual(rate);
    }),
  );
});

test('a hundred thousand users of twenty seconds keep 95,021 connections and open 249 a second', () => {
  const { open, opened } = userConnections({
    users: given(100_000, 'users'),
    think: given(20, 's'),
    peak: given(1, 'x'),
  });
  expect(open.value).toBeCloseTo(100_000 * (1 - Math.exp(-3)), 6);
  expect(opened.value).toBeCloseTo(5000 * Math.exp(-3), 6);
});

test('a request that changes something is larger by its fields; a read is its headers', () => {
  const { operations, entities } = composeDomain(briefOf(shopText));
  const bytes = (id: string): number => {
    const operation = operations.find((one) => one.id === id);
    if (operation === undefined) throw new Error(`no operation ${id}`);
    return requestBytes(operation, entities).value;
  };
  expect(bytes('read Product')).toBe(600);
  expect(bytes('create Review')).toBeGreaterThan(700);
});

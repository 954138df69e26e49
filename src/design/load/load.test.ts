import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Workload } from '../../model/brief.ts';
import type { Operation } from '../../model/domain.ts';
import type { Origin, Quantity, Unit } from '../../model/origin.ts';
import { loadModel } from './load.ts';

const given: Origin = { kind: 'given', path: 'workloads' };
const brought: Origin = { kind: 'default', pack: 'products', version: '1.0.0' };
const q = (value: number, unit: Unit, origin: Origin = given): Quantity => ({ value, unit, origin });

function operation(id: string): Operation {
  return {
    id,
    verb: 'list',
    entity: id.split(' ')[1] ?? '',
    context: 'products',
    cost: {
      cpu: q(3, 'ms'),
      database: q(2, 'ms'),
      statements: q(1, 'count'),
      responseBytes: q(2000, 'bytes'),
      scv: 1,
    },
    anonymous: false,
    by: [],
    sensitive: false,
    longRunning: false,
    origin: brought,
  };
}

function workload(id: string, of: string, more: Partial<Workload>): Workload {
  return { id, actor: 'customer', operation: of, by: [], steps: [], origin: given, ...more };
}

const operations = ['list Product', 'read Product', 'create Order', 'list Order', 'import StockLevel'].map(
  operation,
);

test('the shop of the reference brief: 5,000 requests/s on average, 15,000 at peak, and a batch', () => {
  const load = loadModel({
    operations,
    workloads: [
      workload('browse', 'list Product', {
        users: q(100_000, 'users'),
        think: q(20, 's'),
        share: q(0.8, 'ratio'),
        peak: q(3, 'x'),
      }),
      workload('view', 'read Product', { share: q(0.15, 'ratio') }),
      workload('checkout', 'create Order', { share: q(0.01, 'ratio') }),
      workload('my-orders', 'list Order', { share: q(0.04, 'ratio') }),
      workload('restock', 'import StockLevel', { every: q(3600, 's'), batch: q(50_000, 'rows') }),
    ],
  });
  const rate = (id: string) => load.rates.find((entry) => entry.workload === id);
  expect(rate('browse')?.mean.value).toBeCloseTo(4000, 6);
  expect(rate('browse')?.peak.value).toBeCloseTo(12_000, 6);
  expect(rate('checkout')?.mean.value).toBeCloseTo(50, 6);
  expect(rate('checkout')?.peak.value).toBeCloseTo(150, 6);
  expect(rate('restock')?.mean.value).toBeCloseTo(13.89, 2);
  expect(rate('restock')?.peak.value).toBeCloseTo(50_000 / 600, 6);
  expect(load.totalPeak.value).toBeCloseTo(15_000 + 50_000 / 600, 6);
  expect(load.bandwidth.value).toBeCloseTo(load.totalPeak.value * 2000, 3);
  expect(rate('checkout')?.peak.origin).toEqual({
    kind: 'derived',
    rule: 'request rate = users / think time × share × peak',
    from: ['users 100,000 users', 'think time 20 s', 'share 1 %', 'peak 3 x'],
  });
  expect(load.gaps).toEqual([]);
});

test('users of a sentence: think time is a default with a range, and the range reaches the rate', () => {
  const load = loadModel({
    users: q(100_000, 'users'),
    operations,
    workloads: [
      workload('browse', 'list Product', { share: q(0.6, 'ratio', brought) }),
      workload('view', 'read Product', { share: q(0.2, 'ratio', brought) }),
    ],
  });
  expect(load.totalPeak.value).toBeCloseTo(5000, 6);
  expect(load.totalPeak.low).toBeCloseTo(100_000 / 60, 6);
  expect(load.totalPeak.high).toBeCloseTo(10_000, 6);
});

test('shares of packs fill what the brief leaves, and are told when nothing is left', () => {
  const source = (share: number) => ({
    users: q(2000, 'users'),
    operations,
    workloads: [
      workload('browse', 'list Product', { share: q(share, 'ratio') }),
      workload('view', 'read Product', { share: q(0.5, 'ratio', brought), origin: brought }),
    ],
  });
  const shared = loadModel(source(0.8));
  expect(shared.rates.map(({ peak }) => peak.value)).toEqual([80, expect.closeTo(20, 6)]);
  const full = loadModel(source(1));
  expect(full.rates.map(({ workload: id }) => id)).toEqual(['browse']);
  expect(full.gaps.map(({ kind, subject }) => `${kind} ${subject}`)).toEqual(['workload-without-share view']);
});

test('a workload the brief states replaces the one a pack brings for the same operation', () => {
  const load = loadModel({
    users: q(2000, 'users'),
    operations,
    workloads: [
      workload('browse', 'list Product', { share: q(0.8, 'ratio') }),
      workload('pack-browse', 'list Product', { share: q(0.5, 'ratio', brought), origin: brought }),
    ],
  });
  expect(load.rates.map(({ workload: id }) => id)).toEqual(['browse']);
});

test('without users nothing gets a rate, and every workload is told', () => {
  const load = loadModel({
    operations,
    workloads: [
      workload('browse', 'list Product', { share: q(1, 'ratio') }),
      workload('lost', 'list Nothing', { share: q(1, 'ratio') }),
    ],
  });
  expect(load.rates).toEqual([]);
  expect(load.totalPeak.value).toBe(0);
  expect(load.gaps.map(({ kind }) => kind)).toEqual(['workload-rate', 'workload-operation']);
});

test('rates are proportional to users, inversely to think time, and stay inside their range', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 1, max: 300 }), (users, think) => {
      const load = loadModel({
        users: { ...q(users, 'users'), low: users / 2, high: users * 2 },
        operations,
        workloads: [
          workload('browse', 'list Product', { think: q(think, 's'), share: q(0.5, 'ratio', brought) }),
        ],
      });
      const { value, low = value, high = value } = load.totalPeak;
      return Math.abs(value - users / think) < 1e-6 * value && low <= value && value <= high;
    }),
  );
});

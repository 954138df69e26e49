import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { hottestKeyShare, hottestPartitionShare } from '../../queueing/partition-skew.ts';
import { agreement, judge } from './partitioning.ts';
import { simulatePartitions } from './simulate.ts';

const cases = fc.record({
  keys: fc.integer({ min: 1, max: 50_000 }),
  exponent: fc.double({ min: 0, max: 1.2, noNaN: true }),
  partitions: fc.integer({ min: 1, max: 60 }),
});

test('the closed forms agree with keys that are drawn and placed, and no partition is busier than the busiest', () => {
  fc.assert(
    fc.property(cases, fc.nat(1000), (one, seed) => {
      const found = simulatePartitions(one, seed);
      if (found === undefined) throw new Error('small enough to play');
      const { hottestKey, hottestPartition, busiest } = found;
      const key = Math.abs(hottestKey.mean - hottestKeyShare(one.keys, one.exponent));
      const partition = Math.abs(
        hottestPartition.mean - hottestPartitionShare(one.keys, one.exponent, one.partitions),
      );
      expect(key - hottestKey.halfWidth).toBeLessThan(agreement);
      expect(partition - hottestPartition.halfWidth).toBeLessThan(agreement);
      expect(busiest.mean).toBeGreaterThanOrEqual(hottestPartition.mean - 1e-9);
      expect(busiest.mean).toBeGreaterThanOrEqual(1 / one.partitions - 1e-9);
      expect(busiest.high).toBeLessThanOrEqual(1 + 1e-9);
    }),
    { numRuns: 10, seed: 7 },
  );
}, 120_000);

const key = { operation: 'read Session', keys: 20_000, exponent: 0.8, partitions: 12 };
const stated = {
  ...key,
  hottestKey: hottestKeyShare(20_000, 0.8),
  hottestPartition: hottestPartitionShare(20_000, 0.8, 12),
};

test('right shares are proved, a wrong one is refuted with what was played', () => {
  expect(judge(stated).verdict).toEqual({ kind: 'proved' });
  const wrong = judge({ ...stated, hottestPartition: stated.hottestPartition + 0.05 });
  expect(wrong.verdict).toMatchObject({ kind: 'refuted' });
  expect(JSON.stringify(wrong.verdict)).toMatch(
    /the partition of the hottest key: .* is stated, .* is played/,
  );
});

test('one key in one partition takes everything', () => {
  const one = {
    operation: 'read Lock',
    keys: 1,
    exponent: 0.8,
    partitions: 1,
    hottestKey: 1,
    hottestPartition: 1,
  };
  expect(judge(one).verdict).toEqual({ kind: 'proved' });
});

test('more keys than can be played stay undecided', () => {
  expect(judge({ ...stated, keys: 10_000_000 }).verdict).toMatchObject({ kind: 'undecided' });
});

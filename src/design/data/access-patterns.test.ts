import { expect, test } from 'vitest';
import type { Entity, Operation } from '../../model/domain.ts';
import type { OperationRate } from '../../model/load.ts';
import { assumed } from '../../model/origin.ts';
import type { Unit } from '../../model/origin.ts';
import { accessPatterns } from './access-patterns.ts';

const quantity = (value: number, unit: Unit) => assumed(value, unit, 'a test', value, value);
const origin = { kind: 'assumed', because: 'a test' } as const;

const operation = (verb: Operation['verb'], more: Partial<Operation> = {}): Operation => ({
  id: `${verb} Session`,
  verb,
  entity: 'Session',
  context: 'sessions',
  cost: {
    cpu: quantity(1, 'ms'),
    database: quantity(0.5, 'ms'),
    statements: quantity(1, 'count'),
    responseBytes: quantity(6000, 'bytes'),
    scv: 1,
  },
  anonymous: false,
  by: [],
  sensitive: false,
  longRunning: false,
  origin,
  ...more,
});

const entity: Entity = {
  name: 'Session',
  context: 'sessions',
  fields: [],
  unique: [],
  checks: [],
  rows: quantity(1_000_000, 'rows'),
  origin,
};

const rate = (id: string, peak: number): OperationRate => ({
  operation: id,
  workload: 'w',
  mean: quantity(peak, 'requests/s'),
  peak: quantity(peak, 'requests/s'),
  responseBytes: quantity(6000, 'bytes'),
});

const patternOf = (one: Operation, peak: number) => accessPatterns([one], [entity], [rate(one.id, peak)])[0];

test('what the largest primary carries stays in it', () => {
  expect(patternOf(operation('read'), 1000)).toMatchObject({
    keys: ['id'],
    rows: 'one',
    cores: { value: 0.5, unit: 'vCPU' },
    store: 'relational',
    because: 'takes 0.5 of the 38.4 cores that the largest primary gives',
  });
});

test('one current row by its key, oftener than the largest primary gives it, asks for a key-value store', () => {
  const found = patternOf(operation('read'), 200_000);
  expect(found).toMatchObject({ store: 'key-value', skew: { limit: { value: 3000 } } });
  const { hottest, units } = found?.skew ?? {};
  expect(hottest?.value).toBeGreaterThan(0.01);
  // Two units for 6,000 bytes.
  expect(units?.value).toBeCloseTo(200_000 * (hottest?.value ?? 0) * 2, 6);
});

test('what may be old goes to replicas; a list is no row by its key; new keys spread', () => {
  expect(patternOf(operation('read', { staleness: quantity(60, 's') }), 200_000)?.store).toBe('relational');
  expect(patternOf(operation('list', { by: ['state'] }), 200_000)).toMatchObject({
    store: 'relational',
    keys: ['state'],
  });
  const created = patternOf(operation('create'), 200_000);
  expect(created?.store).toBe('key-value');
  expect(created?.skew).toBeUndefined();
});

test('an operation without a rate has no row', () => {
  expect(accessPatterns([operation('read')], [entity], [])).toEqual([]);
});

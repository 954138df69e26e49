import { expect, test } from 'vitest';
import type { Entity, Field } from '../../model/domain.ts';
import { holdsAlike } from './packs.ts';

const origin = { kind: 'assumed', because: 'a test' } as const;
const field = (name: string): Field => ({
  name,
  type: { kind: 'string' },
  optional: false,
  unique: false,
  origin,
});
const order: Entity = {
  name: 'Order',
  context: 'orders',
  fields: ['customer', 'total', 'status', 'placed_at'].map(field),
  unique: [],
  checks: [],
  origin,
};

test('a table means an entity of the same name only where it holds alike', () => {
  expect(holdsAlike(['id', 'customer_id', 'total', 'note'], order)).toBe(true);
  expect(holdsAlike(['id', 'position', 'before_id', 'after_id'], order)).toBe(false);
});

test('another usual name of a column counts', () => {
  const line = { ...order, name: 'OrderLine', fields: ['quantity', 'unit_price', 'order'].map(field) };
  expect(holdsAlike(['id', 'qty', 'item_price'], line)).toBe(true);
});

import { expect, test } from 'vitest';
import type { Table } from '../../model/data.ts';
import { tableNames } from './table-names.ts';

const tables = (...names: readonly string[]): readonly Table[] =>
  names.map((name) => ({
    name,
    columns: [],
    uniques: [],
    indexes: [],
    foreignKeys: [],
    checks: [],
    origin: { kind: 'read', file: 'schema.sql', line: 1 },
  }));

test('behind an unread prefix stands the table of that name, not one that only ends in it', () => {
  const named = tableNames(tables('attribute', 'product_attribute', 'product'));
  expect(named('{DB_PREFIX}attribute')).toBe('attribute');
  expect(named('unknown_partproduct')).toBe('product');
});

test('behind an unread prefix may stand a table whose definition holds the prefix', () => {
  const named = tableNames(tables('oc_order', 'oc_recurring_order', 'oc_product', 'oc_address'));
  expect(named('{DB_PREFIX}order')).toBe('oc_order');
  expect(tableNames(tables('shop_lines', 'people'))('{prefix}lines')).toBe('shop_lines');
});

import { expect, test } from 'vitest';
import { bytesOf, objectName } from './object-name.ts';

test.each([
  ['orders', 'total', 'idx', 'orders_total_idx'],
  ['orders', '', 'pkey', 'orders_pkey'],
  ['a'.repeat(40), 'b'.repeat(40), 'idx', `${'a'.repeat(29)}_${'b'.repeat(29)}_idx`],
  // Halves of a character are left out, and what that frees stays free.
  ['ж'.repeat(30), 'é'.repeat(30), 'idx', `${'ж'.repeat(14)}_${'é'.repeat(14)}_idx`],
  ['表'.repeat(30), 'x', 'idx', `${'表'.repeat(19)}_x_idx`],
  ['😀'.repeat(20), 'x'.repeat(40), 'key', `${'😀'.repeat(7)}_${'x'.repeat(29)}_key`],
])('%s %s %s', (table, columns, label, name) => {
  expect(objectName(table, columns, label)).toBe(name);
  expect(bytesOf(name)).toBeLessThanOrEqual(63);
});

import { expect, test } from 'vitest';
import { knownAlready } from './known-already.ts';

const id = '018f6d2e-7b1a-7c3d-9e4f-5a6b7c8d9e0f';

test('a statement that only names its parameters is answered as PostgreSQL would', () => {
  expect(knownAlready('select $1::uuid as customer_id', [id])?.rows).toEqual([{ customer_id: id }]);
  expect(knownAlready('select $2::text as note, $1::uuid as id;', [id, 'x'])?.rows).toEqual([
    { note: 'x', id },
  ]);
  expect(knownAlready('select $1::uuid as customer_id', [null])?.rows).toEqual([{ customer_id: null }]);
});

test('everything else is asked of the database', () => {
  expect(knownAlready('select $1::uuid as id', [id.toUpperCase()])).toBeUndefined();
  expect(knownAlready('select $1::uuid as id', ['none'])).toBeUndefined();
  expect(knownAlready('select $1::uuid as id', [])).toBeUndefined();
  expect(knownAlready('select $1::timestamptz as at', ['now'])).toBeUndefined();
  expect(knownAlready('select $1::uuid as id from orders.orders', [id])).toBeUndefined();
  expect(knownAlready('select $1::uuid as id where exists (select 1)', [id])).toBeUndefined();
  expect(knownAlready('update t set a = $1', [id])).toBeUndefined();
});

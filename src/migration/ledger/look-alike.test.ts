import { expect, test } from 'vitest';
import { lookAlike } from './look-alike.ts';

test.each([
  ['orders', ['shop.Order', 'order_items'], 'shop.Order'],
  ['order_items', ['OrderItem'], 'OrderItem'],
  ['categories', ['catalog.category'], 'catalog.category'],
  ['passwordHash', ['password_hash'], 'password_hash'],
  ['GET /index.php/orders/{id}', ['GET /api/v1/orders/{orderId}'], 'GET /api/v1/orders/{orderId}'],
  ['GET /orders.php', ['POST /orders', 'GET /orders'], 'GET /orders'],
  ['address', ['addres'], undefined],
  ['orders', ['shop.order', 'archive.order'], undefined],
  ['orders', [], undefined],
])('%s among %j is %s', (name, names, found) => {
  expect(lookAlike(name, names)).toBe(found);
});

// Whatever is repeated or reordered, the effect is that of one delivery of each message.
// Run: npx vitest run 7-testing/consumers.test.ts
import * as fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { harness } from './harness.ts';
import type { Message } from './harness.ts';

beforeEach(() => harness.reset());

const consumers: readonly (readonly [string, string, string, Record<string, unknown>])[] = [
  ["notifications: send the verification message", "notifications", "user.registered", {"locale":"locale","kind":"customer"}],
  ["cart: release what the user holds", "cart", "user.locked", {"status":"active"}],
  ["audit: record it", "audit", "user.locked", {"status":"active"}],
  ["cart: delete the carts of the user", "cart", "user.erased", {"erased_at":"2026-01-31T12:00:00Z"}],
  ["orders: replace name and address by a placeholder once the retention period allows it", "orders", "user.erased", {"erased_at":"2026-01-31T12:00:00Z"}],
  ["notifications: delete messages and preferences of the user", "notifications", "user.erased", {"erased_at":"2026-01-31T12:00:00Z"}],
  ["audit: record it", "audit", "user.erased", {"erased_at":"2026-01-31T12:00:00Z"}],
  ["notifications: tell the user on another channel", "notifications", "credential.changed", {"user":"018f6d2e-7b1a-7c3d-9e4f-5a6b7c8d9e0f","kind":"password"}],
  ["audit: record it", "audit", "credential.changed", {"user":"018f6d2e-7b1a-7c3d-9e4f-5a6b7c8d9e0f","kind":"password"}],
  ["audit: record it", "audit", "session.revoked", {"user":"018f6d2e-7b1a-7c3d-9e4f-5a6b7c8d9e0f","family":"018f6d2e-7b1a-7c3d-9e4f-5a6b7c8d9e0f"}],
  ["inventory: open stock levels for it", "inventory", "product.published", {"sku":"sku","slug":"slug","status":"draft"}],
  ["cart: reprice open carts", "cart", "product.changed", {"sku":"sku","name":"name","slug":"slug","price":1,"status":"draft"}],
  ["cart: mark its items as unavailable", "cart", "product.archived", {"sku":"sku","status":"draft"}],
  ["inventory: stop new reservations", "inventory", "product.archived", {"sku":"sku","status":"draft"}],
  ["inventory: commit the reservations", "inventory", "order.placed", {"number":"number","customer":"018f6d2e-7b1a-7c3d-9e4f-5a6b7c8d9e0f","total":1,"placed_at":"2026-01-31T12:00:00Z"}],
  ["cart: close the cart", "cart", "order.placed", {"number":"number","customer":"018f6d2e-7b1a-7c3d-9e4f-5a6b7c8d9e0f","total":1,"placed_at":"2026-01-31T12:00:00Z"}],
  ["notifications: send the confirmation", "notifications", "order.placed", {"number":"number","customer":"018f6d2e-7b1a-7c3d-9e4f-5a6b7c8d9e0f","total":1,"placed_at":"2026-01-31T12:00:00Z"}],
  ["notifications: send the receipt", "notifications", "order.paid", {"number":"number","status":"placed"}],
  ["notifications: send the tracking number", "notifications", "order.shipped", {"number":"number","status":"placed"}],
  ["payments: capture the authorised amount", "payments", "order.shipped", {"number":"number","status":"placed"}],
  ["inventory: release the stock", "inventory", "order.cancelled", {"number":"number","status":"placed","total":1}],
  ["payments: void or refund", "payments", "order.cancelled", {"number":"number","status":"placed","total":1}],
  ["notifications: tell the customer", "notifications", "order.cancelled", {"number":"number","status":"placed","total":1}],
  ["orders: mark the order paid", "orders", "payment.authorised", {"order":"018f6d2e-7b1a-7c3d-9e4f-5a6b7c8d9e0f","amount":1,"status":"pending"}],
  ["orders: cancel the order", "orders", "payment.failed", {"order":"018f6d2e-7b1a-7c3d-9e4f-5a6b7c8d9e0f","status":"pending","failure_code":"failure code"}],
  ["notifications: tell the customer", "notifications", "payment.failed", {"order":"018f6d2e-7b1a-7c3d-9e4f-5a6b7c8d9e0f","status":"pending","failure_code":"failure code"}],
  ["notifications: send the receipt", "notifications", "payment.captured", {"order":"018f6d2e-7b1a-7c3d-9e4f-5a6b7c8d9e0f","amount":1,"status":"pending"}],
  ["orders: note the refund", "orders", "refund.sent", {"payment":"018f6d2e-7b1a-7c3d-9e4f-5a6b7c8d9e0f","amount":1,"status":"requested"}],
  ["notifications: tell the customer", "notifications", "refund.sent", {"payment":"018f6d2e-7b1a-7c3d-9e4f-5a6b7c8d9e0f","amount":1,"status":"requested"}],
  ["audit: record it", "audit", "notification.failed", {"recipient":"018f6d2e-7b1a-7c3d-9e4f-5a6b7c8d9e0f","channel":"email","template":"template","status":"queued"}],
  ["orders: go on with the order", "orders", "stock.reserved", {"stock_level":"018f6d2e-7b1a-7c3d-9e4f-5a6b7c8d9e0f","quantity":1,"reference":"018f6d2e-7b1a-7c3d-9e4f-5a6b7c8d9e0f"}],
  ["orders: note that the stock is free again", "orders", "stock.released", {"stock_level":"018f6d2e-7b1a-7c3d-9e4f-5a6b7c8d9e0f","quantity":1,"reference":"018f6d2e-7b1a-7c3d-9e4f-5a6b7c8d9e0f","status":"held"}],
  ["notifications: tell the merchandiser", "notifications", "stock.low", {"sku":"sku","location":"location","on_hand":1,"reserved":1}],
  ["notifications: remind the customer once if they agreed to it", "notifications", "cart.abandoned", {"customer":"018f6d2e-7b1a-7c3d-9e4f-5a6b7c8d9e0f","status":"open"}],
];

/** Three messages of one type about three objects. */
const messagesOf = (type: string, data: Record<string, unknown>): readonly Message[] =>
  [1, 2, 3].map((n) => {
    const id = '00000000-0000-4000-8000-00000000000' + n;
    return { id, type, data: { ...data, id } };
  });

async function effectsOf(consumer: string, deliveries: readonly Message[]): Promise<unknown> {
  await harness.reset();
  for (const message of deliveries) await harness.deliver(consumer, message);
  return harness.effects(consumer);
}

test.each(consumers)('%s has its effect once', async (_name, consumer, type, data) => {
  const messages = messagesOf(type, data);
  const once = await effectsOf(consumer, messages);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(messages.length - 1), { maxLength: 9 }),
      fc.shuffledSubarray([...messages], { minLength: messages.length }),
      async (repeated, order) => {
        const again = repeated.flatMap((index) => messages[index] ?? []);
        expect(await effectsOf(consumer, [...order, ...again])).toEqual(once);
      },
    ),
    { numRuns: 50 },
  );
});

test.each(consumers)('%s parks what it cannot read and goes on', async (_name, consumer, type, data) => {
  const [first] = messagesOf(type, data);
  if (first === undefined) return;
  const once = await effectsOf(consumer, [first]);
  const poison: Message = { id: '00000000-0000-4000-8000-0000000000ff', type, data: null };
  expect(await effectsOf(consumer, [poison, first])).toEqual(once);
});

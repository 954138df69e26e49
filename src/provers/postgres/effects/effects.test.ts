import { expect, test } from 'vitest';
import { effectsPath } from '../../../artifacts/effects.ts';
import { designBackend } from '../../../design/design.ts';
import type { Brief } from '../../../model/brief.ts';
import { briefOf, libraryText, shopText } from '../../../testing/briefs.ts';
import { effects } from './effects.ts';

const settle = async (brief: Brief, change: (text: string) => string = (text) => text) => {
  const { claims, inputs } = effects.claims(designBackend(brief));
  const text = inputs.get(effectsPath) ?? '';
  const changed = change(text);
  const outcomes = await effects.prove(claims, (path) =>
    path === effectsPath ? changed : (inputs.get(path) ?? ''),
  );
  return { isChanged: changed !== text, outcomes };
};

const shop = briefOf(shopText);

test('what the packs say is done holds', async () => {
  const { outcomes } = await settle(shop);
  expect(outcomes.length).toBeGreaterThan(11);
  expect(outcomes.filter(({ verdict }) => verdict.kind !== 'proved')).toEqual([]);
  const checkout = outcomes.find(({ claim }) => claim === 'effects/flow/checkout');
  expect(checkout?.measurements).toEqual({
    'failures taken back': 4,
    // The authorisation, and the voiding of it by what takes back.
    'requests to peers': 2,
    'messages published': 2,
    'consumers that took a message twice': 4,
  });
});

test('a design without effects claims nothing of them', () => {
  expect(effects.claims(designBackend(briefOf(libraryText))).claims).toEqual([]);
});

test.each([
  [
    'contexts with databases of their own',
    shopText.replace('choose: modular-monolith', 'choose: services-per-context'),
  ],
  ['products without variants', shopText.replace('variants: true', 'variants: false')],
  [
    'messages by webhook alone, orders without parcels',
    shopText
      .replace('channels: [email, webhook]', 'channels: [webhook]')
      .replace('retention: 10y }', 'retention: 10y, shipping: false }'),
  ],
])('%s have effects that hold', async (_, text) => {
  expect(text).not.toBe(shopText);
  const { outcomes } = await settle(briefOf(text));
  expect(outcomes.filter(({ verdict }) => verdict.kind !== 'proved')).toEqual([]);
});

test.each([
  {
    fault: 'a statement that reads another context',
    change: [/\{\s*"sql": "(select o\.cart as cart_id[^"]*)",\s*"at": "orders"\s*\}/, '{ "sql": "$1" }'],
    claim: 'effects/statements',
    why: 'cart on order.placed: orders.orders belongs to orders, not to cart',
  },
  {
    fault: 'a column that the schema has not',
    change: [/email_verified_at = now\(\)/, 'verified_at = now()'],
    claim: 'effects/statements',
    why: 'process User verify-email: 42703',
  },
  {
    fault: 'lines that are stored again',
    change: [/ where not exists \(select from orders\.order_lines x where x\.order_id = :order_id\)/g, ''],
    claim: 'effects/flow/checkout',
    why: 'run again, orders.order_lines has another row',
  },
  {
    fault: 'a compensation that forgets the stock level',
    change: [
      /set version = s\.version \+ 1, updated_at = now\(\), reserved = s\.reserved - freed\.quantity/g,
      'set on_hand = s.on_hand',
    ],
    claim: 'effects/flow/checkout',
    why: 'after "reserve stock for every line" a failure leads back, but a row of inventory.stock_levels is not as it was',
  },
  {
    fault: 'a compensation that leaves the order as it is',
    change: [
      /status = 'cancelled', cancelled_at = now\(\) where o\.id = :order_id and o\.status = 'placed'/g,
      "note = 'x' where o.id = :order_id and o.status = 'placed'",
    ],
    claim: 'effects/flow/checkout',
    why: 'a row of orders.orders stays placed',
  },
  {
    fault: 'a step and a consumer that give stock back twice',
    change: [
      /status = 'released' where r\.reference = :order_id and r\.status = 'held'/g,
      "status = 'released' where r.reference = :order_id",
    ],
    claim: 'effects/flow/cancellation',
    why: 'inventory, which on order.cancelled shall release the stock, ends with 23514',
  },
  {
    fault: 'a notification without a key',
    change: [/'order-placed:' \|\| :order_id::text/, "'order-placed:' || gen_random_uuid()::text"],
    claim: 'effects/flow/checkout',
    why: 'notifications, which on order.placed shall send the confirmation, changes more when the message comes twice: notifications.notifications has another row',
  },
] as const)('$fault is refuted', async ({ change: [from, to], claim, why }) => {
  const { isChanged, outcomes } = await settle(shop, (text) => text.replace(from, to));
  expect(isChanged).toBe(true);
  const verdict = outcomes.find((outcome) => outcome.claim === claim)?.verdict;
  expect(verdict?.kind === 'refuted' ? verdict.counterexample : verdict?.kind).toContain(why);
});

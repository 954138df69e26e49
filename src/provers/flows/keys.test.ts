import { expect, test } from 'vitest';
import { checkFlow } from './check.ts';
import { readFlow } from './language/read-flow.ts';

function checked(text: string) {
  const read = readFlow(text);
  if (read.kind !== 'flow') throw new Error(JSON.stringify(read.problems));
  return checkFlow('flow.yaml', read.flow, read.place).outcome;
}

const verdict = (text: string): string => checked(text).verdict.kind;

/** A person pays in the shop and in the app; both ask the provider for the same order. */
const twoCallers = (one: string, other: string): string => `flow: two-callers
each: order
participants: { shop: service, app: service, bank: external }
records: { charges: { at: bank, values: times } }
processes:
  shop-pays: { at: shop, on: request, steps: [{ call: bank, does: { charges: charges + 1 }, key: ${one}, timeout: true }] }
  app-pays: { at: app, on: request, steps: [{ call: bank, does: { charges: charges + 1 }, key: ${other}, timeout: true }] }
always: [{ at-most-once: charges }]
`;

test('two processes that send the same key send one', () => {
  expect(verdict(twoCallers('order id', 'order id'))).toBe('proved');
  expect(verdict(twoCallers('id of the shop', 'id of the app'))).toBe('refuted');
});

/** Each request is about the one order there is. */
const oneOrder = (keys: string): string => `flow: one-order
each: request
participants: { shop: service, bank: external }
records: { charges: { at: bank, values: times, shared: true } }
${keys}
processes:
  pay: { at: shop, on: request, steps: [{ call: bank, does: { charges: charges + 1 }, key: order id, timeout: true }] }
always: [{ that: charges <= 1, says: the order is charged once }]
`;

test('instances share a key that is declared as shared; else it is another one for each, and that is told', () => {
  expect(verdict(oneOrder('keys: { order id: { shared: true } }'))).toBe('proved');
  const apart = checked(oneOrder(''));
  expect(apart.verdict.kind).toBe('refuted');
  expect(apart.incomplete.join()).toContain('"order id" is taken for another one for each request');
  expect(checked(oneOrder('keys: { order id: { shared: false } }')).incomplete.join()).not.toContain(
    'order id',
  );
});

/** Two servers take the same request and record its key beside what they do. */
const twoServers = (inbox: string): string => `flow: two-servers
each: payment
participants: { shop: service }
records: { payments: { at: shop, values: times } }
processes:
  from-web: { at: shop, on: request, steps: [{ transaction: { payments: payments + 1 }${inbox} }] }
  from-app: { at: shop, on: request, steps: [{ transaction: { payments: payments + 1 }${inbox} }] }
always: [{ at-most-once: payments }]
`;

test('a key that one process has recorded is found by another of the same participant', () => {
  expect(verdict(twoServers(', inbox: Idempotency-Key'))).toBe('proved');
  expect(verdict(twoServers(''))).toBe('refuted');
});

/** The refund is asked for with the key of the charge. */
const refunded = (keys: string): string => `flow: refunded
each: order
participants: { shop: service, bank: external }
records: { charges: { at: bank, values: times }, refunds: { at: bank, values: times } }
${keys}
processes:
  pay:
    at: shop
    on: request
    durable: true
    steps:
      - { call: bank, does: { charges: charges + 1 }, key: order id, timeout: true, attempts: unlimited }
      - { call: bank, does: { refunds: refunds + 1 }, key: order id, timeout: true, attempts: unlimited }
ends: charges = 1 and refunds = 1
`;

test('one key for a charge and its refund is two, unless the participant takes it for one', () => {
  expect(verdict(refunded(''))).toBe('proved');
  expect(verdict(refunded('keys: { order id: { for: participant } }'))).toBe('refuted');
});

test('a key that no step has is told', () => {
  const read = readFlow(oneOrder('keys: { order: { shared: true } }'));
  expect(read).toMatchObject({
    kind: 'unreadable',
    problems: [{ line: 5, what: 'no step has the key order', next: 'Keys of steps are "order id".' }],
  });
});

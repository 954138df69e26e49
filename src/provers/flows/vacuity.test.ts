import { describe, expect, test } from 'vitest';
import { checkFlow } from './check.ts';
import { readFlow } from './language/read-flow.ts';

function outcomeOf(text: string) {
  const read = readFlow(text);
  if (read.kind !== 'flow') throw new Error(JSON.stringify(read.problems));
  return checkFlow('flow.yaml', read.flow, read.place).outcome;
}

const flow = (rules: string, steps = '[{ transaction: { order: paid } }]', more = ''): string => `flow: orders
each: order
participants: { shop: service, bank: external }
records:
  order: { at: shop, values: [open, paid, shipped] }
  charges: { at: bank, values: times }
  stock: { at: shop, values: -1..2, start: 2, shared: true }
channels: { placed: { delivery: at-least-once } }
locks: { till: {} }
processes:
  pay: { at: shop, on: request, steps: ${steps} }
${more}${rules}
`;

describe('a promise about what never comes about is not proved', () => {
  test.each([
    ['always: [{ at-most-once: charges }]', 'changes charges'],
    ['always: [{ not-negative: stock }]', 'changes stock'],
    ['always: [{ conserved: [stock] }]', 'changes stock'],
    ['always: [{ no-orphan: { charges: order } }]', 'changes charges'],
    ['always: [{ at-most-one: order = shipped }]', 'comes to order = shipped'],
    ['always: [{ that: order != shipped or charges = 1 }]', 'comes to order = shipped'],
    ['always: [{ that: not (order = shipped and charges = 0) }]', 'comes to order = shipped'],
    ['always: [{ that: stock = 2 }]', 'changes stock'],
    ['always: [{ free-while-calling: till }]', 'takes the lock till'],
    ['ends: { that: charges <= 1 }', 'changes charges'],
    ['eventually: [{ that: charges = 0 }]', 'changes charges'],
  ])('%s', (rules, what) => {
    const { verdict } = outcomeOf(flow(rules));
    expect(verdict).toMatchObject({
      kind: 'undecided',
      reason: expect.stringContaining(
        `nothing in this flow ever ${what}, and so nothing was at stake for this`,
      ),
    });
  });
});

test('the same promises are proved of a flow that comes to it', () => {
  const steps = `[{ lock: till },
      { call: bank, does: { charges: charges + 1 }, key: order id, timeout: true, attempts: unlimited },
      { unlock: till }, { transaction: { order: shipped, stock: stock - 1 } }]`;
  const rules = `always:
  - { at-most-once: charges }
  - { not-negative: stock }
  - { that: order != shipped or charges = 1 }
  - { no-orphan: { order: charges } }
`;
  expect(outcomeOf(flow(rules, steps)).verdict).toEqual({ kind: 'proved' });
});

test('a process that nothing starts, and an expectation nobody gets to', () => {
  const take = '  take: { at: shop, on: placed, steps: [{ transaction: { order: paid } }] }\n';
  expect(outcomeOf(flow('', undefined, take)).verdict).toMatchObject({
    kind: 'undecided',
    reason: 'nothing in this flow ever starts take: no placed arrives',
  });
  const look = '[{ wait: order = shipped, timeout: true }, { expect: order = shipped, says: it is shipped }]';
  expect(outcomeOf(flow('', look)).verdict).toMatchObject({
    reason: 'nothing in this flow ever gets as far as to look whether it is shipped',
  });
});

test('faults that can hit nothing, and steps nobody takes, are told beside a proof', () => {
  const steps = '[{ transaction: { order: paid } }, { transaction: { order: shipped }, if: stock < 0 }]';
  const { verdict, incomplete } = outcomeOf(flow('', steps));
  expect(verdict.kind).toBe('proved');
  expect(incomplete).toContain('faults: there is no place in this flow for a duplicate or a loss');
  expect(incomplete).toContain('never taken within the bounds: pay: stores order = shipped');
});

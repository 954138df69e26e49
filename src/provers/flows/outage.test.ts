import { describe, expect, test } from 'vitest';
import { checkFlow } from './check.ts';
import { readFlow } from './language/read-flow.ts';

const charge = (attempts: string, process = ''): string => `flow: charge
each: order
participants: { shop: service, bank: external }
records:
  order: { at: shop, values: [open, pending, paid, cancelled] }
  charges: { at: bank, values: times }
processes:
  pay:
    at: shop
    on: request
    durable: true
${process}    steps:
      - transaction: { order: pending }
        undo: { transaction: { order: cancelled } }
      - call: bank
        as: charge
        does: { charges: charges + 1 }
        key: order id
        timeout: true
        attempts: ${attempts}
      - transaction: { order: paid }
        pivot: true
always:
  - at-most-once: charges
ends:
  that: (order = paid and charges = 1) or (order = cancelled and charges = 0)
  says: charged when paid
`;

function verdictOf(text: string) {
  const read = readFlow(text);
  if (read.kind !== 'flow') throw new Error(JSON.stringify(read.problems));
  return checkFlow('flow.yaml', read.flow, read.place).outcome.verdict;
}

describe('attempts that are used up', () => {
  test.each(['1', '2', '3', '30'])('are searched with one loss: %s', (attempts) => {
    expect(verdictOf(charge(attempts)).kind).toBe('refuted');
  });

  test('are told as one outage', () => {
    expect(verdictOf(charge('5'))).toMatchObject({
      counterexample: expect.stringContaining('no attempt is answered (charge is done); the flow goes back'),
    });
  });

  test('are never used up where there is no end of them', () => {
    expect(verdictOf(charge('unlimited')).kind).toBe('proved');
  });

  test('set aside what may have happened and cannot be taken back, where there is a dead letter', () => {
    expect(verdictOf(charge('5', '    dead-letter: true\n')).kind).toBe('proved');
  });

  test('a refusal is not set aside: what was done before it stays, and that is told', () => {
    const refused = charge('5', '    dead-letter: true\n')
      .replace('        attempts: 5', '        attempts: 5\n        can: refuse')
      .replace('        undo: { transaction: { order: cancelled } }\n', '');
    expect(verdictOf(refused)).toMatchObject({ counterexample: expect.stringContaining('it gives up') });
  });

  test('are none without losses', () => {
    expect(verdictOf(`${charge('5')}bounds: { losses: 0 }\n`).kind).toBe('proved');
  });
});

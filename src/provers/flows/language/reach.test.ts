import { expect, test } from 'vitest';
import { readFlow } from './read-flow.ts';

const shipping = (step: string): string => `flow: shipping
each: order
participants: { shop: service, bank: external, copies: replica }
records:
  order: { at: shop, values: [open, shipped] }
  refunds: { at: bank, values: 0..2 }
  known: { at: copies, values: 0..2, copy-of: refunds }
processes:
  ship: { at: shop, on: request, steps: [${step}] }
always: [{ that: order = open or refunds = 0 }]
`;

function problems(step: string): readonly string[] {
  const read = readFlow(shipping(step));
  return read.kind === 'flow' ? [] : read.problems.map(({ what }) => what);
}

const unseen = ['refunds is stored at bank, and this step cannot look there'];

test('no step decides or writes by what another participant stores at that moment', () => {
  expect(problems('{ transaction: { order: shipped }, require: refunds = 0 }')).toEqual(unseen);
  expect(problems('{ transaction: { order: shipped }, if: refunds = 0 }')).toEqual(unseen);
  expect(problems('{ transaction: { order: refunds } }')).toEqual(unseen);
  expect(problems('{ call: bank, if: refunds = 0, does: { refunds: refunds + 1 } }')).toEqual(unseen);
});

test('the other side of a call and a copy may be asked', () => {
  expect(problems('{ call: bank, require: refunds = 0, does: { refunds: refunds + 1 } }')).toEqual([]);
  expect(problems('{ transaction: { order: shipped }, require: known = 0 }')).toEqual([]);
  expect(problems('{ wait: refunds = 0 }, { transaction: { order: shipped } }')).toEqual([]);
});

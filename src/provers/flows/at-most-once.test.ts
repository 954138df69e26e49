import { expect, test } from 'vitest';
import { checkFlow } from './check.ts';
import { readFlow } from './language/read-flow.ts';

const mail = (bounds: string): string => `flow: mail
each: order
participants: { shop: external, mailer: service }
records: { mails: { at: mailer, values: times } }
channels: { confirmed: { delivery: at-most-once } }
processes:
  confirm: { at: shop, on: request, steps: [{ publish: confirmed }] }
  send: { at: mailer, on: confirmed, steps: [{ transaction: { mails: mails + 1 } }] }
always: [{ at-most-once: mails }]
ends: { that: mails = 1, says: each order has its mail }
bounds: ${bounds}
`;

function verdict(text: string) {
  const read = readFlow(text);
  if (read.kind !== 'flow') throw new Error(JSON.stringify(read.problems));
  return checkFlow('flow.yaml', read.flow, read.place).outcome.verdict;
}

test('a message that is gone when it is taken is lost with a worker that crashes before its first step', () => {
  expect(verdict(mail('{ losses: 0 }'))).toMatchObject({
    kind: 'refuted',
    counterexample: expect.stringContaining('crashes with confirmed taken, before this: stores mails'),
  });
  expect(verdict(mail('{ losses: 0, crashes: 0 }')).kind).toBe('proved');
});

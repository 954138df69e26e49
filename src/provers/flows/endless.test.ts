import { expect, test } from 'vitest';
import { checkFlow } from './check.ts';
import { readFlow } from './language/read-flow.ts';

const poisoned = (ends: string, rest = ''): string => `flow: poisoned
each: order
participants: { caller: client, shop: service }
records:
  order: { at: shop, values: [open, done] }
  flag: { at: shop, values: [no, yes] }
channels: { placed: { delivery: at-least-once } }
processes:
  place:
    at: caller
    on: request
    steps:
      - publish: placed
  handle:
    at: shop
    on: placed
${rest}    steps:
      - transaction: { order: done }
        require: flag = yes
${ends}`;

const done = 'ends: { that: order = done, says: order is done }\n';

function outcomeOf(text: string) {
  const read = readFlow(text);
  if (read.kind !== 'flow') throw new Error(JSON.stringify(read.problems));
  return checkFlow('flow.yaml', read.flow, read.place);
}

test('an end that is never reached is a promise that is not kept', () => {
  const { outcome, findings } = outcomeOf(poisoned(done));
  expect(outcome.verdict).toMatchObject({
    kind: 'refuted',
    counterexample: expect.stringMatching(
      /^this goes on for ever, and never comes to an end where this holds: order is done\n1\. .*\nand then for ever:\n2\./,
    ),
  });
  expect(findings.map(({ rule }) => rule)).toEqual(['unbounded-retry']);
});

test('nor is one that only some ways lead to', () => {
  const repair = `  repair:
    at: shop
    on: fault
    steps:
      - transaction: { flag: yes }
`;
  expect(outcomeOf(`${poisoned('')}${repair}${done}`).outcome.verdict.kind).toBe('refuted');
});

test('what is set aside has ended, and what promises no end may go on', () => {
  const aside = poisoned(done, '    attempts: 3\n    dead-letter: true\n');
  const { claim, outcome } = outcomeOf(aside);
  expect(outcome.verdict.kind).toBe('proved');
  expect(claim.statement).toContain('order is done, unless it is set aside for a person');
  expect(outcomeOf(poisoned('')).outcome.verdict.kind).toBe('proved');
});

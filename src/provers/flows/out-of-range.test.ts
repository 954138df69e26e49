import { expect, test } from 'vitest';
import { checkFlow } from './check.ts';
import { readFlow } from './language/read-flow.ts';

function verdictOf(text: string) {
  const read = readFlow(text);
  if (read.kind !== 'flow') throw new Error(JSON.stringify(read.problems));
  return checkFlow('flow.yaml', read.flow, read.place).outcome.verdict;
}

const counting = (values: string, more = '', always = 'n >= 0'): string => `flow: counting
each: job
participants: { a: service }
records: { n: { at: a, values: ${values}, shared: true } }
processes:
  add: { at: a, on: request, steps: [{ transaction: { n: n + 1 }${more} }] }
always: [{ that: ${always} }]
`;

test('a proof never rests on a value that was cut to its range', () => {
  expect(verdictOf(counting('0..1'))).toMatchObject({
    kind: 'undecided',
    reason: expect.stringMatching(
      /^n would leave its values, 0\.\.1, after 1 step, when a stores n = n \+ 1; /,
    ),
  });
  expect(verdictOf(counting('0..2')).kind).toBe('proved');
  expect(verdictOf(counting('0..1', ', require: n < 1')).kind).toBe('proved');
});

test('what is at fault before a value leaves its range is refuted all the same', () => {
  expect(verdictOf(counting('0..1', '', 'n < 1')).kind).toBe('refuted');
});

test('times stands for twice or more where nobody can tell, and says so where somebody could', () => {
  const three = (always: string): string =>
    counting('times', '', always).replace('processes:', 'bounds: { instances: 3 }\nprocesses:');
  expect(verdictOf(three('n >= 0')).kind).toBe('proved');
  expect(verdictOf(three('n <= 1')).kind).toBe('refuted');
  expect(verdictOf(three('n < 3'))).toMatchObject({
    kind: 'undecided',
    reason: expect.stringContaining('times'),
  });
});

test('a value that falls below its range is told as well', () => {
  const less = counting('0..2').replace('n + 1', 'n - 1');
  expect(verdictOf(less)).toMatchObject({
    kind: 'undecided',
    reason: expect.stringContaining('n would leave'),
  });
});

test('every copy of a message is told apart, and more than there is room for are told', () => {
  const many = (copies: number): string => `flow: many
each: order
participants: { a: service, b: service }
records: { n: { at: b, values: 0..30 } }
channels: { told: { delivery: at-least-once } }
processes:
  tell:
    at: a
    on: request
    steps: [${Array.from({ length: copies }, () => '{ publish: told }').join(', ')}]
  take: { at: b, on: told, steps: [{ transaction: { n: n + 1 } }] }
ends: n <= ${copies}
bounds: { instances: 1, crashes: 0, duplicates: 0, losses: 0 }
`;
  expect(verdictOf(many(5)).kind).toBe('proved');
  expect(verdictOf(many(20))).toMatchObject({
    kind: 'undecided',
    reason: expect.stringContaining('there would be more copies of told than are told apart'),
  });
});

test('an ordered channel holds back nobody: more than it has room for is told', () => {
  const queued = (messages: number): string => {
    const sent = Array.from({ length: messages }, () => '{ publish: told }').join(', ');
    return `flow: queued
each: order
participants: { a: client, b: client }
records: { n: { at: b, values: 0..30 } }
channels: { told: { delivery: at-least-once, ordered: true } }
processes:
  tell: { at: a, on: request, steps: [${sent}] }
  take: { at: b, on: told, steps: [{ transaction: { n: n + 1 } }] }
ends: n = ${messages}
bounds: { instances: 1, crashes: 0, duplicates: 0, losses: 0 }
`;
  };
  expect(verdictOf(queued(5)).kind).toBe('proved');
  expect(verdictOf(queued(9))).toMatchObject({
    kind: 'undecided',
    reason: expect.stringContaining('there would be more messages waiting in told than are told apart'),
  });
});

import { expect, test } from 'vitest';
import { checkFlow } from './check.ts';
import { readFlow } from './language/read-flow.ts';

function verdict(text: string): string {
  const read = readFlow(text);
  if (read.kind !== 'flow') throw new Error(JSON.stringify(read.problems));
  return checkFlow('flow.yaml', read.flow, read.place).outcome.verdict.kind;
}

/** Adds to a file under a lease; the job stores in its database that it has begun before it reads. */
const twoStores = (read: string): string => `flow: two-stores
each: worker
participants: { job: service, files: store }
records:
  file: { at: files, values: 0..3, shared: true }
  begun: { at: job, values: 0..1 }
  done: { at: job, values: 0..1 }
locks: { writer: { expires: true } }
processes:
  add:
    at: job
    on: request
    steps:
      - lock: writer
      - { transaction: { begun: 1 }, fenced: writer }
      - { read: { seen: file }${read} }
      - { write: { file: seen + 1 }, fenced: writer }
      - transaction: { done: 1 }
      - unlock: writer
always: [{ that: file >= sum(done), says: who is done has been counted }]
`;

test('a store knows the numbers of a lease that it was shown itself, and none that another has seen', () => {
  expect(verdict(twoStores(''))).toBe('refuted');
  expect(verdict(twoStores(', fenced: writer'))).toBe('proved');
});

/** Two services that add to one file under one lease. */
const twoWriters = `flow: two-writers
each: run
participants: { app: service, report: service, files: store }
records:
  file: { at: files, values: 0..4, shared: true }
  added: { at: app, values: 0..1 }
  reported: { at: report, values: 0..1 }
locks: { writer: { expires: true } }
processes:
${['app added', 'report reported']
  .map((names) => names.split(' '))
  .map(
    ([at = '', done = '']) => `  ${at}:
    at: ${at}
    on: request
    steps:
      - lock: writer
      - { read: { seen: file }, fenced: writer }
      - { write: { file: seen + 1 }, fenced: writer }
      - transaction: { ${done}: 1 }
      - unlock: writer`,
  )
  .join('\n')}
always: [{ that: file >= sum(added) + sum(reported), says: who is done has been counted }]
`;

test('a store compares the numbers of a lease whoever writes to it', () => {
  expect(verdict(twoWriters)).toBe('proved');
});

/** Adds under a lock, in a process that goes on after a crash. */
const durable = (lock: string, fenced: string): string => `flow: durable
each: worker
participants: { app: service }
records:
  total: { at: app, values: 0..4, shared: true }
  done: { at: app, values: 0..1 }
locks: { counter: ${lock} }
processes:
  add:
    at: app
    on: request
    durable: true
    steps:
      - lock: counter
      - { read: { seen: total }${fenced} }
      - { transaction: { total: seen + 1, done: 1 }${fenced} }
      - unlock: counter
always: [{ that: total >= sum(done), says: no addition is lost }]
`;

test('a durable process that crashes goes on without its lock, and with the number of its lease', () => {
  expect(verdict(durable('{}', ''))).toBe('refuted');
  expect(verdict(`${durable('{}', '')}bounds: { crashes: 0 }\n`)).toBe('proved');
  expect(verdict(durable('{ expires: true }', ', fenced: counter'))).toBe('proved');
});

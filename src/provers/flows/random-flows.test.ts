import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { checkMachine } from '../../model-checking/check.ts';
import { advise } from './advice/advise.ts';
import { adviceRules } from './advice/all.ts';
import { counterexampleText, sequenceDiagram } from './counterexample.ts';
import { readFlow } from './language/read-flow.ts';
import { buildMachine } from './machine/build-machine.ts';
import { settleFlow } from './settle-flow.ts';

type Part = Readonly<Record<string, unknown>>;

const some = (part: Part): fc.Arbitrary<Part> => fc.constantFrom(part, {});

const all = (...parts: readonly fc.Arbitrary<Part>[]): fc.Arbitrary<Part> =>
  fc.tuple(...parts).map((chosen): Part => Object.assign({}, ...chosen));

const transaction = all(
  fc.constantFrom<Part>({ transaction: { own: 'done' } }, { transaction: { own: 'none', sum: 'sum + 1' } }),
  some({ if: 'own = none' }),
  some({ require: 'sum <= 2' }),
  some({ can: 'refuse' }),
  some({ outbox: ['first'] }),
  some({ pivot: true }),
  some({ undo: { transaction: { own: 'none' } } }),
);

const call = all(
  fc.constantFrom<Part>(
    { call: 'other', does: { taken: 'taken + 1' } },
    { call: 'peer', does: { charged: 'charged + 1' } },
  ),
  some({ key: 'order id' }),
  some({ timeout: true }),
  fc.constantFrom<Part>({}, { attempts: 2 }, { attempts: 'unlimited' }),
  fc.constantFrom<Part>({}, { can: 'refuse' }, { can: ['refuse', 'fail'] }),
);

const compensated = all(
  fc.constant<Part>({ call: 'peer', does: { charged: 'charged + 1' } }),
  some({ timeout: true }),
  fc.constant<Part>({ undo: { call: 'peer', does: { charged: 'charged - 1' }, timeout: true } }),
);

const plain = fc.constantFrom<Part>(
  { publish: 'first' },
  { publish: 'second' },
  { read: { seen: 'own' } },
  { read: { old: 'copy' } },
  { write: { cached: 'done' }, unchanged: 'cached' },
  { wait: 'copy = own', timeout: true },
  { expect: 'copy = own' },
  { lock: 'lease' },
);

/** A lock is taken before it is given back or compared. */
const underLock = fc
  .tuple(transaction, some({ fenced: 'lease' }), fc.boolean())
  .map(([step, fenced, isFreed]): readonly Part[] => [
    { lock: 'lease' },
    { ...step, ...fenced },
    ...(isFreed ? [{ unlock: 'lease' }] : []),
  ]);

const steps = fc
  .array(
    fc.oneof(
      fc.oneof(transaction, call, compensated, plain).map((step): readonly Part[] => [step]),
      underLock,
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((parts) => parts.flat());

const consumer = all(
  fc.constantFrom<Part>({ transaction: { taken: 'taken + 1' } }),
  some({ inbox: true }),
  some({ newest: true }),
  some({ can: 'refuse' }),
).map((step): Part => ({ at: 'other', on: 'first', steps: [step] }));

const flow = fc
  .record({
    steps,
    durable: fc.boolean(),
    repeated: fc.boolean(),
    ordered: fc.boolean(),
    consumer,
    limit: fc.constantFrom<Part>({}, { attempts: 2 }, { attempts: 1, 'dead-letter': true }),
    delivery: fc.constantFrom('at-least-once', 'at-most-once'),
  })
  .map(({ steps: own, durable, repeated, ordered, consumer: takes, limit, delivery }) =>
    stringify({
      flow: 'random',
      each: 'order',
      participants: {
        here: 'service',
        other: 'service',
        peer: 'external',
        cache: 'cache',
        replica: 'replica',
      },
      records: {
        own: { at: 'here', values: ['none', 'done'] },
        sum: { at: 'here', values: '-1..3', shared: true },
        copy: { at: 'replica', values: ['none', 'done'], 'copy-of': 'own' },
        cached: { at: 'cache', values: ['none', 'done'], expires: true },
        taken: { at: 'other', values: 'times' },
        charged: { at: 'peer', values: 'times' },
      },
      channels: { news: { delivery, ordered, messages: ['first', 'second'] } },
      locks: { lease: { expires: true } },
      processes: {
        run: { at: 'here', on: 'request', durable, repeated, steps: own },
        take: { ...takes, ...limit },
      },
      always: [{ 'at-most-once': 'charged' }, { 'no-orphan': { taken: 'own' } }],
      ends: 'own = done',
      bounds: { instances: 1, crashes: 1, duplicates: 1, losses: 1, states: 20_000 },
    }),
  );

function read(text: string) {
  const answer = readFlow(text);
  if (answer.kind !== 'flow') throw new Error(`${JSON.stringify(answer.problems)}\n${text}`);
  return answer.flow;
}

test('every flow that is read becomes a machine that can be searched, and its fault a way that can be told', () => {
  fc.assert(
    fc.property(flow, (text) => {
      const settled = settleFlow(read(text));
      if (settled.checked.kind !== 'violated') return;
      expect(counterexampleText(settled, settled.checked)).toContain('1. ');
      expect(sequenceDiagram(settled, settled.checked)).toMatch(/^sequenceDiagram\n/);
    }),
    { numRuns: 60 },
  );
});

test('every change that some advice makes gives a flow that can be searched', () => {
  fc.assert(
    fc.property(flow, (text) => {
      for (const advice of adviceRules)
        for (const change of advice.changes(read(text))) {
          const machine = buildMachine(change.flow);
          const { kind } = checkMachine(machine, { mostStates: 1000, symmetry: false, partialOrder: false });
          // A change may let a lease be given out more often than its numbers are told apart: that is told.
          expect(['holds', 'violated', 'too-large', 'out-of-range']).toContain(kind);
          expect(change.places.length).toBeGreaterThan(0);
        }
    }),
    { numRuns: 20 },
  );
});

test('what is advised was refuted before and holds after', () => {
  fc.assert(
    fc.property(flow, (text) => {
      const present = settleFlow(read(text));
      const advised = advise(present.flow, present);
      if (advised.length > 0) expect(present.checked.kind).toBe('violated');
      for (const { rules, settled } of advised) {
        expect(settled.checked.kind).toBe('holds');
        // None of the changes can be left out: fewer were tried before.
        expect(rules.length).toBeLessThanOrEqual(3);
      }
    }),
    { numRuns: 8 },
  );
});

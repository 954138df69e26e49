import { expect, test } from 'vitest';
import { checkMachine } from './check.ts';
import type { Expression, Machine } from './machine.ts';
import { promela } from './promela.ts';
import { bytesFor, mostStatesFor } from './state-store.ts';
import { tlaPlus } from './tla.ts';

const one: Expression = { kind: 'number', value: 1 };
const counter: Machine = {
  name: 'counter',
  instances: 1,
  local: [{ name: 'own', most: 1, start: 0 }],
  global: [{ name: 'ticks', most: 3, start: 0 }],
  steps: [
    {
      id: 'tick',
      each: false,
      when: one,
      outcomes: [
        {
          assign: [
            {
              variable: 'ticks',
              value: { kind: 'add', left: { kind: 'variable', name: 'ticks' }, right: one },
            },
          ],
        },
      ],
      isFault: false,
      says: { from: 'clock', words: 'ticks' },
    },
  ],
  invariants: [],
  eventually: [],
};
const search = { mostStates: 100, symmetry: true, partialOrder: true };

const [tick] = counter.steps;
const withStep = (change: object): Machine => ({
  ...counter,
  steps: tick ? [{ ...tick, ...change }] : [],
});
const deep = Array.from({ length: 300 }).reduce<Expression>((of) => ({ kind: 'not', of }), one);

test.each([
  [{ ...counter, instances: 0 }, 'counter: instances is 0; it must be a whole number from 1 up'],
  [
    withStep({ when: { kind: 'variable', name: 'tocks' } }),
    "counter: step 'tick', when: 'tocks' is not a variable; there are own, ticks",
  ],
  [
    withStep({ when: { kind: 'variable', name: 'own' } }),
    "counter: step 'tick', when: 'own' is local, and no instance is meant; use it under each, sum or count",
  ],
  [
    withStep({ when: { kind: 'self' } }),
    "counter: step 'tick', when: 'self' where no instance is meant; use it under each, sum or count",
  ],
  [withStep({ outcomes: [] }), "counter: step 'tick' has no outcome: give it one, or leave it out"],
  [withStep({ when: deep }), "counter: step 'tick', when: nested deeper than 200; make it flatter"],
  [
    withStep({ when: { kind: 'number', value: 1.5 } }),
    "counter: step 'tick', when: 1.5 is not a whole number",
  ],
  [
    { ...counter, global: [{ name: 'ticks', most: 3, start: 4 }] },
    "counter: variable 'ticks' starts at 4; it must be a whole number from 0 to 3",
  ],
  [
    { ...counter, global: [{ name: 'ticks', most: -1, start: 0 }] },
    "counter: variable 'ticks': most is -1; it must be a whole number from 0 to 2147483647",
  ],
  [
    { ...counter, global: [{ name: 'own', most: 3, start: 0 }] },
    "counter: variable 'own' is declared twice: rename one",
  ],
  [
    { ...counter, global: [{ name: 'ticks', most: 3, start: 0, isInstance: true }] },
    "counter: variable 'ticks' holds an instance, so most must be 1 (instances), not 3",
  ],
] as const)('an ill-formed machine is told what is wrong and where: %#', (machine, message) => {
  for (const ask of [() => checkMachine(machine, search), () => promela(machine), () => tlaPlus(machine)])
    expect(ask).toThrow(new RangeError(message));
});

test('values stay in their range', () => {
  const counts = { states: 4, transitions: 4, depth: 3, unreached: [], untaken: [] };
  expect(checkMachine(counter, search)).toEqual({ kind: 'holds', ...counts });
});

test('a search stops at its bound and says how far it came', () => {
  const wide = { ...counter, global: [{ name: 'ticks', most: 2_000_000_000, start: 0 }] };
  expect(checkMachine(wide, search)).toMatchObject({ kind: 'too-large', states: 100 });
  expect(() => checkMachine(counter, { ...search, mostStates: 0 })).toThrow(
    'mostStates is 0; it must be a whole number from 1 up',
  );
});

test('the memory of a search is known before', () => {
  // Three words a state, as the saga of three orders has: 18 bytes each, and a table of twice as many places.
  expect(bytesFor(3, 2 ** 21)).toBe(2 ** 21 * 18 + 2 ** 22 * 4);
  expect(mostStatesFor(3)).toBe(357_913_941);
});

test('names are no code: text of a machine reaches neither the generated search nor the end of a comment', () => {
  const name = "');process.exit(1);//*/\n end";
  const machine: Machine = {
    ...counter,
    name,
    global: [{ name, most: 3, start: 0 }],
    steps: counter.steps.map((step) => ({
      ...step,
      id: name,
      outcomes: [{ assign: [{ variable: name, value: one }] }],
      says: { from: name, words: name },
    })),
    invariants: [{ id: name, each: false, holds: { kind: 'variable', name }, says: name }],
  };
  expect(checkMachine(machine, search)).toMatchObject({ kind: 'violated', property: name, trace: [] });
  expect(promela(machine)).not.toContain('exit(1)');
  expect(tlaPlus(machine).module).not.toContain('exit(1)');
});

test('records of several words and variables of 31 bits are kept whole', () => {
  const most = 2 ** 31 - 1;
  const wide: Machine = {
    ...counter,
    instances: 2,
    local: Array.from({ length: 5 }, (_, at) => ({ name: `wide ${at}`, most, start: most - at })),
    steps: counter.steps.map((step) => ({
      ...step,
      each: true,
      outcomes: [{ assign: [{ variable: 'wide 4', value: { kind: 'number', value: most } }] }],
    })),
  };
  expect(checkMachine(wide, { ...search, symmetry: false, partialOrder: false })).toMatchObject({
    kind: 'holds',
    states: 4,
  });
  expect(checkMachine(wide, search)).toMatchObject({ kind: 'holds', states: 3 });
});

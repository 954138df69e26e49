import { expect, test } from 'vitest';
import { checkMachine } from './check.ts';
import { all, always, equal, minus, not, set } from './examples/expressions.ts';
import type { Assignment, Expression, Machine, MachineStep } from './machine.ts';

const step = (id: string, when: Expression, assign: readonly Assignment[], isFault = false): MachineStep => ({
  id,
  each: false,
  when,
  outcomes: [{ assign }],
  isFault,
  says: { from: 'someone', words: id },
});

/** Bits, and steps that write some of them. */
const machine = (steps: readonly MachineStep[], holds: Expression, ends: Expression = always): Machine => ({
  name: 'two bits',
  instances: 1,
  local: [],
  global: [
    { name: 'left', most: 1, start: 0 },
    { name: 'right', most: 1, start: 0 },
    { name: 'seen', most: 1, start: 0 },
  ],
  steps,
  invariants: [{ id: 'safe', each: false, holds, says: 'It is safe.' }],
  ends: { each: false, holds: ends, says: 'It ends well.' },
  eventually: [],
});

const reduced = { mostStates: 100, symmetry: false, partialOrder: true };
const setLeft = step('left', equal('left', 0), [set('left', 1)]);
const setRight = step('right', equal('right', 0), [set('right', 1)]);
const onlyRight = all(equal('left', 0), equal('right', 1));

test('one order of steps nobody sees is enough', () => {
  const both = machine([setLeft, setRight], always, all(equal('left', 1), equal('right', 1)));
  expect(checkMachine(both, reduced)).toMatchObject({ kind: 'holds', states: 3 });
  expect(checkMachine(both, { ...reduced, partialOrder: false })).toMatchObject({ kind: 'holds', states: 4 });
});

test.each([[[setLeft, setRight]], [[setRight, setLeft]]])(
  'a step that an invariant sees is not put first: %#',
  (steps) => {
    expect(checkMachine(machine(steps, not(onlyRight)), reduced)).toMatchObject({
      kind: 'violated',
      property: 'safe',
    });
  },
);

test('a step is not put off for ever by others that go round and round', () => {
  const turn = step('turn', always, [set('left', minus(1, 'left'))]);
  expect(checkMachine(machine([turn, setRight], equal('right', 0)), reduced)).toMatchObject({
    kind: 'violated',
    property: 'safe',
    trace: [{ step: 'right' }],
  });
});

test('a fault is not put first: where it does not happen, all may be stuck', () => {
  const fault = step('fault', equal('left', 0), [set('left', 1)], true);
  const checked = checkMachine(machine([fault, setRight], always, not(onlyRight)), reduced);
  expect(checked).toMatchObject({ kind: 'violated', property: 'ends', trace: [{ step: 'right' }] });
});

test('a step is not put before one that makes it impossible', () => {
  const careful = step('careful', equal('left', 0), [set('right', 1)]);
  const checked = checkMachine(
    machine([careful, setLeft], always, not(all(equal('left', 1), equal('right', 0)))),
    reduced,
  );
  expect(checked).toMatchObject({ kind: 'violated', property: 'ends', trace: [{ step: 'left' }] });
});

test('a step is not put before one that makes a third possible, which it makes impossible', () => {
  const third = step('third', all(equal('right', 1), equal('left', 0)), [set('left', 1), set('seen', 1)]);
  const checked = checkMachine(machine([setLeft, setRight, third], always, equal('seen', 0)), reduced);
  expect(checked).toMatchObject({
    kind: 'violated',
    property: 'ends',
    trace: [{ step: 'right' }, { step: 'third' }],
  });
});

import { expect, test } from 'vitest';
import { checkMachine } from './check.ts';
import { equal, set, unequal } from './examples/expressions.ts';
import { lock } from './examples/lock.ts';
import { sagaOutbox } from './examples/saga-outbox.ts';
import type { Checked, Machine } from './machine.ts';

const check = (machine: Machine): Checked =>
  checkMachine(machine, { mostStates: 20_000, symmetry: true, partialOrder: true });

const told = (
  steps: readonly { readonly step: string; readonly instance: number }[] | undefined,
): readonly string[] =>
  (steps ?? []).map(({ step, instance }) => (instance === 0 ? step : `${step}(${instance})`));

test('a lock that whoever comes may take keeps one worker waiting for ever', () => {
  const checked = check(lock(2, 'test-and-set'));
  if (checked.kind !== 'violated') throw new Error(checked.kind);
  expect(checked.property).toBe('not-kept-waiting');
  // The nearest state from which it can go on so: worker 1 asks and is never asked again, though it could be now and then.
  expect(told(checked.trace)).toEqual(['ask(1)']);
  expect(told(checked.loop)).toEqual(['ask(2)', 'enter(2)', 'leave(2)']);
});

test('a lock with a queue lets everybody in', () => {
  expect(check(lock(2, 'queue')).kind).toBe('holds');
  expect(check(lock(3, 'queue')).kind).toBe('holds');
});

const settled = (machine: Machine): Machine => ({
  ...machine,
  eventually: [
    { id: 'settled', each: true, holds: machine.ends?.holds ?? equal(0, 0), says: 'Every order is settled.' },
  ],
});
const saga = settled(sagaOutbox({ orders: 1, crashes: 1, duplicates: 1, idempotent: true }));

test('the saga settles every order, whatever crashes and is delivered twice', () => {
  expect(check(saga)).toMatchObject({ kind: 'holds', states: 393 });
});

test('where the relay never tries again after a crash, the order waits for ever', () => {
  const { ends: _, ...withoutEnds } = saga;
  const tired: Machine = {
    ...withoutEnds,
    global: [...saga.global, { name: 'relayDown', most: 1, start: 0 }],
    steps: saga.steps.map((step) => {
      if (step.id === 'relay-crash')
        return {
          ...step,
          outcomes: step.outcomes.map(({ assign }) => ({ assign: [...assign, set('relayDown', 1)] })),
        };
      return step.id.startsWith('publish-')
        ? { ...step, when: { kind: 'all', of: [step.when, equal('relayDown', 0)] } }
        : step;
    }),
  };
  const checked = check(tired);
  if (checked.kind !== 'violated') throw new Error(checked.kind);
  expect(checked.property).toBe('settled');
  // It stays where it is: nothing is left to do, and the row is still in the outbox.
  expect(checked.loop).toEqual([]);
  expect(told(checked.trace)[0]).toBe('place(1)');
});

test('a consumer that never acknowledges is given the same message for ever', () => {
  const endless: Machine = {
    name: 'message without acknowledgement',
    instances: 1,
    local: [{ name: 'state', most: 2, start: 0, words: ['queued', 'held', 'done'] }],
    global: [],
    steps: [
      {
        id: 'deliver',
        each: true,
        when: equal('state', 0),
        outcomes: [{ assign: [set('state', 1)] }],
        isFault: false,
        says: { from: 'broker', words: 'delivers' },
      },
      {
        id: 'requeue',
        each: true,
        when: equal('state', 1),
        outcomes: [{ assign: [set('state', 0)] }],
        isFault: false,
        says: { from: 'consumer', words: 'fails' },
      },
    ],
    invariants: [],
    eventually: [
      { id: 'done', each: true, holds: equal('state', 2), says: 'The message is worked on in the end.' },
    ],
  };
  expect(check(endless)).toMatchObject({
    kind: 'violated',
    property: 'done',
    trace: [],
    loop: [{ step: 'deliver' }, { step: 'requeue' }],
  });
});

test('a step that stays possible is taken: without fairness a worker might idle for ever', () => {
  const { eventually: _, ...machine } = lock(1, 'test-and-set');
  const asks = { id: 'asks', each: true, holds: unequal('at', 0), says: 'The worker asks.' };
  expect(check({ ...machine, eventually: [asks] }).kind).toBe('holds');
  const idles = { ...machine, steps: machine.steps.map((step) => ({ ...step, isFault: true })) };
  expect(check({ ...idles, eventually: [asks] })).toMatchObject({ kind: 'violated', trace: [], loop: [] });
});

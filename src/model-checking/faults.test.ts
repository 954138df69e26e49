import { expect, test } from 'vitest';
import { nearestFaults, plainGraph } from '../testing/reference-checker.ts';
import { checkMachine } from './check.ts';
import { boundedBuffer } from './examples/bounded-buffer.ts';
import { all, equal, more, not, set, take, unequal } from './examples/expressions.ts';
import { lease } from './examples/lease.ts';
import { lock } from './examples/lock.ts';
import { sagaOutbox } from './examples/saga-outbox.ts';
import { twoPhaseCommit } from './examples/two-phase-commit.ts';
import type { Assignment, Expression, Machine, MachineStep } from './machine.ts';

const orders = { orders: 1, crashes: 1, duplicates: 1 };
const saga = sagaOutbox({ ...orders, idempotent: true });

/** The machine with one step done otherwise. */
const changed = (machine: Machine, id: string, change: (step: MachineStep) => MachineStep): Machine => {
  expect(machine.steps.map((step) => step.id)).toContain(id);
  return { ...machine, steps: machine.steps.map((step) => (step.id === id ? change(step) : step)) };
};

const doing =
  (...assign: readonly Assignment[]) =>
  (step: MachineStep): MachineStep => ({ ...step, outcomes: [{ assign }] });

const doingAlso =
  (...more: readonly Assignment[]) =>
  (step: MachineStep): MachineStep => ({
    ...step,
    outcomes: step.outcomes.map((outcome) => ({ ...outcome, assign: [...outcome.assign, ...more] })),
  });

const when =
  (condition: Expression) =>
  (step: MachineStep): MachineStep => ({ ...step, when: condition });

const losing = (message: string): MachineStep => ({
  id: `lose-${message}`,
  each: true,
  when: more(message, 0),
  outcomes: [{ assign: [take(message)] }],
  isFault: true,
  says: { from: 'broker', words: `loses ${message}` },
});

/** Each with the property that fails and the fewest steps to it. */
const faults: readonly {
  readonly fault: string;
  readonly machine: Machine;
  readonly property: string;
  readonly steps: number;
}[] = [
  {
    fault: 'the payment provider honours no idempotency key',
    machine: sagaOutbox({ ...orders, idempotent: false }),
    property: 'charged-once',
    steps: 5,
  },
  {
    fault: 'the broker loses a message',
    machine: { ...saga, steps: [...saga.steps, losing('pay')] },
    property: 'ends',
    steps: 4,
  },
  {
    fault: 'a crash of the relay takes the outbox row with it, before it is published',
    machine: changed(
      changed(saga, 'publish-pay', doing(set('relayHolds', { kind: 'self' }))),
      'relay-crash',
      doingAlso({ variable: 'outbox', of: 'relayHolds', value: { kind: 'number', value: 0 } }),
    ),
    property: 'ends',
    steps: 3,
  },
  {
    fault: 'a rejection cancels the order and asks for no refund',
    machine: changed(saga, 'order-rejected', doing(take('rejected'), set('order', 4))),
    property: 'ends',
    steps: 10,
  },
  {
    fault: 'the order asks for the reservation at once, and is done when it has it',
    machine: changed(
      changed(saga, 'place', doing(set('order', 1), set('outbox', 2))),
      'order-reserved',
      (step) => ({ ...step, when: more('reserved', 0) }),
    ),
    property: 'done-is-paid',
    steps: 4,
  },
  {
    fault: 'the outbox slot is overwritten while the relay still holds the row',
    machine: changed(saga, 'order-paid', when(all(more('paid', 0), equal('order', 1)))),
    property: 'ends',
    steps: 6,
  },
  {
    fault: 'refunds carry no idempotency key',
    machine: changed(
      saga,
      'refund',
      doing(take('refund'), {
        variable: 'refunds',
        value: {
          kind: 'add',
          left: { kind: 'variable', name: 'refunds' },
          right: { kind: 'number', value: 1 },
        },
      }),
    ),
    property: 'refunded-once',
    steps: 14,
  },
  {
    fault: 'the store takes writes without a fencing token',
    machine: lease(2, 2, false),
    property: 'not-overwritten',
    steps: 5,
  },
  {
    fault: 'the lock is looked at in one step and taken in another',
    machine: lock(2, 'test-then-set'),
    property: 'one-inside',
    steps: 6,
  },
  {
    fault: 'the coordinator is lost between the phases',
    machine: twoPhaseCommit(2, true),
    property: 'ends',
    steps: 3,
  },
  {
    fault: 'a participant that has voted yes aborts on its own',
    machine: changed(twoPhaseCommit(2, false), 'refuse', when(not(equal('at', 2)))),
    property: 'one-decision',
    steps: 5,
  },
  {
    fault: 'the coordinator commits on the first yes',
    machine: changed(
      twoPhaseCommit(2, false),
      'commit',
      when(all(equal('decision', 0), unequal('decision', 2), more({ kind: 'count', of: equal('at', 1) }, 0))),
    ),
    property: 'one-decision',
    steps: 4,
  },
  {
    fault: 'room is looked for in one step and used in another',
    machine: boundedBuffer(2, 1, true),
    property: 'within-capacity',
    steps: 4,
  },
];

test.each(faults)('$fault: $property fails after $steps steps', ({ machine, property, steps }) => {
  const graph = plainGraph(machine, 5000);
  if (graph === undefined) throw new Error(`${machine.name} has too many states to interpret`);
  const { broken, stuck } = nearestFaults(machine, graph);
  expect(property === 'ends' ? stuck : broken).toBe(steps);
  for (const symmetry of [false, true])
    for (const partialOrder of [false, true]) {
      const checked = checkMachine(machine, { mostStates: 5000, symmetry, partialOrder });
      expect(checked).toMatchObject({ kind: 'violated', property });
      expect(checked.kind === 'violated' && checked.trace).toHaveLength(steps);
    }
});

test.each([
  sagaOutbox({ ...orders, orders: 2, idempotent: true }),
  lease(3, 3, true),
  lock(3, 'queue'),
  twoPhaseCommit(4, false),
  boundedBuffer(4, 2, false),
])('$name without a fault holds', (machine) => {
  for (const symmetry of [false, true])
    for (const partialOrder of [false, true])
      expect(checkMachine(machine, { mostStates: 50_000, symmetry, partialOrder }).kind).toBe('holds');
});

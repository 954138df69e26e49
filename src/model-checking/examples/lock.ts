import type { Assignment, Expression, Machine, MachineStep } from '../machine.ts';
import { all, atMost, count, equal, less, plus, self, set, term, unequal } from './expressions.ts';

/**
 * `test-and-set`: whoever finds the lock free takes it in one step. `test-then-set`: looks first and takes it in
 * a second step. `queue`: who asks first is served first.
 */
export type LockKind = 'test-and-set' | 'test-then-set' | 'queue';

const at = { idle: 0, asking: 1, seenFree: 2, inside: 3 } as const;

/** Workers that enter a critical section one at a time, again and again. */
export function lock(workers: number, kind: LockKind): Machine {
  return {
    name: `lock by ${kind}`,
    instances: workers,
    local: [
      { name: 'at', most: 3, start: at.idle, words: ['idle', 'asking', 'saw it free', 'inside'] },
      ...(kind === 'queue' ? [{ name: 'ticket', most: workers - 1, start: 0 }] : []),
    ],
    global: [
      { name: 'holder', most: workers, start: 0, isInstance: true },
      ...(kind === 'queue' ? ['next', 'serving'].map((name) => ({ name, most: workers - 1, start: 0 })) : []),
    ],
    steps: stepsOf(kind, workers),
    invariants: [
      {
        id: 'one-inside',
        each: false,
        holds: atMost(count(equal('at', at.inside)), 1),
        says: 'At most one worker is inside.',
      },
    ],
    eventually: [
      {
        id: 'not-kept-waiting',
        each: true,
        holds: unequal('at', at.asking),
        says: 'A worker that asks gets in.',
      },
    ],
  };
}

function stepsOf(kind: LockKind, workers: number): readonly MachineStep[] {
  const ask = step('ask', 'asks', equal('at', at.idle), [set('at', at.asking)]);
  const leave = step('leave', 'leaves', equal('at', at.inside), [set('at', at.idle), set('holder', 0)]);
  const isFree = equal('holder', 0);
  switch (kind) {
    case 'test-and-set':
      return [
        ask,
        step('enter', 'finds the lock free and takes it', all(equal('at', at.asking), isFree), [
          set('at', at.inside),
          set('holder', self),
        ]),
        leave,
      ];
    case 'test-then-set':
      return [
        ask,
        step('look', 'sees the lock free', all(equal('at', at.asking), isFree), [set('at', at.seenFree)]),
        step('enter', 'takes the lock', equal('at', at.seenFree), [
          set('at', at.inside),
          set('holder', self),
        ]),
        leave,
      ];
    case 'queue':
      return queueSteps(workers);
  }
}

/** Tickets are numbered round and round: there are never more of them out than workers. */
const following = (variable: string, workers: number): Assignment => ({
  variable,
  value: {
    kind: 'if',
    when: less(variable, workers - 1),
    then: plus(variable, 1),
    otherwise: term(0),
  },
});

const queueSteps = (workers: number): readonly MachineStep[] => [
  step('ask', 'draws a ticket', equal('at', at.idle), [
    set('at', at.asking),
    set('ticket', 'next'),
    following('next', workers),
  ]),
  step('enter', 'is served', all(equal('at', at.asking), equal('ticket', 'serving'), equal('holder', 0)), [
    set('at', at.inside),
    set('holder', self),
  ]),
  step('leave', 'leaves and calls the next ticket', equal('at', at.inside), [
    set('at', at.idle),
    set('holder', 0),
    set('ticket', 0),
    following('serving', workers),
  ]),
];

function step(id: string, words: string, when: Expression, assign: readonly Assignment[]): MachineStep {
  return { id, each: true, when, outcomes: [{ assign }], isFault: false, says: { from: 'worker', words } };
}

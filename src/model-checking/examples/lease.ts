import type { Assignment, Expression, Machine, MachineStep } from '../machine.ts';
import { all, atMost, equal, less, not, plus, self, set, term, unequal } from './expressions.ts';

/**
 * Nodes that lead by a lease which can run out without their notice, and write to a store. With fencing the store
 * refuses a token older than one it has seen (Kleppmann, Designing Data-Intensive Applications, chapter 8).
 */
export function lease(nodes: number, terms: number, fencing: boolean): Machine {
  const isNotOld = not(less('token', 'newest'));
  return {
    name: fencing ? 'lease with fencing' : 'lease without fencing',
    instances: nodes,
    local: [
      { name: 'leads', most: 1, start: 0 },
      { name: 'token', most: terms, start: 0 },
    ],
    global: [
      { name: 'holder', most: nodes, start: 0, isInstance: true },
      { name: 'term', most: terms, start: 0 },
      { name: 'newest', most: terms, start: 0 },
      { name: 'overwritten', most: 1, start: 0, words: ['no', 'by a former leader'] },
    ],
    steps: [
      step('acquire', 'lease service', 'gives out the lease', all(equal('holder', 0), less('term', terms)), [
        set('holder', self),
        set('term', plus('term', 1)),
        set('token', plus('term', 1)),
        set('leads', 1),
      ]),
      step('write', 'store', 'accepts a write', all(equal('leads', 1), ...(fencing ? [isNotOld] : [])), [
        set('overwritten', { kind: 'greatest', left: term('overwritten'), right: less('token', 'newest') }),
        set('newest', { kind: 'greatest', left: term('newest'), right: term('token') }),
      ]),
      step(
        'notice',
        'node',
        'notices that its lease is over',
        all(equal('leads', 1), unequal('holder', self)),
        [set('leads', 0), set('token', 0)],
      ),
      {
        id: 'expire',
        each: false,
        when: unequal('holder', 0),
        outcomes: [{ assign: [set('holder', 0)] }],
        isFault: true,
        says: {
          from: 'lease service',
          words: 'lets the lease run out; the holder is paused and does not notice',
        },
      },
    ],
    invariants: [
      {
        id: 'not-overwritten',
        each: false,
        holds: equal('overwritten', 0),
        says: 'A former leader never overwrites what a later one wrote.',
      },
      {
        id: 'token-of-a-term',
        each: true,
        holds: atMost('token', 'term'),
        says: 'A token is the number of a term that has begun.',
      },
    ],
    eventually: [],
  };
}

function step(
  id: string,
  from: string,
  words: string,
  when: Expression,
  assign: readonly Assignment[],
): MachineStep {
  return { id, each: true, when, outcomes: [{ assign }], isFault: false, says: { from, words } };
}

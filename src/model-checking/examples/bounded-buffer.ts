import type { Assignment, Expression, Machine, MachineStep } from '../machine.ts';
import { add, all, atMost, equal, less, more, plus, set, take, term } from './expressions.ts';

const at = { ready: 0, sawRoom: 1, done: 2 } as const;

/**
 * Producers put one item each into a buffer with room for `capacity`, a consumer takes them out. `checksFirst`: a
 * producer looks for room in one step and puts in another, so that two may see the last place.
 */
export function boundedBuffer(producers: number, capacity: number, checksFirst: boolean): Machine {
  const hasRoom = less('items', capacity);
  const put = [set('at', at.done), add('items')];
  return {
    name: checksFirst ? 'buffer checked before it is filled' : 'bounded buffer',
    instances: producers,
    local: [{ name: 'at', most: 2, start: at.ready, words: ['ready', 'saw room', 'done'] }],
    global: [
      { name: 'items', most: producers, start: 0 },
      { name: 'taken', most: producers, start: 0 },
    ],
    steps: [
      ...(checksFirst
        ? [
            producer('look', 'sees room', all(equal('at', at.ready), hasRoom), [set('at', at.sawRoom)]),
            producer('put', 'puts an item', equal('at', at.sawRoom), put),
          ]
        : [producer('put', 'puts an item', all(equal('at', at.ready), hasRoom), put)]),
      {
        id: 'take',
        each: false,
        when: more('items', 0),
        outcomes: [{ assign: [take('items'), add('taken')] }],
        isFault: false,
        says: { from: 'consumer', to: 'buffer', words: 'takes an item' },
      },
    ],
    invariants: [
      {
        id: 'within-capacity',
        each: false,
        holds: atMost('items', capacity),
        says: 'The buffer never holds more than it has room for.',
      },
      {
        id: 'none-lost',
        each: false,
        holds: equal(plus('items', 'taken'), { kind: 'count', of: equal('at', at.done) }),
        says: 'Every item put is in the buffer or was taken.',
      },
    ],
    ends: { each: false, holds: equal('taken', producers), says: 'Every item is taken in the end.' },
    eventually: [
      { id: 'all-taken', each: false, holds: equal('taken', term(producers)), says: 'Every item is taken.' },
    ],
  };
}

const producer = (
  id: string,
  words: string,
  when: Expression,
  assign: readonly Assignment[],
): MachineStep => ({
  id,
  each: true,
  when,
  outcomes: [{ assign }],
  isFault: false,
  says: { from: 'producer', to: 'buffer', words },
});

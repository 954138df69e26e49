import { inKeyOrder, joined } from './merging.ts';
import type { Happened, Merging } from './merging.ts';

interface SetChange {
  readonly kind: 'add' | 'remove';
  readonly element: string;
}

const elements = ['a', 'b'] as const;
const changes: readonly SetChange[] = [
  { kind: 'add', element: 'a' },
  { kind: 'remove', element: 'a' },
  { kind: 'add', element: 'b' },
];

type Marks = Readonly<Record<string, true>>;
const both = (a: Marks, b: Marks): Marks => joined(a, b, () => true);
const keysOf = (marks: Marks): readonly string[] => inKeyOrder(marks).map(([key]) => key);

const of = (
  events: readonly Happened<SetChange>[],
  kind: SetChange['kind'],
  element: string,
): readonly Happened<SetChange>[] =>
  events.filter(({ operation }) => operation.kind === kind && operation.element === element);

/** Nothing is ever taken out (G-Set). */
export const growingSet: Merging<Marks, SetChange> = {
  id: 'growing-set',
  name: 'set that grows (G-Set)',
  start: {},
  operations: changes.filter(({ kind }) => kind === 'add'),
  apply: (state, { element }) => both(state, { [element]: true }),
  merge: both,
  read: (state) => keysOf(state).join(),
  meant: (events) => elements.filter((element) => of(events, 'add', element).length > 0).join(),
  lost: () => [],
};

interface TwoPhases {
  readonly added: Marks;
  readonly removed: Marks;
}

/** What was taken out once never comes back (2P-Set): an addition beside or after a removal has no effect. */
export const twoPhaseSet: Merging<TwoPhases, SetChange> = {
  id: 'two-phase-set',
  name: 'set whose removals are final (2P-Set)',
  start: { added: {}, removed: {} },
  operations: changes,
  apply: ({ added, removed }, { kind, element }) => {
    if (kind === 'add') return { added: both(added, { [element]: true }), removed };
    return added[element] === undefined
      ? { added, removed }
      : { added, removed: both(removed, { [element]: true }) };
  },
  merge: (a, b) => ({ added: both(a.added, b.added), removed: both(a.removed, b.removed) }),
  read: ({ added, removed }) =>
    keysOf(added)
      .filter((key) => removed[key] === undefined)
      .join(),
  meant: (events) =>
    elements.filter((element) => of(events, 'add', element).length > 0 && !isRemoved(events, element)).join(),
  lost: (events) =>
    elements.flatMap((element) =>
      isRemoved(events, element)
        ? of(events, 'add', element).filter(
            ({ time }) => !of(events, 'remove', element).some(({ past }) => past.has(time)),
          )
        : [],
    ),
};

/** A removal counts where the element was known. */
const isRemoved = (events: readonly Happened<SetChange>[], element: string): boolean =>
  of(events, 'remove', element).some(({ past }) =>
    of(events, 'add', element).some(({ time }) => past.has(time)),
  );

/**
 * Each addition has a mark of its own and a removal takes out the marks it has seen (OR-Set): an addition beside a
 * removal stays.
 */
export const observedRemoveSet: Merging<TwoPhases, SetChange> = {
  id: 'observed-remove-set',
  name: 'set whose removals take what they have seen (OR-Set)',
  start: { added: {}, removed: {} },
  operations: changes,
  apply: ({ added, removed }, { kind, element }, replica, time) =>
    kind === 'add'
      ? { added: both(added, { [`${element} ${replica}.${time}`]: true }), removed }
      : {
          added,
          removed: both(
            removed,
            Object.fromEntries(
              keysOf(added)
                .filter((mark) => mark.startsWith(`${element} `))
                .map((mark) => [mark, true] as const),
            ),
          ),
        },
  merge: (a, b) => ({ added: both(a.added, b.added), removed: both(a.removed, b.removed) }),
  read: ({ added, removed }) =>
    [
      ...new Set(
        keysOf(added)
          .filter((mark) => removed[mark] === undefined)
          .map((mark) => mark.split(' ')[0] ?? ''),
      ),
    ].join(),
  meant: (events) =>
    elements
      .filter((element) =>
        of(events, 'add', element).some(
          ({ time }) => !of(events, 'remove', element).some(({ past }) => past.has(time)),
        ),
      )
      .join(),
  lost: () => [],
};

import { inKeyOrder, joined, last, newest } from './merging.ts';
import type { Happened, Merging } from './merging.ts';

interface Written {
  readonly value: string;
  readonly time: number;
}

const later = (a: Written, b: Written): Written => (b.time > a.time ? b : a);
const nothing: Written = { value: '', time: 0 };

/** What was written beside the winner by somebody who did not know of it, and is gone. */
const overwritten = <Operation>(events: readonly Happened<Operation>[]): readonly Happened<Operation>[] => {
  const winner = last(events);
  return newest(events).filter((event) => event !== winner);
};

/** One value; the latest write wins by a clock. What was written beside it is gone. */
export const lastWriteWins: Merging<Written, string> = {
  id: 'last-write-wins',
  name: 'register, last write wins',
  start: nothing,
  operations: ['a', 'b', 'c'],
  apply: (_, value, _replica, time) => ({ value, time }),
  merge: later,
  read: ({ value }) => value,
  meant: (events) => last(events)?.operation ?? '',
  lost: overwritten,
};

interface Change {
  readonly field: string;
  readonly value: string;
}

/** A record whose fields are registers of their own: writes of different fields do not meet. */
export const fieldByField: Merging<Readonly<Record<string, Written>>, Change> = {
  id: 'field-by-field',
  name: 'record, last write wins field by field',
  start: {},
  operations: [
    { field: 'name', value: 'a' },
    { field: 'name', value: 'b' },
    { field: 'city', value: 'c' },
  ],
  apply: (state, { field, value }, _, time) => joined(state, { [field]: { value, time } }, later),
  merge: (a, b) => joined(a, b, later),
  read: (state) =>
    inKeyOrder(state)
      .map(([field, { value }]) => `${field}=${value}`)
      .join(),
  meant: (events) =>
    ['city', 'name']
      .flatMap((field) => {
        const winner = last(events.filter(({ operation }) => operation.field === field));
        return winner === undefined ? [] : [`${field}=${winner.operation.value}`];
      })
      .join(),
  lost: (events) =>
    ['city', 'name'].flatMap((field) =>
      overwritten(events.filter(({ operation }) => operation.field === field)),
    ),
};

interface Sibling {
  readonly value: string;
  /** Writes of each replica that it knows of, its own among them. */
  readonly vector: Readonly<Record<string, number>>;
}

const knows = (a: Sibling, b: Sibling): boolean =>
  Object.entries(b.vector).every(([replica, count]) => (a.vector[replica] ?? 0) >= count);

/**
 * One value with a version vector (Parker et al., "Detection of Mutual Inconsistency in Distributed Systems", IEEE TSE
 * 1983): writes that did not know of each other stay side by side until somebody who has seen both writes again.
 */
export const versionVector: Merging<readonly Sibling[], string> = {
  id: 'version-vector',
  name: 'register with a version vector',
  start: [],
  operations: ['a', 'b', 'c'],
  apply: (state, value, replica) => {
    const seen = state.reduce<Sibling['vector']>((all, { vector }) => joined(all, vector, Math.max), {});
    return [{ value, vector: joined(seen, { [replica]: (seen[String(replica)] ?? 0) + 1 }, Math.max) }];
  },
  merge: (a, b) => {
    const all = [...new Map([...a, ...b].map((one) => [JSON.stringify(one), one])).entries()];
    return all
      .filter(([, one]) => !all.some(([, other]) => other !== one && knows(other, one)))
      .toSorted(([x], [y]) => (x < y ? -1 : 1))
      .map(([, one]) => one);
  },
  read: (state) =>
    state
      .map(({ value }) => value)
      .toSorted((a, b) => (a < b ? -1 : 1))
      .join(' and '),
  meant: (events) =>
    newest(events)
      .map(({ operation }) => operation)
      .toSorted((a, b) => (a < b ? -1 : 1))
      .join(' and '),
  lost: () => [],
};

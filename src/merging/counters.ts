import { joined, last, newest } from './merging.ts';
import type { Merging } from './merging.ts';

type Counts = Readonly<Record<string, number>>;

const sum = (counts: Counts): number => Object.values(counts).reduce((total, count) => total + count, 0);
const plus = (counts: Counts, replica: number, by: number): Counts =>
  joined(counts, { [replica]: (counts[String(replica)] ?? 0) + by }, Math.max);
const total = (events: readonly { readonly operation: number }[]): string =>
  String(events.reduce((all, { operation }) => all + operation, 0));

/** Only ever grows: each replica counts its own, the merge takes the greater count of each (G-Counter). */
export const growingCounter: Merging<Counts, number> = {
  id: 'growing-counter',
  name: 'counter that grows (G-Counter)',
  start: {},
  operations: [1, 2, 5],
  apply: (state, by, replica) => plus(state, replica, by),
  merge: (a, b) => joined(a, b, Math.max),
  read: (state) => String(sum(state)),
  meant: total,
  lost: () => [],
};

interface UpAndDown {
  readonly up: Counts;
  readonly down: Counts;
}

/** Up and down are counted apart, each only grows (PN-Counter). No lower bound can be kept: others may count down too. */
export const counter: Merging<UpAndDown, number> = {
  id: 'counter',
  name: 'counter up and down (PN-Counter)',
  start: { up: {}, down: {} },
  operations: [1, 3, -1, -2],
  apply: ({ up, down }, by, replica) =>
    by >= 0 ? { up: plus(up, replica, by), down } : { up, down: plus(down, replica, -by) },
  merge: (a, b) => ({ up: joined(a.up, b.up, Math.max), down: joined(a.down, b.down, Math.max) }),
  read: ({ up, down }) => String(sum(up) - sum(down)),
  meant: total,
  lost: () => [],
};

interface Overwritten {
  readonly value: number;
  readonly time: number;
}

/** A number that is read, added to and written back as a whole: what two add side by side counts once. */
export const overwrittenNumber: Merging<Overwritten, number> = {
  id: 'overwritten-number',
  name: 'number read, added to and written back, last write wins',
  start: { value: 0, time: 0 },
  operations: [1, 2, 5],
  apply: ({ value }, by, _, time) => ({ value: value + by, time }),
  merge: (a, b) => (b.time > a.time ? b : a),
  read: ({ value }) => String(value),
  meant: (events) => {
    const valueAt = (event: (typeof events)[number] | undefined): number => {
      if (event === undefined) return 0;
      return event.operation + valueAt(last(events.filter(({ time }) => event.past.has(time))));
    };
    return String(valueAt(last(events)));
  },
  lost: (events) => {
    const winner = last(events);
    return newest(events).filter((event) => event !== winner);
  },
};

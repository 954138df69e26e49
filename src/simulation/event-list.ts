/**
 * Pending events as a sorted list, the next one last: to take it is one step, and to add one moves those before it. As
 * long as these are few that is cheaper than a heap, whose comparisons the processor cannot foresee; what is far ahead
 * (the slices of a timeline) costs nothing. A new event goes behind all that are at its time, so that events at the
 * same time leave in the order in which they came, without a number.
 */
export interface EventList {
  readonly times: Float64Array;
  readonly codes: Int32Array;
  size: number;
  /** Events that were moved to make room, since this was last looked at. */
  moved: number;
}

export const eventList = (capacity: number): EventList => ({
  times: new Float64Array(capacity),
  codes: new Int32Array(capacity),
  size: 0,
  moved: 0,
});

export const isFull = (list: EventList): boolean => list.size === list.times.length;

/** Adds an event; there must be room. */
export function addToList(list: EventList, time: number, code: number): void {
  const { times, codes, size } = list;
  list.moved += size - placeInOrder(times, codes, size, time, code);
  list.size = size + 1;
}

/** The same on the arrays of a list of `size` events; gives the place. */
export function placeInOrder(
  times: Float64Array,
  codes: Int32Array,
  size: number,
  time: number,
  code: number,
): number {
  let at = size;
  for (; at > 0; at--) {
    const other = times[at - 1] ?? 0;
    if (other > time) break;
    times[at] = other;
    codes[at] = codes[at - 1] ?? 0;
  }
  times[at] = time;
  codes[at] = code;
  return at;
}

/** Takes the next event: its code is returned, its time is in `times[size]` until something is added. Not when empty. */
export function takeFromList(list: EventList): number {
  const last = list.size - 1;
  list.size = last;
  return list.codes[last] ?? 0;
}

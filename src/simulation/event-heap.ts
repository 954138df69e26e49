/**
 * Pending events as a binary heap in arrays. Events at the same time leave in the order in which they came, by a
 * sequence number, so that a run depends on nothing but its seed. The number may wrap: only events that are pending
 * together are compared.
 *
 * What is taken leaves a hole at the root. Most events schedule another at once: it is put there as it is and sinks
 * when the next one is taken, one descent instead of two. Numbers are handed on in the arrays, not as arguments,
 * which V8 would allocate.
 */
export interface EventHeap {
  times: Float64Array;
  sequences: Int32Array;
  codes: Int32Array;
  /** The root included, even where it is a hole. */
  size: number;
  sequence: number;
  root: number;
}

/** What the root is: the next event, a hole, or an event that may have to sink. */
export const rootState = { next: 0, hole: 1, unsunk: 2 } as const;

export const eventHeap = (capacity: number): EventHeap => ({
  times: new Float64Array(capacity),
  sequences: new Int32Array(capacity),
  codes: new Int32Array(capacity),
  size: 0,
  sequence: 0,
  root: rootState.next,
});

/** Adds an event. */
export function pushEvent(heap: EventHeap, time: number, code: number): void {
  const sequence = heap.sequence;
  heap.sequence = (sequence + 1) | 0;
  placeEvent(heap, time, sequence, code);
}

/** Adds an event that already has its number. */
export function placeEvent(heap: EventHeap, time: number, sequence: number, code: number): void {
  if (heap.root === rootState.hole) {
    heap.root = rootState.unsunk;
    heap.times[0] = time;
    heap.sequences[0] = sequence;
    heap.codes[0] = code;
    return;
  }
  const at = heap.size;
  if (at === heap.times.length) growHeap(heap);
  heap.size = at + 1;
  heap.times[at] = time;
  heap.sequences[at] = sequence;
  heap.codes[at] = code;
  rise(heap);
}

/** Takes the next event: its code is returned, its time stays in `times[0]` until something is added or taken. */
export function takeEvent(heap: EventHeap): number {
  if (heap.root === rootState.hole) fillHole(heap);
  else if (heap.root === rootState.unsunk) sink(heap);
  heap.root = rootState.hole;
  return heap.codes[0] ?? 0;
}

/** Events that wait, without the one that was taken last. */
export const pendingIn = (heap: EventHeap): number => heap.size - (heap.root === rootState.hole ? 1 : 0);

/** Index of the first entry that is an event. */
export const firstIn = (heap: EventHeap): number => (heap.root === rootState.hole ? 1 : 0);

export function emptyHeap(heap: EventHeap): void {
  heap.size = 0;
  heap.root = rootState.next;
}

function fillHole(heap: EventHeap): void {
  const { times, sequences, codes } = heap;
  const last = heap.size - 1;
  heap.size = last;
  if (last <= 0) return;
  times[0] = times[last] ?? 0;
  sequences[0] = sequences[last] ?? 0;
  codes[0] = codes[last] ?? 0;
  sink(heap);
}

/** Lets the last entry rise to its place; not above a root that has yet to sink. */
function rise(heap: EventHeap): void {
  const { times, sequences, codes } = heap;
  const top = heap.root === rootState.unsunk ? 2 : 0;
  let at = heap.size - 1;
  const time = times[at] ?? 0;
  const sequence = sequences[at] ?? 0;
  const code = codes[at] ?? 0;
  while (at > top) {
    const above = (at - 1) >> 1;
    const other = times[above] ?? 0;
    if (other < time || (other === time && (((sequences[above] ?? 0) - sequence) | 0) < 0)) break;
    times[at] = other;
    sequences[at] = sequences[above] ?? 0;
    codes[at] = codes[above] ?? 0;
    at = above;
  }
  times[at] = time;
  sequences[at] = sequence;
  codes[at] = code;
}

/** Lets the root sink to its place; the others move up into the hole, nothing is swapped. */
function sink(heap: EventHeap): void {
  const { times, sequences, codes, size } = heap;
  const time = times[0] ?? 0;
  const sequence = sequences[0] ?? 0;
  const code = codes[0] ?? 0;
  let at = 0;
  for (let below = 1; below < size; below = 2 * at + 1) {
    let first = times[below] ?? 0;
    if (below + 1 < size) {
      const other = times[below + 1] ?? 0;
      if (
        other < first ||
        (other === first && (((sequences[below + 1] ?? 0) - (sequences[below] ?? 0)) | 0) < 0)
      ) {
        below++;
        first = other;
      }
    }
    if (time < first || (time === first && ((sequence - (sequences[below] ?? 0)) | 0) < 0)) break;
    times[at] = first;
    sequences[at] = sequences[below] ?? 0;
    codes[at] = codes[below] ?? 0;
    at = below;
  }
  times[at] = time;
  sequences[at] = sequence;
  codes[at] = code;
}

function growHeap(heap: EventHeap): void {
  const capacity = heap.times.length * 2;
  const { times, sequences, codes } = heap;
  heap.times = new Float64Array(capacity);
  heap.sequences = new Int32Array(capacity);
  heap.codes = new Int32Array(capacity);
  heap.times.set(times);
  heap.sequences.set(sequences);
  heap.codes.set(codes);
}

/**
 * Pending events as a binary heap in arrays. Events at the same time leave in the order in which they came, by a
 * sequence number, so that a run depends on nothing but its seed. The number may wrap: only events that are pending
 * together are compared.
 *
 * What is taken leaves a hole at the root; most events schedule another at once, which then sinks from there: one
 * descent instead of two.
 */
export interface EventHeap {
  times: Float64Array;
  sequences: Int32Array;
  codes: Int32Array;
  /** The hole included. */
  size: number;
  sequence: number;
  hasHole: boolean;
}

export const eventHeap = (capacity: number): EventHeap => ({
  times: new Float64Array(capacity),
  sequences: new Int32Array(capacity),
  codes: new Int32Array(capacity),
  size: 0,
  sequence: 0,
  hasHole: false,
});

/** Adds an event. `heapHasRoom` tells beforehand whether the arrays must grow. */
export function pushEvent(heap: EventHeap, time: number, code: number): void {
  const sequence = heap.sequence;
  heap.sequence = (sequence + 1) | 0;
  placeEvent(heap, time, sequence, code);
}

/** Adds an event that already has its number. */
export function placeEvent(heap: EventHeap, time: number, sequence: number, code: number): void {
  if (heap.hasHole) {
    heap.hasHole = false;
    sink(heap, time, sequence, code);
    return;
  }
  if (heap.size === heap.times.length) growHeap(heap);
  const { times, sequences, codes } = heap;
  let hole = heap.size;
  heap.size = hole + 1;
  while (hole > 0) {
    const above = (hole - 1) >> 1;
    const other = times[above] ?? 0;
    if (other < time || (other === time && (((sequences[above] ?? 0) - sequence) | 0) < 0)) break;
    times[hole] = other;
    sequences[hole] = sequences[above] ?? 0;
    codes[hole] = codes[above] ?? 0;
    hole = above;
  }
  times[hole] = time;
  sequences[hole] = sequence;
  codes[hole] = code;
}

/** Takes the next event: its code is returned, its time stays in `times[0]` until something is added or taken. */
export function takeEvent(heap: EventHeap): number {
  if (heap.hasHole) fillHole(heap);
  heap.hasHole = true;
  return heap.codes[0] ?? 0;
}

/** Events that wait, without the one that was taken last. */
export const pendingIn = (heap: EventHeap): number => heap.size - (heap.hasHole ? 1 : 0);

function fillHole(heap: EventHeap): void {
  const last = heap.size - 1;
  heap.size = last;
  if (last > 0) sink(heap, heap.times[last] ?? 0, heap.sequences[last] ?? 0, heap.codes[last] ?? 0);
}

/** Puts an event in the hole at the root and lets it sink; the hole moves, entries are not swapped. */
function sink(heap: EventHeap, time: number, sequence: number, code: number): void {
  const { times, sequences, codes, size } = heap;
  let hole = 0;
  for (let below = 1; below < size; below = 2 * hole + 1) {
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
    times[hole] = first;
    sequences[hole] = sequences[below] ?? 0;
    codes[hole] = codes[below] ?? 0;
    hole = below;
  }
  times[hole] = time;
  sequences[hole] = sequence;
  codes[hole] = code;
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

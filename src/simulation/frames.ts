/**
 * One frame for each piece of work under way: a request of a source, a call of an operation, a branch of a fork. Held
 * in two arrays with a list of free frames: nothing is allocated while the simulation runs, and its memory depends on
 * how much is under way, not on how long it runs. The fields of a frame lie side by side: with a hundred thousand
 * users a frame is touched seldom, and then costs two misses of the processor's cache instead of one for each field.
 *
 * Field f of frame n is `integers[(n << 4) + slot.f]` or `seconds[(n << 3) + slot.f]`.
 */
export interface Frames {
  capacity: number;
  free: number;
  inUse: number;
  integers: Int32Array;
  seconds: Float64Array;
}

const integersEach = 16;
const secondsEach = 8;

export const slot = {
  // Integers.
  /** Instruction that is being done or waited for. */
  pc: 0,
  source: 1,
  /** Frame that waits for this one's answer, or none; it still waits while its `stamp` equals this frame's `ticket`. */
  parent: 2,
  ticket: 3,
  /** Goes up whenever the frame stops waiting, for whatever reason; kept when the frame is freed and used again. */
  stamp: 4,
  /** Neighbours in the one queue or list the frame is in. */
  next: 5,
  previous: 6,
  /** Neighbours in a list of timers. */
  timerNext: 7,
  timerPrevious: 8,
  replica: 9,
  /** Calls still to be made one after another. */
  loop: 10,
  attempt: 11,
  /** Children that have not answered; of a fork the answers still wanted, of a call the timer that runs. */
  open: 12,
  wanted: 13,
  // Seconds.
  /** When the timer ends. */
  timerAt: 0,
  /** When the request was made; when the frame came to its station, pool or call. */
  born: 1,
  arrived: 2,
  /** When its scheduled event is; an event at another time was called off. */
  due: 3,
  /** Service still to be given, where it can be interrupted. */
  remaining: 4,
  /** Last pause between attempts. */
  pause: 5,
} as const;

export const none = -1;

export function newFrames(capacity: number): Frames {
  const frames: Frames = {
    capacity,
    free: 0,
    inUse: 0,
    integers: new Int32Array(capacity * integersEach),
    seconds: new Float64Array(capacity * secondsEach),
  };
  linkFree(frames, 0);
  return frames;
}

function linkFree(frames: Frames, from: number): void {
  for (let frame = from; frame < frames.capacity; frame++)
    frames.integers[(frame << 4) + slot.next] = frame + 1 < frames.capacity ? frame + 1 : none;
  frames.free = from;
}

/** A frame at the start of instruction `pc`, nobody waiting for it. */
export function takeFrame(frames: Frames, pc: number, source: number): number {
  if (frames.free === none) growFrames(frames);
  return takeFreeFrame(frames, pc, source);
}

/** The same where one is free. */
export function takeFreeFrame(frames: Frames, pc: number, source: number): number {
  const frame = frames.free;
  frames.free = frames.integers[(frame << 4) + slot.next] ?? none;
  frames.inUse++;
  frames.integers[(frame << 4) + slot.pc] = pc;
  frames.integers[(frame << 4) + slot.source] = source;
  frames.integers[(frame << 4) + slot.parent] = none;
  return frame;
}

export function freeFrame(frames: Frames, frame: number): void {
  frames.integers[(frame << 4) + slot.next] = frames.free;
  frames.free = frame;
  frames.inUse--;
}

/** Whether the one who asked, or anybody on whose behalf it asked, has given up. */
export function isExpired(frames: Frames, frame: number): boolean {
  const { integers } = frames;
  for (let child = frame; ;) {
    const parent = integers[(child << 4) + slot.parent] ?? none;
    if (parent === none) return false;
    if (integers[(child << 4) + slot.ticket] !== integers[(parent << 4) + slot.stamp]) return true;
    child = parent;
  }
}

function growFrames(frames: Frames): void {
  const { capacity, integers, seconds } = frames;
  frames.capacity = 2 * capacity;
  frames.integers = new Int32Array(2 * integers.length);
  frames.seconds = new Float64Array(2 * seconds.length);
  frames.integers.set(integers);
  frames.seconds.set(seconds);
  linkFree(frames, capacity);
}

/**
 * One frame for each piece of work under way: a request of a source, a call of an operation, a branch of a fork. Held
 * in arrays, one a field, with a list of free ones: nothing is allocated while the simulation runs, and its memory
 * depends on how much is under way, not on how long it runs.
 */
export interface Frames {
  capacity: number;
  free: number;
  inUse: number;
  /** Instruction that is being done or waited for. */
  pc: Int32Array;
  source: Int32Array;
  /** Frame that waits for this one's answer, or none; it still waits while its `stamp` equals this frame's `ticket`. */
  parent: Int32Array;
  ticket: Int32Array;
  /** Goes up whenever the frame stops waiting, for whatever reason; kept when the frame is freed and used again. */
  stamp: Int32Array;
  /** Neighbours in the one queue or list the frame is in. */
  next: Int32Array;
  previous: Int32Array;
  /** Neighbours in a list of timers, and when the timer ends. */
  timerNext: Int32Array;
  timerPrevious: Int32Array;
  timerAt: Float64Array;
  /** When the request was made; when the frame came to its station, pool or call. */
  born: Float64Array;
  arrived: Float64Array;
  /** When its scheduled event is; an event at another time was called off. */
  due: Float64Array;
  /** Service still to be given, where it can be interrupted. */
  remaining: Float64Array;
  replica: Int32Array;
  /** Calls still to be made one after another. */
  loop: Int32Array;
  attempt: Int32Array;
  /** Children that have not answered, and answers still wanted. */
  open: Int32Array;
  wanted: Int32Array;
  /** Last pause between attempts, in seconds. */
  pause: Float64Array;
}

export const none = -1;

export function newFrames(capacity: number): Frames {
  const frames: Frames = {
    capacity,
    free: 0,
    inUse: 0,
    pc: new Int32Array(capacity),
    source: new Int32Array(capacity),
    parent: new Int32Array(capacity),
    ticket: new Int32Array(capacity),
    stamp: new Int32Array(capacity),
    next: new Int32Array(capacity),
    previous: new Int32Array(capacity),
    timerNext: new Int32Array(capacity),
    timerPrevious: new Int32Array(capacity),
    timerAt: new Float64Array(capacity),
    born: new Float64Array(capacity),
    arrived: new Float64Array(capacity),
    due: new Float64Array(capacity),
    remaining: new Float64Array(capacity),
    replica: new Int32Array(capacity),
    loop: new Int32Array(capacity),
    attempt: new Int32Array(capacity),
    open: new Int32Array(capacity),
    wanted: new Int32Array(capacity),
    pause: new Float64Array(capacity),
  };
  linkFree(frames, 0);
  return frames;
}

function linkFree(frames: Frames, from: number): void {
  for (let i = from; i < frames.capacity; i++) frames.next[i] = i + 1 < frames.capacity ? i + 1 : none;
  frames.free = from;
}

/** A frame at the start of instruction `pc`, nobody waiting for it. */
export function takeFrame(frames: Frames, pc: number, source: number): number {
  if (frames.free === none) growFrames(frames);
  const frame = frames.free;
  frames.free = frames.next[frame] ?? none;
  frames.inUse++;
  frames.pc[frame] = pc;
  frames.source[frame] = source;
  frames.parent[frame] = none;
  return frame;
}

export function freeFrame(frames: Frames, frame: number): void {
  frames.next[frame] = frames.free;
  frames.free = frame;
  frames.inUse--;
}

/** Whether the one who asked, or anybody on whose behalf it asked, has given up. */
export function isExpired(frames: Frames, frame: number): boolean {
  for (let child = frame; ;) {
    const parent = frames.parent[child] ?? none;
    if (parent === none) return false;
    if (frames.ticket[child] !== frames.stamp[parent]) return true;
    child = parent;
  }
}

function growFrames(frames: Frames): void {
  const larger = newFrames(frames.capacity * 2);
  const from = frames.capacity;
  larger.pc.set(frames.pc);
  larger.source.set(frames.source);
  larger.parent.set(frames.parent);
  larger.ticket.set(frames.ticket);
  larger.stamp.set(frames.stamp);
  larger.next.set(frames.next);
  larger.previous.set(frames.previous);
  larger.timerNext.set(frames.timerNext);
  larger.timerPrevious.set(frames.timerPrevious);
  larger.timerAt.set(frames.timerAt);
  larger.born.set(frames.born);
  larger.arrived.set(frames.arrived);
  larger.due.set(frames.due);
  larger.remaining.set(frames.remaining);
  larger.replica.set(frames.replica);
  larger.loop.set(frames.loop);
  larger.attempt.set(frames.attempt);
  larger.open.set(frames.open);
  larger.wanted.set(frames.wanted);
  larger.pause.set(frames.pause);
  larger.inUse = frames.inUse;
  Object.assign(frames, larger);
  linkFree(frames, from);
}

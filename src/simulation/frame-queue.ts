import { none } from './frames.ts';
import type { Frames } from './frames.ts';

/** Frames in a row, linked through their own fields: to add, take or remove one allocates nothing. */
export interface FrameQueue {
  head: number;
  tail: number;
  length: number;
}

export const frameQueue = (): FrameQueue => ({ head: none, tail: none, length: 0 });

export function addLast(frames: Frames, queue: FrameQueue, frame: number): void {
  const tail = queue.tail;
  frames.next[frame] = none;
  frames.previous[frame] = tail;
  if (tail === none) queue.head = frame;
  else frames.next[tail] = frame;
  queue.tail = frame;
  queue.length++;
}

export function addFirst(frames: Frames, queue: FrameQueue, frame: number): void {
  const head = queue.head;
  frames.previous[frame] = none;
  frames.next[frame] = head;
  if (head === none) queue.tail = frame;
  else frames.previous[head] = frame;
  queue.head = frame;
  queue.length++;
}

/** The first frame, or none. */
export function takeFirst(frames: Frames, queue: FrameQueue): number {
  const frame = queue.head;
  if (frame === none) return none;
  const after = frames.next[frame] ?? none;
  queue.head = after;
  if (after === none) queue.tail = none;
  else frames.previous[after] = none;
  queue.length--;
  return frame;
}

/** The last frame, or none. */
export function takeLast(frames: Frames, queue: FrameQueue): number {
  const frame = queue.tail;
  if (frame !== none) removeFrame(frames, queue, frame);
  return frame;
}

export function removeFrame(frames: Frames, queue: FrameQueue, frame: number): void {
  const before = frames.previous[frame] ?? none;
  const after = frames.next[frame] ?? none;
  if (before === none) queue.head = after;
  else frames.next[before] = after;
  if (after === none) queue.tail = before;
  else frames.previous[after] = before;
  queue.length--;
}

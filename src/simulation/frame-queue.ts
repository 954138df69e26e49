import { none, slot } from './frames.ts';
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
  frames.integers[(frame << 4) + slot.next] = none;
  frames.integers[(frame << 4) + slot.previous] = tail;
  if (tail === none) queue.head = frame;
  else frames.integers[(tail << 4) + slot.next] = frame;
  queue.tail = frame;
  queue.length++;
}

export function addFirst(frames: Frames, queue: FrameQueue, frame: number): void {
  const head = queue.head;
  frames.integers[(frame << 4) + slot.previous] = none;
  frames.integers[(frame << 4) + slot.next] = head;
  if (head === none) queue.tail = frame;
  else frames.integers[(head << 4) + slot.previous] = frame;
  queue.head = frame;
  queue.length++;
}

/** The first frame, or none. */
export function takeFirst(frames: Frames, queue: FrameQueue): number {
  const frame = queue.head;
  if (frame === none) return none;
  const after = frames.integers[(frame << 4) + slot.next] ?? none;
  queue.head = after;
  if (after === none) queue.tail = none;
  else frames.integers[(after << 4) + slot.previous] = none;
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
  const before = frames.integers[(frame << 4) + slot.previous] ?? none;
  const after = frames.integers[(frame << 4) + slot.next] ?? none;
  if (before === none) queue.head = after;
  else frames.integers[(before << 4) + slot.next] = after;
  if (after === none) queue.tail = before;
  else frames.integers[(after << 4) + slot.previous] = before;
  queue.length--;
}

import { none, slot } from './frames.ts';
import type { Frames } from './frames.ts';

/**
 * Timers of one and the same length end in the order in which they were set: a list does, and a timer that is called
 * off (nearly all are) never becomes an event. Only the head has one; when it comes too early it is set again.
 */
export interface TimerList {
  /** Seconds; Infinity: timers of this list are not set. */
  readonly length: number;
  head: number;
  tail: number;
  isScheduled: boolean;
  /** Index of its agent. */
  agent: number;
}

export const timerList = (length: number): TimerList => ({
  length,
  head: none,
  tail: none,
  isScheduled: false,
  agent: none,
});

export function linkTimer(frames: Frames, list: TimerList, frame: number, at: number): void {
  frames.seconds[(frame << 3) + slot.timerAt] = at;
  frames.integers[(frame << 4) + slot.timerNext] = none;
  frames.integers[(frame << 4) + slot.timerPrevious] = list.tail;
  if (list.tail === none) list.head = frame;
  else frames.integers[(list.tail << 4) + slot.timerNext] = frame;
  list.tail = frame;
}

export function unlinkTimer(frames: Frames, list: TimerList, frame: number): void {
  const before = frames.integers[(frame << 4) + slot.timerPrevious] ?? none;
  const after = frames.integers[(frame << 4) + slot.timerNext] ?? none;
  if (before === none) list.head = after;
  else frames.integers[(before << 4) + slot.timerNext] = after;
  if (after === none) list.tail = before;
  else frames.integers[(after << 4) + slot.timerPrevious] = before;
}

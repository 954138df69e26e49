import { none } from './frames.ts';
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
  frames.timerAt[frame] = at;
  frames.timerNext[frame] = none;
  frames.timerPrevious[frame] = list.tail;
  if (list.tail === none) list.head = frame;
  else frames.timerNext[list.tail] = frame;
  list.tail = frame;
}

export function unlinkTimer(frames: Frames, list: TimerList, frame: number): void {
  const before = frames.timerPrevious[frame] ?? none;
  const after = frames.timerNext[frame] ?? none;
  if (before === none) list.head = after;
  else frames.timerNext[before] = after;
  if (after === none) list.tail = before;
  else frames.timerPrevious[after] = before;
}

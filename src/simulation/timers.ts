import { none, slot } from './frames.ts';
import { addAgent, wakeAgent } from './run.ts';
import type { Run } from './run.ts';
import { linkTimer, unlinkTimer } from './timer-list.ts';
import type { TimerList } from './timer-list.ts';

/** Prepares a list of timers: `expire` is done for each frame whose timer ends. */
export function prepareTimers(run: Run, list: TimerList, expire: (frame: number) => void): void {
  list.agent = addAgent(run, () => expireTimers(run, list, expire));
}

export function setTimer(run: Run, list: TimerList, frame: number): void {
  const end = run.now + list.length;
  linkTimer(run.frames, list, frame, end);
  if (list.isScheduled) return;
  list.isScheduled = true;
  wakeAgent(run, end, list.agent);
}

export function stopTimer(run: Run, list: TimerList, frame: number): void {
  unlinkTimer(run.frames, list, frame);
}

function expireTimers(run: Run, list: TimerList, expire: (frame: number) => void): void {
  const { frames } = run;
  while (list.head !== none && (frames.seconds[(list.head << 3) + slot.timerAt] ?? 0) <= run.now) {
    const frame = list.head;
    unlinkTimer(frames, list, frame);
    expire(frame);
  }
  list.isScheduled = list.head !== none;
  if (list.head !== none) wakeAgent(run, frames.seconds[(list.head << 3) + slot.timerAt] ?? 0, list.agent);
}

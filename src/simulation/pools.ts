import { addLast, removeFrame, takeFirst, takeLast } from './frame-queue.ts';
import { isExpired, none, slot } from './frames.ts';
import { accountPool } from './pool-state.ts';
import type { PoolState } from './pool-state.ts';
import { advancePc, failLater, makeReady, sendToFailure } from './run.ts';
import type { Run } from './run.ts';
import { setTimer, stopTimer } from './timers.ts';

/**
 * A place of a pool: `true` when the frame has it at once. Else it waits, or fails for want of room (then it is made
 * ready where failure goes).
 */
export function acquire(run: Run, pool: PoolState, frame: number): boolean {
  const { frames } = run;
  accountPool(pool, run.now);
  if (pool.taken < pool.places) {
    pool.taken++;
    pool.granted++;
    return true;
  }
  if (pool.waiting >= pool.room) {
    failLater(run, frame);
    return false;
  }
  frames.seconds[(frame << 3) + slot.arrived] = run.now;
  addLast(frames, queueOf(run, pool, frame), frame);
  pool.waiting++;
  if (pool.patience.length < Infinity) setTimer(run, pool.patience, frame);
  return false;
}

function queueOf(run: Run, pool: PoolState, frame: number) {
  const rank = run.sources[run.frames.integers[(frame << 4) + slot.source] ?? 0]?.rank ?? 0;
  const queue = pool.queues[pool.queues.length > 1 ? rank : 0];
  if (queue === undefined) throw new Error(`pool ${pool.id} has no queue for priority rank ${rank}`);
  return queue;
}

/** Gives a place back: the next in the queue has it, or it is free. */
export function release(run: Run, pool: PoolState): void {
  const { frames } = run;
  accountPool(pool, run.now);
  for (const queue of pool.queues) {
    for (;;) {
      const frame = pool.isLifo ? takeLast(frames, queue) : takeFirst(frames, queue);
      if (frame === none) break;
      pool.waiting--;
      if (pool.patience.length < Infinity) stopTimer(run, pool.patience, frame);
      if (pool.dropsExpired && isExpired(frames, frame)) {
        failLater(run, frame);
        continue;
      }
      pool.granted++;
      pool.waitingSum += run.now - (frames.seconds[(frame << 3) + slot.arrived] ?? 0);
      advancePc(run, frame);
      makeReady(run.ready, frame);
      return;
    }
  }
  pool.taken--;
}

/** The frame has waited as long as it would: it fails. */
export function losePatience(run: Run, pool: PoolState, frame: number): void {
  accountPool(pool, run.now);
  removeFrame(run.frames, queueOf(run, pool, frame), frame);
  pool.waiting--;
  sendToFailure(run, frame);
  makeReady(run.ready, frame);
}

import type { Pool } from '../model/network.ts';
import { frameQueue } from './frame-queue.ts';
import type { FrameQueue } from './frame-queue.ts';
import { timerList } from './timer-list.ts';
import type { TimerList } from './timer-list.ts';

/** A pool while it is simulated, and what is counted of it. */
export interface PoolState {
  readonly id: string;
  readonly places: number;
  readonly room: number;
  readonly isLifo: boolean;
  readonly dropsExpired: boolean;
  /** One for each priority, highest first; a single one where priority does not count. */
  readonly queues: readonly FrameQueue[];
  readonly patience: TimerList;
  taken: number;
  waiting: number;
  changedAt: number;
  takenArea: number;
  waitingArea: number;
  /** Places given, and seconds waited for them. */
  granted: number;
  waitingSum: number;
}

export const newPool = (pool: Pool, priorities: number): PoolState => ({
  id: pool.id,
  places: pool.places,
  room: pool.room,
  isLifo: pool.discipline === 'lifo',
  dropsExpired: pool.dropsExpired,
  queues: Array.from({ length: pool.discipline === 'priority' ? priorities : 1 }, frameQueue),
  patience: timerList(pool.patience),
  taken: 0,
  waiting: 0,
  changedAt: 0,
  takenArea: 0,
  waitingArea: 0,
  granted: 0,
  waitingSum: 0,
});

export function accountPool(pool: PoolState, now: number): void {
  const elapsed = now - pool.changedAt;
  pool.takenArea += pool.taken * elapsed;
  pool.waitingArea += pool.waiting * elapsed;
  pool.changedAt = now;
}

export const noPool: PoolState = newPool(
  { id: '', places: 0, room: 0, discipline: 'fifo', dropsExpired: false, patience: Infinity },
  1,
);

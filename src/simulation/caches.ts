import type { CacheState } from './cache-state.ts';
import { addLast, frameQueue, takeFirst } from './frame-queue.ts';
import { none, slot } from './frames.ts';
import type { Instruction } from './program.ts';
import { uniform } from './random.ts';
import { advancePc, failLater, makeReady } from './run.ts';
import type { Run } from './run.ts';
import { drawRank } from './zipf.ts';

/** Asks the cache. A hit skips what would load; a miss goes on to load, or waits for who is loading the same key. */
export function lookUp(run: Run, frame: number, step: Instruction): number {
  const { cache } = step;
  cache.lookUps++;
  if (cache.hitChance !== undefined) {
    if (uniform(run.random) >= cache.hitChance) return miss(run, frame);
    return hit(run, frame, step);
  }
  const key = drawRank(cache.popularity, run.random);
  if ((cache.expires[key] ?? 0) > run.now) {
    if (cache.newer.length > 0) {
      unlink(cache, key);
      linkNewest(cache, key);
    }
    return hit(run, frame, step);
  }
  return load(run, frame, cache, key);
}

function hit(run: Run, frame: number, step: Instruction): number {
  step.cache.hits++;
  run.frames.integers[(frame << 4) + slot.pc] = step.target;
  return frame;
}

function miss(run: Run, frame: number): number {
  advancePc(run, frame);
  return frame;
}

function load(run: Run, frame: number, cache: CacheState, key: number): number {
  if (cache.isSingleFlight) {
    const waiting = cache.waiting.get(key);
    if (waiting !== undefined) {
      addLast(run.frames, waiting, frame);
      return none;
    }
    cache.waiting.set(key, frameQueue());
  }
  cache.loading.set(frame, key);
  return miss(run, frame);
}

/** What was missing has been loaded: it is kept, and whoever waited has it. */
export function fill(run: Run, frame: number, cache: CacheState): void {
  const key = cache.loading.get(frame);
  if (key === undefined) return;
  cache.loading.delete(frame);
  keep(cache, key, run.now + cache.lifetime);
  forEachWaiting(run, cache, key, (waiter) => {
    const step = run.program[run.frames.integers[(waiter << 4) + slot.pc] ?? 0];
    run.frames.integers[(waiter << 4) + slot.pc] = step?.target ?? 0;
    makeReady(run.ready, waiter);
  });
}

/** Loading failed: those who waited for it fail as well. */
export function fillFailed(run: Run, frame: number, cache: CacheState): void {
  const key = cache.loading.get(frame);
  if (key === undefined) return;
  cache.loading.delete(frame);
  forEachWaiting(run, cache, key, (waiter) => failLater(run, waiter));
}

function forEachWaiting(run: Run, cache: CacheState, key: number, action: (frame: number) => void): void {
  const waiting = cache.waiting.get(key);
  if (waiting === undefined) return;
  cache.waiting.delete(key);
  for (let frame = takeFirst(run.frames, waiting); frame !== none; frame = takeFirst(run.frames, waiting))
    action(frame);
}

/** Keeps a key; the least recently used goes where room is short, also one that has expired. */
function keep(cache: CacheState, key: number, until: number): void {
  if (cache.room === 0) return;
  const isKept = (cache.expires[key] ?? 0) > 0;
  cache.expires[key] = until;
  if (cache.newer.length === 0) return;
  if (isKept) unlink(cache, key);
  else if (++cache.entries > cache.room) evict(cache);
  linkNewest(cache, key);
}

function evict(cache: CacheState): void {
  const oldest = cache.newer[0] ?? 0;
  unlink(cache, oldest);
  cache.expires[oldest] = 0;
  cache.entries--;
}

function linkNewest(cache: CacheState, key: number): void {
  const newest = cache.older[0] ?? 0;
  cache.older[key] = newest;
  cache.newer[newest] = key;
  cache.newer[key] = 0;
  cache.older[0] = key;
}

function unlink(cache: CacheState, key: number): void {
  const older = cache.older[key] ?? 0;
  const newer = cache.newer[key] ?? 0;
  cache.newer[older] = newer;
  cache.older[newer] = older;
}

export function emptyCache(cache: CacheState): void {
  cache.expires.fill(0);
  cache.newer.fill(0);
  cache.older.fill(0);
  cache.entries = 0;
}

import type { NetworkCache } from '../model/network.ts';
import type { FrameQueue } from './frame-queue.ts';
import { zipf } from './zipf.ts';
import type { Zipf } from './zipf.ts';

/** A cache while it is simulated. */
export interface CacheState {
  readonly id: string;
  /** Chance of a hit where keys are not told apart; else none. */
  readonly hitChance: number | undefined;
  readonly popularity: Zipf;
  readonly lifetime: number;
  readonly room: number;
  readonly isSingleFlight: boolean;
  /** For each key when its entry ends; 0: not there. */
  readonly expires: Float64Array;
  /** Neighbours by last use, where room is short; key 0 is the end of both directions. */
  readonly newer: Int32Array;
  readonly older: Int32Array;
  entries: number;
  /** What each frame is loading, and who waits for a key that is being loaded. */
  readonly loading: Map<number, number>;
  readonly waiting: Map<number, FrameQueue>;
  hits: number;
  lookUps: number;
}

export function newCache(cache: NetworkCache): CacheState {
  const isKeyed = cache.kind === 'keys';
  const keys = isKeyed ? cache.keys : 1;
  const room = isKeyed ? cache.room : Infinity;
  const links = room < keys ? keys + 1 : 0;
  return {
    id: cache.id,
    hitChance: isKeyed ? undefined : cache.hits,
    popularity: zipf(keys, isKeyed ? cache.exponent : 0),
    lifetime: isKeyed ? cache.lifetime : Infinity,
    room,
    isSingleFlight: isKeyed && cache.guard === 'single-flight',
    expires: new Float64Array(isKeyed ? keys + 1 : 0),
    newer: new Int32Array(links),
    older: new Int32Array(links),
    entries: 0,
    loading: new Map(),
    waiting: new Map(),
    hits: 0,
    lookUps: 0,
  };
}

export const noCache: CacheState = newCache({ kind: 'ratio', id: '', hits: 0 });

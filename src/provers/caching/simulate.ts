import { estimate } from '../estimate.ts';
import type { Estimate } from '../estimate.ts';
import { drawer } from '../seeded.ts';

/** Independent reads of Zipf keys, and the cache before them. Times in seconds, `room` in entries. */
export interface CacheCase {
  readonly rate: number;
  readonly keys: number;
  readonly exponent: number;
  readonly lifetime: number;
  readonly room: number;
}

export interface SimulatedHits {
  readonly hitRatio: number;
  /** Half of the 99 % interval of the hit ratio, by batch means. */
  readonly halfWidth: number;
  readonly reads: number;
}

/** Largest key space whose state is held in memory, and reads of one simulation. */
export const mostKeys = 8_000_000;
export const mostReads = 6_000_000;
/** Reads that are counted: more and more of them, until the interval is sharp enough. */
const counted = [100_000, 200_000, 400_000] as const;
const batches = 20;
const perBatch = counted[0] / batches;
/** Student's t for 19 degrees of freedom, 99 % two-sided. */
const student = 2.861;

/**
 * Plays the reads one by one: exponential pauses, keys drawn by their popularity, a hit where the key's entry is there
 * and young enough, otherwise a load that may push out the entry not asked for longest. Nothing of the closed form is
 * used. Entries filled within the first lifetime get a random part of it, so that popular keys do not expire in step;
 * two lifetimes are played before anything is counted. Undefined where that takes more reads or keys than it may.
 * @param isEnough whether what was found so far tells enough; until then more reads are played, as many as there may be
 */
export function simulateCache(
  load: CacheCase,
  seed: number,
  isEnough: (found: Estimate) => boolean = () => false,
): SimulatedHits | undefined {
  const { rate, lifetime, keys } = load;
  const perLifetime = lifetime === Infinity ? 10 * load.room : rate * lifetime;
  const warm = Math.ceil(Math.max(2 * perLifetime, 100_000));
  if (warm + Math.max(...counted) > mostReads || keys > mostKeys) return undefined;
  const draw = drawer(seed);
  const key = keySampler(Math.floor(keys), load.exponent, draw);
  const cache = emptyCache(Math.floor(keys), Math.floor(load.room));
  let now = 0;
  const play = (reads: number): number => {
    let hits = 0;
    for (let at = 0; at < reads; at++) {
      now -= Math.log(1 - draw()) / rate;
      const asked = key();
      if (cache.read(asked, now)) hits++;
      else cache.fill(asked, now + (now < lifetime && lifetime !== Infinity ? draw() : 1) * lifetime);
    }
    return hits;
  };
  play(warm);
  const ratios: number[] = [];
  for (const reads of counted) {
    while (ratios.length * perBatch < reads) ratios.push(play(perBatch) / perBatch);
    const found = estimate(joined(ratios), student);
    if (isEnough(found) || reads === Math.max(...counted))
      return { hitRatio: found.mean, halfWidth: found.halfWidth, reads };
  }
  return undefined;
}

/** `batches` means of neighbours, each of equally many of the values. */
function joined(values: readonly number[]): readonly number[] {
  const each = values.length / batches;
  return Array.from({ length: batches }, (_, at) => {
    const part = values.slice(at * each, (at + 1) * each);
    return part.reduce((sum, value) => sum + value, 0) / each;
  });
}

/** A power of two, so that the guides on both sides of a draw are found without rounding. */
const guides = 65_536;

/**
 * Keys 0…n−1 by the popularity of their rank, drawn from the cumulated weights by bisection. It begins between two
 * guides, the ranks of evenly spread draws, so that few steps are left (the indexed search of Chen and Asau, 1974).
 */
export function keySampler(keys: number, exponent: number, draw: () => number): () => number {
  const cumulated = new Float64Array(keys);
  let sum = 0;
  for (let rank = 0; rank < keys; rank++) {
    sum += (rank + 1) ** -exponent;
    cumulated[rank] = sum;
  }
  const guide = new Int32Array(guides + 1).fill(keys - 1);
  for (let at = 0, rank = 0; at < guides; at++) {
    while (rank < keys - 1 && (cumulated[rank] ?? 0) <= (at / guides) * sum) rank++;
    guide[at] = rank;
  }
  return () => {
    const part = draw();
    const target = part * sum;
    const between = Math.floor(part * guides);
    let low = guide[between] ?? 0;
    let high = guide[between + 1] ?? keys - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((cumulated[middle] ?? 0) > target) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}

/** Entries as a doubly linked list from the last asked for to the first to go; slot `keys` is both ends of it. */
function emptyCache(keys: number, room: number) {
  const until = new Float64Array(keys).fill(-1);
  const next = new Int32Array(keys + 1).fill(-1);
  const previous = new Int32Array(keys + 1).fill(-1);
  next[keys] = keys;
  previous[keys] = keys;
  let held = 0;
  const link = (from: number, to: number): void => {
    next[from] = to;
    previous[to] = from;
  };
  const remove = (key: number): void => {
    link(previous[key] ?? keys, next[key] ?? keys);
    next[key] = -1;
    held--;
  };
  const putFirst = (key: number): void => {
    link(key, next[keys] ?? keys);
    link(keys, key);
    held++;
  };
  return {
    read: (key: number, now: number): boolean => {
      if (next[key] === -1) return false;
      remove(key);
      if ((until[key] ?? -1) <= now) return false;
      putFirst(key);
      return true;
    },
    fill: (key: number, expiry: number): void => {
      until[key] = expiry;
      putFirst(key);
      if (held > room) remove(previous[keys] ?? keys);
    },
  };
}

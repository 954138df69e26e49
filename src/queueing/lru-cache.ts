import { zipfBlocks } from './popularity.ts';
import type { KeyBlock } from './popularity.ts';
import { ttlHitRatio } from './ttl-cache.ts';

/** Independent reads of Zipf-distributed keys; rate in reads a second, lifetime in seconds (Infinity: none). */
export interface KeyedReads {
  readonly rate: number;
  readonly keys: number;
  readonly exponent: number;
  readonly lifetime: number;
}

/**
 * Hit ratio of a cache with room for so many entries that drops the entry not asked for longest, and each entry a
 * lifetime after the miss that filled it. Che's approximation: an entry that is not asked for during one
 * characteristic time t is gone, and t is the same for all keys; it is the time in which so many different keys are
 * asked for as find room (Che, Tung and Wang, IEEE JSAC 20(7), 2002; why it holds: Fricker, Robert and Roberts,
 * ITC 24, 2012). Without a lifetime this is 1 − exp(−rt) for each key; with one see `present`.
 */
export function lruHitRatio(reads: KeyedReads, room: number): number {
  const { rate, keys, exponent, lifetime } = reads;
  if (rate <= 0 || lifetime <= 0 || keys < 1 || room < 1) return 0;
  const blocks = zipfBlocks(keys, exponent);
  const filled = (time: number): number => askedIn(blocks, rate, time);
  if (room >= Math.floor(keys) || filled(Math.min(lifetime, 1e12)) <= room)
    return lifetime === Infinity ? 1 : ttlHitRatio(rate, lifetime, keys, exponent);
  let high = Math.min(lifetime, room / rate);
  while (high < lifetime && filled(high) < room) high = Math.min(lifetime, high * 2);
  let low = 0;
  for (let at = 0; at < 32; at++) {
    const middle = (low + high) / 2;
    if (filled(middle) < room) low = middle;
    else high = middle;
  }
  const hits = blocks.reduce(
    (sum, { count, share }) => sum + count * share * present(rate * share, lifetime, high),
    0,
  );
  return Math.min(1, hits);
}

/**
 * Entries a cache holds that pushes out none before its lifetime is over: the different keys asked for within it. What
 * is too old to answer stays until it is asked for again or pushed out, so that these are more than can answer.
 */
export const entriesKept = ({ rate, keys, exponent, lifetime }: KeyedReads): number =>
  askedIn(zipfBlocks(keys, exponent), rate, lifetime);

/** Different keys asked for within a time, on average: 1 − exp(−rt) of each. */
const askedIn = (blocks: readonly KeyBlock[], rate: number, time: number): number =>
  blocks.reduce((sum, { count, share }) => sum - count * Math.expm1(-rate * share * time), 0);

/** From so many characteristic times in a lifetime on, leaving is taken as equally likely at any moment. */
const longLife = 64;
/** Steps for one characteristic time. */
const steps = 16;

/**
 * Part of the time that a key asked for at `rate` is in the cache, which by PASTA is also its hit ratio. From a miss
 * on, S(u) is the probability that no pause between its reads was longer than `idle` up to u: one before `idle`,
 * then S'(u) = −r·exp(−r·idle)·S(u − idle). The entry stays P = ∫ S up to its lifetime, and is away 1/r until the
 * next read: P/(P + 1/r). Without a lifetime P is (exp(r·idle) − 1)/r.
 */
function present(rate: number, lifetime: number, idle: number): number {
  const stays = rate * staying(rate, lifetime, idle);
  return stays === Infinity ? 1 : stays / (stays + 1);
}

function staying(rate: number, lifetime: number, idle: number): number {
  const gone = Math.exp(-rate * idle);
  if (lifetime <= idle || gone * (1 + rate * lifetime) < 1e-7) return lifetime;
  const unlimited = Math.expm1(rate * idle) / rate;
  if (lifetime < longLife * idle) return stepwise(rate, lifetime, idle);
  return lifetime === Infinity ? unlimited : -unlimited * Math.expm1(-lifetime / unlimited);
}

function stepwise(rate: number, lifetime: number, idle: number): number {
  const step = idle / steps;
  const gone = Math.exp(-rate * idle);
  const means: number[] = Array.from({ length: steps }, () => 1);
  let total = idle;
  let survival = 1 - gone;
  for (let left = lifetime - idle; left > 0; left -= step) {
    const before = survival;
    survival = Math.max(0, survival - step * rate * gone * (means[means.length - steps] ?? 1));
    const mean = (before + survival) / 2;
    means.push(mean);
    total += mean * Math.min(step, left);
  }
  return total;
}

import { zipfBlocks } from './popularity.ts';

/** Share of all accesses that go to the most popular of Zipf keys: 1 / Σ rank^−exponent. */
export const hottestKeyShare = (keys: number, exponent: number): number =>
  keys < 1 ? 1 : (zipfBlocks(keys, exponent)[0]?.share ?? 1);

/**
 * Expected share of the partition that holds the most popular key, where a hash puts each key into one of `partitions`
 * partitions with equal probability: the key's own share, and an even part of all others.
 */
export const hottestPartitionShare = (keys: number, exponent: number, partitions: number): number => {
  const own = hottestKeyShare(keys, exponent);
  return own + (1 - own) / Math.max(1, partitions);
};

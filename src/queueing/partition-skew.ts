import { zipfBlocks } from './popularity.ts';

/** Share of all accesses that go to the most popular of Zipf keys: 1 / Σ rank^−exponent. */
export const hottestKeyShare = (keys: number, exponent: number): number =>
  keys < 1 ? 1 : (zipfBlocks(keys, exponent)[0]?.share ?? 1);

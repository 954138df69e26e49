import { zipfBlocks } from './popularity.ts';

/**
 * Hit ratio of a cache whose entries live a fixed time after the miss that filled them. A key asked for at rate r
 * hits with rT/(1 + rT) (Jung, Berger and Balakrishnan, INFOCOM 2003). Keys are Zipf-distributed with the given
 * exponent; ranks are taken in geometric blocks, within 1 % of the full sum.
 */
export function ttlHitRatio(rate: number, lifetime: number, keys: number, exponent: number): number {
  if (rate <= 0 || lifetime <= 0 || keys < 1) return 0;
  return zipfBlocks(keys, exponent).reduce((hits, { count, share }) => {
    const asked = rate * share * lifetime;
    return hits + count * share * (asked / (1 + asked));
  }, 0);
}

import type { Cycle } from './closed-cycle.ts';
import type { TailedSpeed } from './tails.ts';

/**
 * Probability of so many places of a pool in use: as the requests for it are distributed, then tilted (each n by a
 * factor f^n) to the one throughput that the flows allow.
 */
export function inUseFor(
  places: number,
  present: Float64Array,
  tails: TailedSpeed | undefined,
  cycle: Cycle,
  flow: number,
): Float64Array {
  const inUse = new Float64Array(places + 1);
  if (tails !== undefined) tails.inUse.forEach((share, n) => (inUse[n] = share));
  else
    present.forEach((share, n) => {
      const used = Math.min(n, places);
      inUse[used] = (inUse[used] ?? 0) + share;
    });
  return (inUse[0] ?? 0) > 0 ? tilted(inUse, cycle.throughput, flow) : inUse;
}

function tilted(inUse: Float64Array, throughput: Float64Array, flow: number): Float64Array {
  const logs = inUse.map((share) => Math.log(share));
  const by = (log: number): Float64Array => {
    const weights = logs.map((own, n) => own + n * log);
    const largest = weights.reduce((a, b) => Math.max(a, b), -Infinity);
    const plain = weights.map((weight) => Math.exp(weight - largest));
    const total = plain.reduce((a, b) => a + b, 0);
    return plain.map((weight) => weight / total);
  };
  const served = (shares: Float64Array): number =>
    shares.reduce((sum, share, n) => sum + (n > 0 && share > 0 ? share * (throughput[n] ?? 0) : 0), 0);
  // Between e^−30 and e^30 an exact match is found or the pool is, for all that can be seen, idle or full.
  let [low, high] = [-30, 30];
  for (let turn = 0; turn < 45; turn++) {
    const middle = (low + high) / 2;
    if (served(by(middle)) < flow) low = middle;
    else high = middle;
  }
  return by((low + high) / 2);
}

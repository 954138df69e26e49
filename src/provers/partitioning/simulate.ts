import { keySampler, mostKeys } from '../caching/simulate.ts';
import { estimate } from '../estimate.ts';
import type { Estimate } from '../estimate.ts';
import { drawer } from '../seeded.ts';

/** Independent accesses of Zipf keys, each of which a hash puts into one partition. */
export interface PartitionCase {
  readonly keys: number;
  readonly exponent: number;
  readonly partitions: number;
}

/** Means with half of their 99 % intervals. */
export interface SimulatedShares {
  readonly hottestKey: Estimate;
  /** Of the partition that holds the hottest key, over placements. */
  readonly hottestPartition: Estimate;
  /** Of the partition with most accesses, whichever it is: mean over placements, and the 95 % quantile. */
  readonly busiest: Estimate & { readonly high: number };
}

const accesses = 400_000;
const batches = 20;
const placements = 100;
/** Student's t, 99 % two-sided, for 19 and for 99 degrees of freedom. */
const student = { batches: 2.861, placements: 2.626 };

/**
 * Draws accesses one by one, then puts the keys that occurred into partitions again and again, each time by another
 * hash. Nothing of the closed form is used. Undefined where there are more keys than fit into memory.
 */
export function simulatePartitions(
  { keys, exponent, partitions }: PartitionCase,
  seed: number,
): SimulatedShares | undefined {
  if (keys > mostKeys) return undefined;
  const key = keySampler(keys, exponent, drawer(seed));
  const counts = new Map<number, number>();
  const first = new Float64Array(batches);
  for (let at = 0; at < accesses; at++) {
    const asked = key();
    counts.set(asked, (counts.get(asked) ?? 0) + 1);
    const batch = Math.floor((at * batches) / accesses);
    if (asked === 0) first[batch] = (first[batch] ?? 0) + batches / accesses;
  }
  const own: number[] = [];
  const most: number[] = [];
  for (let placement = 0; placement < placements; placement++) {
    const shares = placed(counts, partitions, drawer(seed + 1 + placement));
    own.push(shares.hottest);
    most.push(shares.busiest);
  }
  const sorted = most.toSorted((a, b) => a - b);
  return {
    hottestKey: estimate([...first], student.batches),
    hottestPartition: estimate(own, student.placements),
    busiest: { ...estimate(most, student.placements), high: sorted[Math.floor(placements * 0.95)] ?? 1 },
  };
}

/** Shares of the partition of key 0 and of the fullest one, with every key put into a partition at random. */
function placed(
  counts: ReadonlyMap<number, number>,
  partitions: number,
  draw: () => number,
): { readonly hottest: number; readonly busiest: number } {
  const loads = new Float64Array(partitions);
  let hottest = 0;
  for (const [key, count] of counts) {
    const partition = Math.floor(draw() * partitions);
    loads[partition] = (loads[partition] ?? 0) + count / accesses;
    if (key === 0) hottest = partition;
  }
  return { hottest: loads[hottest] ?? 0, busiest: loads.reduce((a, b) => Math.max(a, b), 0) };
}

import type { ResponseSummary } from '../../model/measurement.ts';

/** 64 buckets an octave from 2⁻²⁰ s (1 µs): the middle of a bucket is within 0.55 % of everything in it. */
const perOctave = 64;
const octavesBelowOne = 20;
const buckets = 4096;

/** Times in seconds, in constant memory however many there are. */
export interface Histogram {
  readonly record: (seconds: number) => void;
  /** Mean and maximum are exact; percentiles are those of the buckets. All zero when nothing was recorded. */
  readonly summary: () => ResponseSummary;
}

export function histogram(): Histogram {
  const counts = new Uint32Array(buckets);
  let count = 0;
  let sum = 0;
  let max = 0;
  const quantile = (share: number): number => {
    const wanted = Math.max(1, Math.ceil(share * count));
    let seen = 0;
    for (const [bucket, inside] of counts.entries()) {
      seen += inside;
      if (seen >= wanted) return Math.min(max, 2 ** ((bucket + 0.5) / perOctave - octavesBelowOne));
    }
    return 0;
  };
  return {
    record: (seconds) => {
      const time = Math.max(0, seconds);
      const bucket = time === 0 ? 0 : Math.floor((Math.log2(time) + octavesBelowOne) * perOctave);
      const place = Math.min(buckets - 1, Math.max(0, bucket));
      counts[place] = (counts[place] ?? 0) + 1;
      count += 1;
      sum += time;
      max = Math.max(max, time);
    },
    summary: () => ({
      count,
      mean: count === 0 ? 0 : sum / count,
      p50: quantile(0.5),
      p90: quantile(0.9),
      p95: quantile(0.95),
      p99: quantile(0.99),
      max,
    }),
  };
}

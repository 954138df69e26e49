/**
 * Counts of times in logarithmic buckets, 64 for each doubling: a value is known to 0.8 %, and within a bucket the
 * quantile is interpolated. The bucket is read from the bits of the double (exponent and first six bits of the
 * fraction): no logarithm, and the same on every machine.
 */
export interface Histogram {
  readonly counts: Uint32Array;
  total: number;
}

const perOctave = 64;
/** 2^-30 s (a nanosecond) to 2^34 s (five centuries); what lies outside goes to the ends. */
const leastExponent = -30;
const octaves = 64;
const buckets = octaves * perOctave;

const double = new Float64Array(1);
const words = new Int32Array(double.buffer);
/** Where the sign and exponent are: second word on little-endian machines. */
const high = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0;
const offset = (1023 + leastExponent) * perOctave;

export const histogram = (): Histogram => ({ counts: new Uint32Array(buckets), total: 0 });

export function record(into: Histogram, value: number): void {
  double[0] = value;
  const bucket = ((words[high] ?? 0) >> 14) - offset;
  const within = bucket < 0 ? 0 : bucket >= buckets ? buckets - 1 : bucket;
  into.counts[within] = (into.counts[within] ?? 0) + 1;
  into.total++;
}

export function clear(into: Histogram): void {
  into.counts.fill(0);
  into.total = 0;
}

/** Bucket and count of all that is not empty: a histogram that survives JSON. */
export type SparseCounts = readonly (readonly [bucket: number, count: number])[];

export function sparseCounts(of: Histogram): SparseCounts {
  const sparse: [number, number][] = [];
  of.counts.forEach((count, bucket) => {
    if (count > 0) sparse.push([bucket, count]);
  });
  return sparse;
}

export function mergedHistogram(all: readonly SparseCounts[]): Histogram {
  const whole = histogram();
  for (const [bucket, count] of all.flat()) {
    whole.counts[bucket] = (whole.counts[bucket] ?? 0) + count;
    whole.total += count;
  }
  return whole;
}

/** Value below which the part `q` of what was recorded lies; 0 when nothing was. */
export function quantile(of: Histogram, q: number): number {
  let left = q * of.total;
  if (of.total === 0) return 0;
  for (let bucket = 0; bucket < buckets; bucket++) {
    const count = of.counts[bucket] ?? 0;
    if (count > 0 && left <= count) return lowerEdge(bucket) + (left / count) * bucketWidth(bucket);
    left -= count;
  }
  return lowerEdge(buckets);
}

/**
 * How far the quantile may be off because it is interpolated as if times were spread evenly over their bucket. The part
 * of the bucket that its emptier neighbour has as well is; the rest may all stand at one place, as times without any
 * variance do.
 */
export function quantileResolution(of: Histogram, q: number): number {
  let left = q * of.total;
  for (let bucket = 0; of.total > 0 && bucket < buckets; bucket++) {
    const count = of.counts[bucket] ?? 0;
    if (count > 0 && left <= count) {
      const beside = Math.min(of.counts[bucket - 1] ?? 0, of.counts[bucket + 1] ?? 0);
      return Math.max(0, 1 - beside / count) * bucketWidth(bucket);
    }
    left -= count;
  }
  return 0;
}

/** The first bucket holds what takes no time at all. */
function lowerEdge(bucket: number): number {
  if (bucket === 0) return 0;
  const octave = Math.floor(bucket / perOctave);
  return 2 ** (octave + leastExponent) * (1 + (bucket % perOctave) / perOctave);
}

const bucketWidth = (bucket: number): number =>
  bucket === 0 ? 0 : lowerEdge(bucket + 1) - lowerEdge(bucket);

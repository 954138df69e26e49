import { forEachPoint, latticeOf } from './lattice.ts';
import type { Lattice } from './lattice.ts';
import type { ClosedClass, ClosedFigures, QueueStation } from './problem.ts';
import { stationWeights } from './station-weights.ts';
import type { StationWeights } from './station-weights.ts';

/** Normalisation constants of all populations, divided by exp(log). */
interface Constants {
  readonly values: Float64Array;
  readonly log: number;
}

/** A station as the convolution sees it: demands in units of `scales`. */
interface Factor {
  readonly copies: number;
  readonly demands: readonly number[];
  readonly weights: StationWeights;
}

/**
 * Exact solution of a closed or mixed network of several classes with any number of servers or any speeds, by
 * convolution over all populations (Buzen, Communications of the ACM 16(9), 1973; several classes: Reiser and
 * Kobayashi, IBM Journal of Research and Development 19, 1975). Only positive terms are added; once the speed no longer
 * changes, the terms of a station follow from those of one customer fewer, so that a station costs as many terms as it
 * has servers and not as there are customers. `scales` are throughputs of about the right size: with times counted in
 * them the constants stay far from underflow.
 */
export function convolve(
  classes: readonly ClosedClass[],
  stations: readonly QueueStation[],
  scales: readonly number[],
): ClosedFigures {
  const lattice = latticeOf(classes.map(({ population }) => population));
  const factors = stations.map(({ copies, demands, speeds, openLoad }): Factor => ({
    copies,
    demands: demands.map((demand, r) => demand * (scales[r] ?? 1)),
    weights: stationWeights(speeds, openLoad),
  }));
  const delays = thinking(
    lattice,
    classes.map(({ think }, r) => think * (scales[r] ?? 1)),
  );
  const whole = factors.reduce(
    (product, factor) => withCopies(lattice, product, factor, factor.copies),
    delays,
  );
  const last = lattice.size - 1;
  const all = whole.values[last] ?? 1;
  const relative = lattice.strides.map((stride, r) =>
    (lattice.populations[r] ?? 0) === 0 ? 0 : (whole.values[last - stride] ?? 0) / all,
  );
  const present = factors.map((factor, k) =>
    factor.weights.logs.length === 1
      ? atConstantSpeed(lattice, whole, factor)
      : atAnySpeed(
          lattice,
          factors.reduce(
            (product, other, j) => withCopies(lattice, product, other, other.copies - (j === k ? 1 : 0)),
            delays,
          ),
          factor,
        ),
  );
  return {
    throughputs: relative.map((ratio, r) => ratio * (scales[r] ?? 1)),
    queues: present.map(({ queues }) => queues),
    openQueues: present.map(({ outside }) => outside),
  };
}

/** Rough number of steps `convolve` takes. */
export function convolutionWork(classes: readonly ClosedClass[], stations: readonly QueueStation[]): number {
  const { size } = latticeOf(classes.map(({ population }) => population));
  const terms = stations.map(
    ({ copies, speeds }) => copies * (headCount(speeds.length - 1, classes) + 2 * classes.length),
  );
  const each = terms.reduce((a, b) => a + b, 0);
  const changing = stations.filter(({ speeds }) => speeds.length > 1).length;
  return size * (each * (1 + changing) + stations.length * classes.length);
}

/** Vectors of as many classes that sum to at most `most`: C(most + R, R). */
function headCount(most: number, classes: readonly ClosedClass[]): number {
  let count = 1;
  classes.forEach((_, r) => (count = (count * (most + r + 1)) / (r + 1)));
  return count;
}

/** Π Z_r^n_r/n_r!, all delays together. */
function thinking(lattice: Lattice, think: readonly number[]): Constants {
  const logs = new Float64Array(lattice.size);
  const factorials = logFactorials(Math.max(...lattice.populations, 0));
  forEachPoint(lattice, (index, digits) => {
    let log = 0;
    for (let r = 0; r < digits.length; r++) {
      const n = digits[r] ?? 0;
      if (n > 0) log += n * Math.log(think[r] ?? 0) - (factorials[n] ?? 0);
    }
    logs[index] = log;
  });
  return scaled(
    logs.map((log) => Math.exp(log)),
    0,
    logs,
  );
}

function logFactorials(most: number): Float64Array {
  const logs = new Float64Array(most + 1);
  for (let n = 1; n <= most; n++) logs[n] = (logs[n - 1] ?? 0) + Math.log(n);
  return logs;
}

/** Divided by the largest; from logarithms where these are given, so that nothing overflows before. */
function scaled(values: Float64Array, log: number, logs?: Float64Array): Constants {
  if (logs !== undefined) {
    const top = logs.reduce((a, b) => Math.max(a, b), -Infinity);
    return { values: logs.map((each) => Math.exp(each - top)), log: top };
  }
  const largest = values.reduce((a, b) => Math.max(a, b), 0);
  if (!(largest > 0)) return { values, log };
  return { values: values.map((value) => value / largest), log: log + Math.log(largest) };
}

function withCopies(lattice: Lattice, before: Constants, factor: Factor, copies: number): Constants {
  let product = before;
  for (let copy = 0; copy < copies; copy++) product = withStation(lattice, product, factor);
  return product;
}

/** Vectors m of the head of a station: where they are in the lattice, their digits, and the station's term f(m). */
interface Heads {
  readonly offsets: Int32Array;
  readonly digits: Int32Array;
  readonly terms: Float64Array;
  /** Those with as many customers as the speed still depends on: the tail grows from them. */
  readonly isLast: Uint8Array;
  readonly log: number;
}

/** The network with one more station: Σ_m f(m)·G(n − m). */
function withStation(lattice: Lattice, before: Constants, factor: Factor): Constants {
  const kinds = lattice.populations.length;
  const heads = headsOf(lattice, factor);
  const { offsets, digits: headDigits, terms, isLast } = heads;
  const tail = new Float64Array(lattice.size);
  const after = new Float64Array(lattice.size);
  const growth = factor.demands.map((demand) => demand * factor.weights.ratio);
  forEachPoint(lattice, (index, digits) => {
    let head = 0;
    let grown = 0;
    for (let h = 0; h < offsets.length; h++) {
      let fits = true;
      for (let r = 0; r < kinds && fits; r++) fits = (headDigits[h * kinds + r] ?? 0) <= (digits[r] ?? 0);
      if (!fits) continue;
      const term = (terms[h] ?? 0) * (before.values[index - (offsets[h] ?? 0)] ?? 0);
      if (isLast[h] === 1) grown += term;
      else head += term;
    }
    for (let r = 0; r < kinds; r++)
      if ((digits[r] ?? 0) > 0) grown += (growth[r] ?? 0) * (tail[index - (lattice.strides[r] ?? 0)] ?? 0);
    tail[index] = grown;
    after[index] = head + grown;
  });
  return scaled(after, before.log + heads.log);
}

function headsOf(lattice: Lattice, { demands, weights }: Factor): Heads {
  const most = weights.logs.length - 1;
  const factorials = logFactorials(most);
  const found: { readonly offset: number; readonly digits: readonly number[]; readonly log: number }[] = [];
  const extend = (r: number, left: number, offset: number, digits: readonly number[], log: number): void => {
    if (r === lattice.populations.length) {
      const total = most - left;
      found.push({ offset, digits, log: log + (factorials[total] ?? 0) + (weights.logs[total] ?? 0) });
      return;
    }
    for (let n = 0; n <= Math.min(left, lattice.populations[r] ?? 0); n++) {
      const own = n === 0 ? 0 : n * Math.log(demands[r] ?? 0) - (factorials[n] ?? 0);
      if (own === -Infinity) break;
      extend(r + 1, left - n, offset + n * (lattice.strides[r] ?? 0), [...digits, n], log + own);
    }
  };
  extend(0, most, 0, [], 0);
  const log = found.reduce((top, head) => Math.max(top, head.log), -Infinity);
  return {
    offsets: Int32Array.from(found, ({ offset }) => offset),
    digits: Int32Array.from(found.flatMap(({ digits }) => digits)),
    terms: Float64Array.from(found, (head) => Math.exp(head.log - log)),
    isLast: Uint8Array.from(found, ({ digits }) => (digits.reduce((a, b) => a + b, 0) === most ? 1 : 0)),
    log,
  };
}

interface Present {
  readonly queues: readonly number[];
  readonly outside: number;
}

/** Q_r = d_r·G⁺(N − e_r)/G(N), G⁺ being the network with the station twice. */
function atConstantSpeed(lattice: Lattice, whole: Constants, factor: Factor): Present {
  const twice = withStation(lattice, whole, factor);
  const last = lattice.size - 1;
  // The station's own weight w(0) is in G⁺ once more.
  const shift = Math.exp(twice.log - whole.log - (factor.weights.logs[0] ?? 0));
  const queues = lattice.strides.map((stride, r) =>
    (lattice.populations[r] ?? 0) === 0
      ? 0
      : ((factor.demands[r] ?? 0) * factor.weights.ratio * shift * (twice.values[last - stride] ?? 0)) /
        (whole.values[last] ?? 1),
  );
  return { queues, outside: factor.weights.outside(queues.reduce((a, b) => a + b, 0)) };
}

/** Σ n·f(n)·G⁻(N − n)/Σ f(n)·G⁻(N − n), G⁻ being the network without the station. */
function atAnySpeed(lattice: Lattice, without: Constants, factor: Factor): Present {
  const alone = new Float64Array(lattice.size);
  alone[0] = 1;
  const own = withStation(lattice, { values: alone, log: 0 }, factor);
  const last = lattice.size - 1;
  const queues = lattice.populations.map(() => 0);
  let total = 0;
  let outside = 0;
  forEachPoint(lattice, (index, digits) => {
    const weight = (own.values[index] ?? 0) * (without.values[last - index] ?? 0);
    if (weight === 0) return;
    let present = 0;
    for (let r = 0; r < digits.length; r++) {
      queues[r] = (queues[r] ?? 0) + weight * (digits[r] ?? 0);
      present += digits[r] ?? 0;
    }
    total += weight;
    outside += weight * factor.weights.outside(present);
  });
  return { queues: queues.map((sum) => sum / total), outside: outside / total };
}

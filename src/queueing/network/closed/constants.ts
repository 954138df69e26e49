import { forEachPoint } from './lattice.ts';
import type { Lattice } from './lattice.ts';
import type { StationWeights } from './station-weights.ts';

/** Normalisation constants of all populations, divided by exp(log). */
export interface Constants {
  readonly values: Float64Array;
  readonly log: number;
}

/** A station as the convolution sees it: demands in units of `scales`. */
export interface Factor {
  readonly copies: number;
  readonly demands: readonly number[];
  readonly weights: StationWeights;
}

/** Π Z_r^n_r/n_r!, all delays together. */
export function thinking(lattice: Lattice, think: readonly number[]): Constants {
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

/** The network with so many more stations of this kind. */
export function withCopies(lattice: Lattice, before: Constants, factor: Factor, copies: number): Constants {
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
export function withStation(lattice: Lattice, before: Constants, factor: Factor): Constants {
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

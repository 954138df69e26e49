import type { Crowd, SharedResource } from './shared-resource.ts';
import { logConvolve, type LogWeights, normalised } from './logarithms.ts';

/** What the states of a shared resource are weighed by: each crowd's arrivals, and what all present are together. */
export interface Joint {
  readonly resource: SharedResource;
  readonly crowds: readonly Crowd[];
  /** Work by which each crowd weighs. */
  readonly shares: readonly number[];
  /** Logarithms of Π λ(l) s^n / n! for each crowd. */
  readonly logs: readonly LogWeights[];
  /** Logarithms of i!/Π C(l). */
  readonly busy: Float64Array;
}

/** Means of one crowd over its states: seconds there and waiting by the product form, in service by its own work. */
export interface Visit {
  readonly answers: Float64Array;
  readonly residence: number;
  readonly waiting: number;
  readonly served: number;
}

interface JointResult {
  readonly present: Float64Array;
  readonly visits: readonly Visit[];
}

/** Sums over the states with j of a crowd's own there, each list relative to its own largest weight. */
interface Sums {
  readonly total: Float64Array;
  readonly rate: Float64Array;
  readonly waiting: Float64Array;
  readonly serving: Float64Array;
  /** Logarithm by which the sums of j are scaled. */
  readonly scale: Float64Array;
}

const emptySums = (size: number): Sums => ({
  total: new Float64Array(size),
  rate: new Float64Array(size),
  waiting: new Float64Array(size),
  serving: new Float64Array(size),
  scale: new Float64Array(size).fill(-Infinity),
});

/** The others of each crowd are one list of weights; `meets` is the part of an other's requests that one can meet. */
export function visitsOf(joint: Joint, meets: (one: number, other: number) => number): JointResult {
  const { logs, busy, crowds } = joint;
  const size = busy.length;
  const all = logs.reduce<LogWeights>((sum, one) => logConvolve(sum, one, size), new Float64Array(1));
  const visits = crowds.map((_, at) => {
    const others = logs.reduce<LogWeights>(
      (sum, one, other) => (other === at ? sum : logConvolve(sum, thinned(one, meets(at, other)), size)),
      new Float64Array(1),
    );
    return visitOf(joint, at, sumsBesides(joint, at, others));
  });
  return { present: normalised(all.map((log, i) => log + (busy[i] ?? 0))), visits };
}

function sumsBesides(joint: Joint, at: number, others: LogWeights): Sums {
  const { busy, logs } = joint;
  const own = logs[at] ?? others;
  const most = lastOf(joint, at);
  const sums = emptySums(most + 1);
  for (let j = 0; j <= most; j++) {
    let highest = -Infinity;
    for (let m = 0; m < others.length && j + m < busy.length; m++)
      highest = Math.max(highest, (others[m] ?? 0) + (busy[j + m] ?? 0));
    sums.scale[j] = highest;
    for (let m = 0; m < others.length && j + m < busy.length; m++) {
      const log = (others[m] ?? 0) + (busy[j + m] ?? 0) - highest;
      if (log > -40) addState(joint, at, sums, j, j + m, Math.exp(log));
    }
    sums.scale[j] = highest + (own[j] ?? -Infinity);
  }
  return sums;
}

/** Fewer of the others are met by one for whose sake they are away. */
const thinned = (logs: LogWeights, part: number): LogWeights =>
  part === 1 ? logs : logs.map((log, n) => (n === 0 ? log : log + n * Math.log(Math.max(part, 1e-12))));

const lastOf = ({ crowds, logs }: Joint, at: number): number => {
  const arrivals = crowds[at]?.arrivals;
  return typeof arrivals === 'object' ? arrivals.length : (logs[at]?.length ?? 1) - 1;
};

function addState(
  { resource, crowds, shares }: Joint,
  at: number,
  sums: Sums,
  j: number,
  i: number,
  weight: number,
): void {
  const share = shares[at] ?? 0;
  const crowd = crowds[at];
  sums.total[j] = (sums.total[j] ?? 0) + weight;
  if (j === 0 || crowd === undefined || share <= 0) return;
  const served = resource.served(i);
  const own = (weight * j) / i;
  sums.rate[j] = (sums.rate[j] ?? 0) + (own * resource.capacity(i)) / share;
  sums.waiting[j] = (sums.waiting[j] ?? 0) + own * (i - served);
  sums.serving[j] = (sums.serving[j] ?? 0) + (own * served * crowd.service * crowd.stretch(i)) / share;
}

function visitOf({ crowds }: Joint, at: number, sums: Sums): Visit {
  const service = crowds[at]?.service ?? 0;
  const largest = sums.scale.reduce((most, scale, j) => (j > 0 ? Math.max(most, scale) : most), -Infinity);
  let [flow, there, waited, inService] = [0, 0, 0, 0];
  sums.scale.forEach((scale, j) => {
    if (j === 0 || largest === -Infinity) return;
    const seen = Math.exp(scale - largest);
    flow += seen * (sums.rate[j] ?? 0);
    there += seen * j * (sums.total[j] ?? 0);
    waited += seen * (sums.waiting[j] ?? 0);
    inService += seen * (sums.serving[j] ?? 0);
  });
  const isSeen = flow > 0;
  return {
    answers: sums.rate.map((rate, j) => ((sums.total[j] ?? 0) > 0 ? rate / (sums.total[j] ?? 1) : 0)),
    residence: isSeen ? there / flow : service,
    waiting: isSeen ? waited / flow : 0,
    served: isSeen ? inService / flow : service,
  };
}

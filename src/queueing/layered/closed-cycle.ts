import { logConvolve, type LogWeights, scaled } from './logarithms.ts';

/** Something an asker visits in each of its cycles: `answers[j]` visits end each second when j of its own are there. */
interface Stop {
  readonly visits: number;
  readonly answers: Float64Array;
}

/** A closed network of one asker, for each number of people or places in use up to its count. */
export interface Cycle {
  /** Cycles per second with n in use. */
  readonly throughput: Float64Array;
  /** Seconds of a visit to a stop with n in use. */
  readonly residence: (stop: number) => Float64Array;
  /** Arrivals per second at a stop with j of its own there, when n are in use with the probability `inUse[n]`. */
  readonly arrivals: (stop: number, inUse: Float64Array) => Float64Array;
}

/**
 * Flow-equivalent aggregation: the network short-circuited with n = 0, 1, … customers, by convolution
 * (Chandy, Herzog and Woo 1975; Buzen 1973). What arrives at a stop depends on the rest of the network alone:
 * λ(j) = v Σ_n P(n) G⁻(n−j−1)/G(n) / Σ_n P(n) G⁻(n−j)/G(n), G⁻ without that stop.
 */
export function closedCycle(count: number, think: number, stops: readonly Stop[]): Cycle {
  const thinking = delayWeights(think, count);
  const weights = stops.map((stop) => stopWeights(stop, count));
  const size = count + 1;
  const before: LogWeights[] = [thinking];
  for (const own of weights) before.push(logConvolve(before.at(-1) ?? own, own, size));
  const after: LogWeights[] = [new Float64Array(1)];
  for (const own of weights.toReversed()) after.unshift(logConvolve(own, after[0] ?? own, size));
  const whole = before.at(-1) ?? thinking;
  const throughput = new Float64Array(size);
  for (let n = 1; n <= count; n++)
    throughput[n] = Math.exp((whole[n - 1] ?? -Infinity) - (whole[n] ?? -Infinity));
  const rests = new Map<number, LogWeights>();
  const restOf = (stop: number): LogWeights => {
    const known = rests.get(stop) ?? logConvolve(before[stop] ?? whole, after[stop + 1] ?? whole, size);
    rests.set(stop, known);
    return known;
  };
  return {
    throughput,
    residence: (stop) => {
      const numbers = meanNumbers(weights[stop] ?? whole, restOf(stop), count);
      const visits = stops[stop]?.visits ?? 0;
      return numbers.map((number, n) => (n > 0 ? number / (visits * (throughput[n] ?? 1)) : 0));
    },
    arrivals: (stop, inUse) => {
      const rest = restOf(stop);
      return arrivalsAt(stops[stop]?.visits ?? 0, rest, whole, inUse);
    },
  };
}

function delayWeights(think: number, count: number): LogWeights {
  if (think <= 0) return new Float64Array(1);
  const logs = new Float64Array(count + 1);
  for (let n = 1; n <= count; n++) logs[n] = (logs[n - 1] ?? 0) + Math.log(think / n);
  return logs;
}

function stopWeights({ visits, answers }: Stop, count: number): LogWeights {
  if (visits <= 0) return new Float64Array(1);
  const logs = new Float64Array(count + 1);
  for (let n = 1; n <= count; n++)
    logs[n] = (logs[n - 1] ?? 0) + Math.log(visits / (answers[Math.min(n, answers.length - 1)] ?? 1));
  return logs;
}

function arrivalsAt(visits: number, rest: LogWeights, whole: LogWeights, inUse: Float64Array): Float64Array {
  const count = inUse.length - 1;
  const parts = new Float64Array(count + 1);
  const weights = scaled(inUse.map((share, n) => Math.log(share) - (whole[n] ?? 0)));
  for (let j = 0; j <= count; j++) {
    let largest = -Infinity;
    for (let n = j; n <= count; n++)
      largest = Math.max(largest, (weights[n] ?? 0) + (rest[n - j] ?? -Infinity));
    let sum = 0;
    for (let n = j; n <= count; n++)
      sum += Math.exp((weights[n] ?? 0) + (rest[n - j] ?? -Infinity) - largest);
    parts[j] = largest === -Infinity ? -Infinity : largest + Math.log(sum);
  }
  const arrivals = new Float64Array(count);
  for (let j = 0; j < count; j++) {
    const ratio = (parts[j + 1] ?? -Infinity) - (parts[j] ?? -Infinity);
    arrivals[j] = Number.isNaN(ratio) ? 0 : visits * Math.exp(ratio);
  }
  return arrivals;
}

function meanNumbers(own: LogWeights, rest: LogWeights, count: number): Float64Array {
  const numbers = new Float64Array(count + 1);
  for (let n = 1; n <= count; n++) {
    let largest = -Infinity;
    for (let j = 0; j <= n; j++)
      largest = Math.max(largest, (own[j] ?? -Infinity) + (rest[n - j] ?? -Infinity));
    let [total, sum] = [0, 0];
    for (let j = 0; j <= n; j++) {
      const log = (own[j] ?? -Infinity) + (rest[n - j] ?? -Infinity) - largest;
      if (!(log > -45)) continue;
      const weight = Math.exp(log);
      total += weight;
      sum += j * weight;
    }
    numbers[n] = total > 0 ? sum / total : 0;
  }
  return numbers;
}

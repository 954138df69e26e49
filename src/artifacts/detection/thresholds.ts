import { assumed, derived } from '../../model/origin.ts';
import type { Quantity } from '../../model/origin.ts';
import { quantityText } from '../../model/quantity.ts';

const secondsPerMonth = 30 * 86_400;

/** How calls come, and how many counts are kept side by side. */
export interface Counting {
  /** Calls of a visit, on average. */
  readonly visit?: number;
  /** Counts that together have to stay below one false alarm, e.g. one for each person. */
  readonly watched?: number;
}

/**
 * Smallest count in a window at which an alarm by chance is expected less than once in 30 days, if visits arrive
 * independently and bring `mean` calls a window. By Chernoff's bound for a compound Poisson count (Mitzenmacher & Upfal,
 * Probability and Computing, ch. 4), so the true rate of false alarms is lower still.
 */
export function alarmCount(
  mean: number,
  windowSeconds: number,
  { visit = 1, watched = 1 }: Counting = {},
): number {
  const wanted = Math.log(windowSeconds / secondsPerMonth / watched);
  let low = Math.max(1, Math.ceil(mean));
  let high = low + 1;
  while (logTail(high, mean, visit) > wanted) high *= 2;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (middle > mean && logTail(middle, mean, visit) <= wanted) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * Bound of ln P(X ≥ k), k > mean: min over θ of λ(M(θ) − 1) − θk, with λ = mean/m visits and sizes geometric of mean m,
 * whose M(θ) = q/(m − (m − 1)q) for q = e^θ. The minimum lies where λmq = k(m − (m − 1)q)², the smaller root. With m = 1
 * it is k − λ − k ln(k/λ).
 */
function logTail(k: number, mean: number, m: number): number {
  const visits = mean / m;
  const a = m - 1;
  const half = (2 * k * m * a + visits * m) / 2;
  const root = Math.sqrt(half * half - k * a * a * k * m * m);
  const q = (k * m * m) / (half + root);
  return visits * (q / (m - a * q) - 1) - k * Math.log(q);
}

/** A threshold as shown: what is expected in the window, when to look, and how many times the expected that is. */
export interface Threshold {
  readonly window: Quantity;
  readonly expected: Quantity;
  readonly alarm: Quantity;
  readonly times: Quantity;
  /** Expected in the window where the rate is at the high end of its range. */
  readonly most: number;
}

/** Calls come in visits, not one by one; so many on average, their number geometric. */
export const cluster = assumed(10, 'count', 'one visitor makes several calls in a row; not measured', 1, 50);

/**
 * From a rate at peak and the part of it that is of the kind to watch; undefined when nothing is expected. Where
 * the peak is a range, its high end has to be exceeded.
 */
export function thresholdOf(
  peak: Quantity,
  part: Quantity,
  windowSeconds: number,
  what: string,
): Threshold | undefined {
  const mean = peak.value * part.value * windowSeconds;
  if (!(mean > 0)) return undefined;
  const most = (peak.high ?? peak.value) * part.value * windowSeconds;
  return threshold(mean, most, alarmCount(most, windowSeconds, { visit: cluster.value }), windowSeconds, [
    `${what} ${quantityText(peak)} at peak`,
    ...(peak.high === undefined ? [] : [`at most ${quantityText({ ...peak, value: peak.high })}`]),
    `of them ${quantityText(part)}`,
    `visits of ${quantityText(cluster)} calls`,
  ]);
}

/** What one person out of `users` does in the window; so many are watched that chance has to be excluded for all. */
export function personThreshold(
  mean: Quantity,
  users: Quantity,
  windowSeconds: number,
  what: string,
): Threshold | undefined {
  const each = (mean.value / users.value) * windowSeconds;
  if (!(each > 0) || !Number.isFinite(each)) return undefined;
  return threshold(each, each, alarmCount(each, windowSeconds, { watched: users.value }), windowSeconds, [
    `${what} ${quantityText(mean)}`,
    `spread over ${quantityText(users)}`,
  ]);
}

const threshold = (
  mean: number,
  most: number,
  count: number,
  windowSeconds: number,
  from: readonly string[],
): Threshold => ({
  window: {
    value: windowSeconds,
    unit: 's',
    origin: { kind: 'assumed', because: 'short enough to act, long enough to count' },
  },
  expected: derived(mean, 'count', 'rate × part × window', from),
  alarm: derived(count, 'count', 'Chernoff bound: by chance less than once in 30 days', from),
  times: derived(count / mean, 'x', 'threshold / expected', from),
  most,
});

/** Part of the mean rate that is left in the quietest hour. */
const quietest = assumed(0.05, 'ratio', 'nights of one time zone; not measured', 0.02, 0.2);

/** Silence that is longer than chance: after this long without one event, less than one false alarm in 30 days. */
export function silence(mean: Quantity, what: string): Quantity | undefined {
  const rate = mean.value * quietest.value;
  if (!(rate > 0)) return undefined;
  const events = Math.max(Math.E, rate * secondsPerMonth);
  return derived(Math.log(events) / rate, 's', 'ln(events in 30 days) / rate of the quietest hour', [
    `${what} ${quantityText(mean)}`,
    `quietest hour ${quantityText(quietest)} of it`,
  ]);
}

import { assumed, derived } from '../../model/origin.ts';
import type { Quantity } from '../../model/origin.ts';
import { quantityText } from '../../model/quantity.ts';

const secondsPerMonth = 30 * 86_400;

/**
 * Smallest count in a window at which an alarm by chance is expected less than once in 30 days, if events arrive
 * independently at `mean` a window. Chernoff's bound for a Poisson count: P(X ≥ k) ≤ exp(k − λ − k ln(k/λ)), k > λ
 * (Mitzenmacher & Upfal, Probability and Computing, theorem 5.4), so the true rate of false alarms is lower still.
 * `watched` is how many such counts are kept side by side, e.g. one for each person: together they stay below one.
 */
export function alarmCount(mean: number, windowSeconds: number, watched = 1): number {
  const wanted = Math.log(windowSeconds / secondsPerMonth / watched);
  const tail = (k: number): number => k - mean - k * Math.log(k / mean);
  let low = Math.max(1, Math.ceil(mean));
  let high = low + 1;
  while (tail(high) > wanted) high *= 2;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (middle > mean && tail(middle) <= wanted) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** A threshold as shown: what is expected in the window, when to look, and how many times the expected that is. */
export interface Threshold {
  readonly window: Quantity;
  readonly expected: Quantity;
  readonly alarm: Quantity;
  readonly times: Quantity;
}

/** Calls come in visits, not one by one: the variance of a count is this many times its mean. */
export const cluster = assumed(10, 'count', 'one visitor makes several calls in a row; not measured', 1, 50);

/**
 * From a rate at peak and the part of it that is of the kind to watch; undefined when nothing is expected. Visits
 * of `cluster` calls arrive independently, so the bound holds for visits and is scaled back to calls. Where the peak
 * is a range, its high end has to be exceeded.
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
  return threshold(mean, alarmCount(most / cluster.value, windowSeconds) * cluster.value, windowSeconds, [
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
  return threshold(each, alarmCount(each, windowSeconds, users.value), windowSeconds, [
    `${what} ${quantityText(mean)}`,
    `spread over ${quantityText(users)}`,
  ]);
}

const threshold = (
  mean: number,
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

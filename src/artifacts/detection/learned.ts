import { assumed } from '../../model/origin.ts';
import { alarmCount } from './thresholds.ts';

/** How a threshold is learned where no load is stated: the same hour of the days before. */
export const learning = {
  /** s */
  window: 3600,
  /** Days that are looked back at. */
  days: 14,
  visit: assumed(2, 'count', 'calls of such an operation in one visit; not measured', 1, 5),
} as const;

/**
 * The count at which an hour is looked at: the mean of the same hour of the days before, raised by twice its standard
 * error because it is known from few days, then as for a known mean. One call more than was ever seen counts for a start,
 * so that an operation nobody used does not raise an alarm with its first call.
 */
export function learnedAlarm(history: readonly number[], visit: number): number {
  const mean = history.reduce((sum, count) => sum + count, 0) / history.length;
  const most = mean + 2 * Math.sqrt((Math.max(mean, 1) * visit) / history.length);
  return alarmCount(most, learning.window, { visit });
}

import { studentQuantile } from '../queueing/student-t.ts';
import type { IntervalEstimate } from '../model/network-figures.ts';

const known = new Map<number, number>();

/** Two-sided 95 % point of Student's t; each is computed once. */
export function studentPoint(degrees: number): number {
  const point = known.get(degrees) ?? studentQuantile(0.95, degrees);
  known.set(degrees, point);
  return point;
}

/**
 * Mean of independent values with its 95 % confidence interval (Student t). One value has no interval: its half-width
 * is infinite, which says that nothing is known of its error.
 */
export function intervalOf(values: readonly number[]): IntervalEstimate {
  const count = values.length;
  if (count === 0) return { mean: 0, halfWidth: Infinity };
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  if (count === 1) return { mean, halfWidth: Infinity };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, halfWidth: studentPoint(count - 1) * Math.sqrt(squares / (count - 1) / count) };
}

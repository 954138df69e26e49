import type { IntervalEstimate } from '../model/network-figures.ts';

/** 97.5 % points of Student's t with 1, 2, … degrees of freedom. Source: any table, e.g. Law, Simulation Modeling, T.1. */
const points: readonly number[] = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131,
  2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];

/** Two-sided 95 % point; beyond the table by the expansion of Fisher and Cornish (error under 0.001). */
export function studentPoint(degrees: number): number {
  const z = 1.959964;
  return (
    points[degrees - 1] ??
    z + (z ** 3 + z) / (4 * degrees) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * degrees ** 2)
  );
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

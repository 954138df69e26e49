import { studentQuantile } from '../../queueing/student-t.ts';

/**
 * Factor by which 95 % intervals of so many figures are widened, so that all of them hold together with 95 %: each gets
 * a part of the five percent (Bonferroni).
 */
export function jointFactor(figures: number, replications: number): number {
  const freedom = Math.max(1, replications - 1);
  return studentQuantile(1 - 0.05 / Math.max(1, figures), freedom) / studentQuantile(0.95, freedom);
}

/** A mean with half the width of its interval. */
export interface Estimate {
  readonly mean: number;
  readonly halfWidth: number;
}

/** Mean of independent values; `student`: the quantile of Student's t for their degrees of freedom and the level wanted. */
export function estimate(values: readonly number[], student: number): Estimate {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return { mean, halfWidth: student * Math.sqrt(variance / values.length) };
}

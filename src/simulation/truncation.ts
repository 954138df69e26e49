/**
 * How many values at the start of a series are not yet steady: MSER-5. Of the means of five values each, cuts where the
 * standard error of what remains is least, and never more than half. Source: White, "An effective truncation heuristic
 * for bias reduction in simulation output", Simulation 69(6), 1997; Spratt's batches of five.
 */
export function truncationPoint(series: readonly number[]): number {
  const size = 5;
  const means = Array.from({ length: Math.floor(series.length / size) }, (_, i) =>
    series.slice(i * size, (i + 1) * size).reduce((sum, value) => sum + value / size, 0),
  );
  let sum = 0;
  let squares = 0;
  let best = 0;
  let least = Infinity;
  for (let cut = means.length - 1; cut >= 0; cut--) {
    const value = means[cut] ?? 0;
    sum += value;
    squares += value * value;
    if (cut > means.length / 2) continue;
    const left = means.length - cut;
    const error = (squares - (sum * sum) / left) / (left * left);
    // Of cuts that are equal but for rounding the shortest, so that a constant series loses nothing.
    const rounding = (1e-12 * squares) / (left * left);
    if (error <= least + rounding) {
      least = error;
      best = cut;
    }
  }
  return best * size;
}

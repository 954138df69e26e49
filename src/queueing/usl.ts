/** Universal scalability law: contention `alpha`, coherency `beta`, throughput of one unit `gamma`. */
export interface Scalability {
  readonly alpha: number;
  readonly beta: number;
  readonly gamma: number;
}

/** X(N) = γN / (1 + α(N−1) + βN(N−1)). Source: Gunther, Guerrilla Capacity Planning, 2007. */
export function scalabilityThroughput({ alpha, beta, gamma }: Scalability, load: number): number {
  return (gamma * load) / (1 + alpha * (load - 1) + beta * load * (load - 1));
}

/** The load beyond which more load gives less throughput, √((1 − α)/β); Infinity without coherency cost. */
export function scalabilityPeak({ alpha, beta }: Scalability): number {
  return beta > 0 ? Math.sqrt(Math.max(0, 1 - alpha) / beta) : Infinity;
}

/**
 * All three parameters from at least four measurements, by least squares on the throughput (Gauss–Newton with a
 * damping that grows when a step does not help). Starts from the linearised law N/X.
 */
export function fitScalability(
  points: readonly (readonly [load: number, throughput: number])[],
): Scalability {
  if (points.length < 4)
    throw new RangeError(`a fit of three parameters needs four points, got ${points.length}`);
  let best = startingPoint(points);
  let error = squaredError(best, points);
  let damping = 1e-3;
  for (let round = 0; round < 200 && damping < 1e12; round++) {
    const next = step(best, points, damping);
    const nextError = squaredError(next, points);
    if (nextError < error) {
      best = next;
      error = nextError;
      damping /= 10;
    } else damping *= 10;
  }
  return best;
}

type Points = readonly (readonly [load: number, throughput: number])[];

/** N/X·γ = 1 + α(N−1) + βN(N−1) is linear in 1/γ, α/γ, β/γ: ordinary least squares. */
function startingPoint(points: Points): Scalability {
  const rows = points.map(([n]) => [1, n - 1, n * (n - 1)]);
  const [a = 1, b = 0, c = 0] = leastSquares(
    rows,
    points.map(([n, x]) => n / x),
    0,
  );
  return { gamma: 1 / a, alpha: Math.max(0, b / a), beta: Math.max(0, c / a) };
}

function squaredError(model: Scalability, points: Points): number {
  return points.reduce((sum, [n, x]) => sum + (x - scalabilityThroughput(model, n)) ** 2, 0);
}

function step(model: Scalability, points: Points, damping: number): Scalability {
  const rows = points.map(([n]) => {
    const denominator = 1 + model.alpha * (n - 1) + model.beta * n * (n - 1);
    const slope = (-model.gamma * n) / denominator ** 2;
    return [n / denominator, slope * (n - 1), slope * n * (n - 1)];
  });
  const residuals = points.map(([n, x]) => x - scalabilityThroughput(model, n));
  const [gamma = 0, alpha = 0, beta = 0] = leastSquares(rows, residuals, damping);
  return {
    gamma: model.gamma + gamma,
    alpha: Math.max(0, model.alpha + alpha),
    beta: Math.max(0, model.beta + beta),
  };
}

/** Normal equations with relative damping on the diagonal, solved by Gauss elimination with pivoting. */
function leastSquares(
  rows: readonly (readonly number[])[],
  values: readonly number[],
  damping: number,
): readonly number[] {
  const size = rows[0]?.length ?? 0;
  const system = Array.from({ length: size }, (_, i) => [
    ...Array.from({ length: size }, (_, j) => {
      const product = rows.reduce((sum, row) => sum + (row[i] ?? 0) * (row[j] ?? 0), 0);
      return i === j ? product * (1 + damping) : product;
    }),
    rows.reduce((sum, row, r) => sum + (row[i] ?? 0) * (values[r] ?? 0), 0),
  ]);
  return solve(system);
}

function solve(system: number[][]): readonly number[] {
  const size = system.length;
  for (let column = 0; column < size; column++) {
    const pivot = system
      .slice(column)
      .reduce((best, row) => (Math.abs(row[column] ?? 0) > Math.abs(best[column] ?? 0) ? row : best));
    system.splice(system.indexOf(pivot), 1);
    system.splice(column, 0, pivot);
    for (const row of system)
      if (row !== pivot) {
        const factor = (row[column] ?? 0) / (pivot[column] ?? 1);
        for (let k = column; k <= size; k++) row[k] = (row[k] ?? 0) - factor * (pivot[k] ?? 0);
      }
  }
  return system.map((row, k) => (row[size] ?? 0) / (row[k] ?? 1));
}

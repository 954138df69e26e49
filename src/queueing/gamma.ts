const normalQuantiles: readonly (readonly [q: number, z: number])[] = [
  [0.5, 0],
  [0.9, 1.2815515655446004],
  [0.95, 1.6448536269514722],
  [0.99, 2.3263478740408408],
  [0.999, 3.090232306167813],
];

/**
 * Quantile of a sum of several waiting and service times known by mean and variance only, taken as gamma
 * distributed: exact for one exponential stage and for equal stages in a row, otherwise approximate. Cube-root
 * formula of Wilson and Hilferty (PNAS 17, 1931), within 2.5 % of the exact gamma quantile down to shape 1.
 * `q` is one of 0.5, 0.9, 0.95, 0.99, 0.999.
 */
export function gammaQuantile(mean: number, variance: number, q: number): number {
  if (!Number.isFinite(mean) || !Number.isFinite(variance)) return Infinity;
  if (variance <= 0) return mean;
  const z = normalQuantiles.find(([known]) => Math.abs(known - q) < 1e-9)?.[1];
  if (z === undefined) throw new RangeError(`no normal quantile for ${q}`);
  const ninth = variance / (9 * mean * mean);
  return mean * Math.max(0, 1 - ninth + z * Math.sqrt(ninth)) ** 3;
}

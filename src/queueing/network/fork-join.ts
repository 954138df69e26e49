/** Σ 1/k: the mean of the largest of n exponential times of mean 1. */
export function harmonic(count: number): number {
  let sum = 0;
  for (let k = 1; k <= count; k++) sum += 1 / k;
  return sum;
}

/**
 * Mean seconds until all branches are done, each branch one visit to an exponential server of its own with load `rho`,
 * all branches of a request starting at once. Two branches: (12 − ρ)/8 · R, exact (Flatto and Hahn, SIAM Journal on
 * Applied Mathematics 44, 1984). More: [H_K + (V_K − H_K)ρ]·R, the interpolation between light and heavy traffic of
 * Varma and Makowski (Performance Evaluation 20, 1994), the same for two. `response` is R of one branch.
 */
export function forkJoinResponse(branches: number, rho: number, response: number): number {
  const light = harmonic(branches);
  return (light + (heavyTraffic(branches) - light) * rho) * response;
}

/** Nelson and Tantawi (IEEE Transactions on Computers 37, 1988): scaled from two branches, fitted for up to 32. */
export function nelsonTantawi(branches: number, rho: number, response: number): number {
  if (branches === 1) return response;
  const ratio = harmonic(branches) / harmonic(2);
  return (ratio + (4 / 11) * (1 - ratio) * rho) * ((12 - rho) / 8) * response;
}

/**
 * V_K = Σ_r C(K,r)(−1)^(r−1) Σ_m C(r,m)(m − 1)!/r^(m+1). The outer sum alternates and loses its digits beyond some 25
 * branches; from there Nelson and Tantawi's formula at full load, 11/8 · [H_K/H_2 + 4/11·(1 − H_K/H_2)], stands in.
 */
function heavyTraffic(branches: number): number {
  if (branches > 25) return nelsonTantawi(branches, 1, 1);
  let sum = 0;
  let outer = 1;
  for (let r = 1; r <= branches; r++) {
    outer *= (branches - r + 1) / r;
    let inner = 0;
    // C(r,m)(m − 1)!/r^(m+1) from m to m + 1 grows by (r − m)·m/(m + 1)/r.
    let term = 1 / r;
    for (let m = 1; m <= r; m++) {
      inner += term;
      term *= ((r - m) * m) / ((m + 1) * r);
    }
    sum += (r % 2 === 1 ? 1 : -1) * outer * inner;
  }
  return sum;
}

/** P(T > t) of each branch. */
export type Tail = (t: number) => number;

/** First two moments of a time. */
export interface JoinMoments {
  readonly mean: number;
  readonly secondMoment: number;
}

/** Steps of the integral over t = scale·x/(1 − x). */
const steps = 64;

/**
 * Moments of the time until `wanted` of independent branches are done: ∫ P(fewer are done) dt by Simpson's rule. For
 * branches that begin at once in queues of their own independence gives an upper bound (Nelson and Tantawi 1988).
 */
export function joinMoments(tails: readonly Tail[], wanted: number, scale: number): JoinMoments {
  let mean = 0;
  let secondMoment = 0;
  for (let k = 0; k < steps; k++) {
    const x = k / steps;
    const t = (scale * x) / (1 - x);
    const left =
      k === 0
        ? 1
        : fewerThan(
            wanted,
            tails.map((tail) => Math.min(1, Math.max(0, tail(t)))),
          );
    const weight = (k === 0 ? 1 : k % 2 === 1 ? 4 : 2) / (3 * steps);
    const step = (weight * scale * left) / (1 - x) ** 2;
    mean += step;
    secondMoment += 2 * t * step;
  }
  return { mean, secondMoment };
}

/** P(fewer than `wanted` are done) from the probabilities that each is not. */
function fewerThan(wanted: number, undone: readonly number[]): number {
  const odds = [1];
  for (const left of undone) {
    odds.push(0);
    for (let n = odds.length - 1; n >= 0; n--)
      odds[n] = (odds[n] ?? 0) * left + (n > 0 ? (odds[n - 1] ?? 0) * (1 - left) : 0);
  }
  return odds.slice(0, wanted).reduce((a, b) => a + b, 0);
}

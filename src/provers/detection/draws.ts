/** A source of numbers from 0 to 1. */
export type Draw = () => number;

/** Standard normal (Box and Muller 1958). */
export const normal = (draw: Draw): number =>
  Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());

export const exponential = (draw: Draw, mean: number): number => -mean * Math.log(1 - draw());

/** Gamma of a shape of 1 or more, scale 1 (Marsaglia and Tsang 2000). */
export function gamma(draw: Draw, shape: number): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(draw);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - draw()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** Poisson: by multiplication below 10 (Knuth), above by transformed rejection (Hörmann 1993, PTRS). */
export function poisson(draw: Draw, mean: number): number {
  if (mean <= 0) return 0;
  return mean < 10 ? byMultiplication(draw, mean) : byRejection(draw, mean);
}

function byMultiplication(draw: Draw, mean: number): number {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = draw(); product > limit; product *= draw()) count += 1;
  return count;
}

function byRejection(draw: Draw, mean: number): number {
  const root = Math.sqrt(mean);
  const b = 0.931 + 2.53 * root;
  const a = -0.059 + 0.02483 * b;
  const inverse = 1.1239 + 1.1328 / (b - 3.4);
  const quick = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = draw() - 0.5;
    const v = draw();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= quick) return k;
    if (k < 0 || (us < 0.013 && v > us)) continue;
    if (Math.log((v * inverse) / (a / (us * us) + b)) <= k * Math.log(mean) - mean - logFactorial(k))
      return k;
  }
}

/** ln k!, by Stirling's series from 10 on. */
export function logFactorial(k: number): number {
  if (k < 10) {
    let sum = 0;
    for (let each = 2; each <= k; each += 1) sum += Math.log(each);
    return sum;
  }
  const n = k + 1;
  return (n - 0.5) * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * n) - 1 / (360 * n ** 3);
}

/**
 * Calls of visits that arrive independently, `visits` expected, each of one call or more, `size` on average: sizes are
 * geometric, and the sum of n of them is n + NB(n, 1/size), drawn as a Poisson count of a gamma mean.
 */
export function calls(draw: Draw, visits: number, size: number): number {
  const n = poisson(draw, visits);
  return n === 0 || size <= 1 ? n : n + poisson(draw, gamma(draw, n) * (size - 1));
}

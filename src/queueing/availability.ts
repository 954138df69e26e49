/** All parts must work: the product. Source: reliability block diagrams, e.g. IEC 61078. */
export function inSeries(parts: readonly number[]): number {
  return parts.reduce((product, part) => product * part, 1);
}

/**
 * At least `needed` of `total` equal, independent parts work. Sum of the binomial terms of failure, so that values
 * near 1 keep their digits: 1 − P(too many down).
 */
export function kOfN(needed: number, total: number, part: number): number {
  if (needed <= 0) return 1;
  if (needed > total) return 0;
  let tooFew = 0;
  for (let working = 0; working < needed; working++)
    tooFew += binomial(total, working) * part ** working * (1 - part) ** (total - working);
  return 1 - tooFew;
}

function binomial(n: number, k: number): number {
  let value = 1;
  for (let i = 1; i <= k; i++) value = (value * (n - k + i)) / i;
  return value;
}

/** Seconds of a 30-day month during which something of this availability is down. */
export const downtimePerMonth = (availability: number): number => (1 - availability) * 30 * 86_400;

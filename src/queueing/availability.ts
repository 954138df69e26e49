/** All parts must work: the product. Source: reliability block diagrams, e.g. IEC 61078. */
export function inSeries(parts: readonly number[]): number {
  return parts.reduce((product, part) => product * part, 1);
}

/**
 * At least `needed` of `total` equal, independent parts work. The binomial tail that is the smaller one is summed, so
 * that values near 1 keep their digits: 1 − P(too many down), or P(few enough down) where that is unlikely.
 */
export function kOfN(needed: number, total: number, part: number): number {
  if (needed <= 0) return 1;
  if (needed > total || part <= 0) return 0;
  if (part >= 1) return 1;
  const most = total - needed;
  const down = 1 - part;
  const probability = (count: number): number =>
    Math.exp(logBinomial(total, count) + count * Math.log(down) + (total - count) * Math.log(part));
  let sum = 0;
  if (most + 1 > total * down) {
    let term = probability(most + 1);
    for (let count = most + 1; count <= total && term > sum * Number.EPSILON; count++) {
      sum += term;
      term *= ((total - count) / (count + 1)) * (down / part);
    }
    return Math.max(0, 1 - sum);
  }
  let term = probability(most);
  for (let count = most; count >= 0 && term > sum * Number.EPSILON; count--) {
    sum += term;
    term *= (count / (total - count + 1)) * (part / down);
  }
  return Math.min(1, sum);
}

/** In logarithms, since the binomial coefficients of a thousand instances are beyond any number. */
function logBinomial(n: number, k: number): number {
  const few = Math.min(k, n - k);
  let value = 0;
  for (let i = 1; i <= few; i++) value += Math.log((n - few + i) / i);
  return value;
}

/** Seconds of a 30-day month during which something of this availability is down. */
export const downtimePerMonth = (availability: number): number => (1 - availability) * 30 * 86_400;

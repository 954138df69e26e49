import { inverseTail } from './tail.ts';

/**
 * P(|T| ≤ t) of Student's t with a whole number of degrees of freedom, as the finite trigonometric sum: exact, no
 * gamma function. Source: Abramowitz and Stegun 1964, 26.7.3 (odd) and 26.7.4 (even).
 */
function centralProbability(t: number, degrees: number): number {
  const angle = Math.atan(t / Math.sqrt(degrees));
  const cosine = Math.cos(angle);
  const isOdd = degrees % 2 === 1;
  let term = isOdd ? cosine : 1;
  let sum = degrees === 1 ? 0 : term;
  for (let k = isOdd ? 3 : 2; k <= degrees - 2; k += 2) {
    term *= ((k - 1) / k) * cosine * cosine;
    sum += term;
  }
  return isOdd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
}

/**
 * The t that a Student variable stays within, on both sides of zero, with probability `level` (0.95 for a 95 %
 * interval). @throws RangeError for less than one degree of freedom or a level outside 0..1
 */
export function studentQuantile(level: number, degrees: number): number {
  if (!Number.isInteger(degrees) || degrees < 1)
    throw new RangeError(`Student's t needs at least one degree of freedom, got ${degrees}`);
  if (!(level > 0 && level < 1)) throw new RangeError(`a level lies between 0 and 1, got ${level}`);
  return inverseTail((t) => 1 - centralProbability(t, degrees), 1 - level, 2);
}

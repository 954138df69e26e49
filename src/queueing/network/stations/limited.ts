import { gammaParts } from '../moment-time.ts';

/** What a queue with little room does: the part of arrivals it refuses, and the mean number in it. */
export interface LimitedQueue {
  readonly refused: number;
  readonly inSystem: number;
}

/** Service times of one kind of requests: arrivals per second, mean seconds, squared coefficient of variation. */
export interface ServiceKind {
  readonly arrival: number;
  readonly service: number;
  readonly scv: number;
}

/**
 * M/G/1/K, exact for service times that are mixtures of gamma times (`momentTime`): at most `capacity` requests at one
 * server. The number of arrivals A during a gamma service is negative binomial (Poisson for constant service), and for
 * what departures leave behind crossings balance:
 * π[n+1]·P(A = 0) = π[0]·P(A > n) + Σ_{1≤j≤n} π[j]·P(A > n − j + 1), which adds only positive terms. Then
 * p[K] = 1 − 1/(π[0] + ρ). Source: Cooper, Introduction to Queueing Theory, ch. 5; Gross and Harris, Fundamentals of
 * Queueing Theory, ch. 5.
 */
export function limitedServer(kinds: readonly ServiceKind[], capacity: number): LimitedQueue {
  const rho = kinds.reduce((sum, { arrival, service }) => sum + arrival * service, 0);
  const { none, more } = arrivalsDuring(kinds, capacity);
  // So overloaded that no service ends without an arrival: full but for a moment.
  if (none < 1e-200) return { refused: 1 - 1 / rho, inSystem: capacity };
  const weights = [1];
  let total = 1;
  for (let n = 0; n + 1 < capacity; n++) {
    let up = (weights[0] ?? 0) * (more[n] ?? 0);
    for (let j = 1; j <= n; j++) up += (weights[j] ?? 0) * (more[n - j + 1] ?? 0);
    weights.push(up / none);
    total += up / none;
    if (total > 1e100) {
      for (let j = 0; j < weights.length; j++) weights[j] = (weights[j] ?? 0) / total;
      total = 1;
    }
  }
  const empty = (weights[0] ?? 0) / total;
  const refused = Math.max(0, 1 - 1 / (empty + rho));
  const seen = weights.reduce((sum, weight, n) => sum + n * weight, 0) / total;
  return { refused, inSystem: seen / (empty + rho) + capacity * refused };
}

/** P(no arrival) and P(more than n arrivals) in one service of any kind. */
function arrivalsDuring(kinds: readonly ServiceKind[], count: number) {
  const arrival = kinds.reduce((sum, kind) => sum + kind.arrival, 0);
  const more = Array.from({ length: count }, () => 0);
  let none = 0;
  for (const kind of kinds)
    for (const { probability, mean, scv } of gammaParts(kind.service, kind.scv)) {
      const weight = (probability * kind.arrival) / arrival;
      const work = arrival * mean;
      let odds = scv === 0 ? Math.exp(-work) : (1 + work * scv) ** (-1 / scv);
      let left = 1;
      none += weight * odds;
      for (let n = 0; n < count; n++) {
        left -= odds;
        more[n] = (more[n] ?? 0) + weight * Math.max(0, left);
        odds *= scv === 0 ? work / (n + 1) : (work * (1 + scv * n)) / ((n + 1) * (1 + work * scv));
      }
    }
  return { none, more };
}

/** What a queue with little room does: the part of arrivals it refuses, and the mean number in it. */
export interface LimitedQueue {
  readonly refused: number;
  readonly inSystem: number;
}

/**
 * M/G/1/K with gamma distributed service, exact: at most `capacity` requests at one server. The number of arrivals A
 * during a gamma service is negative binomial (Poisson for constant service), and for what departures leave behind
 * crossings balance: π[n+1]·P(A = 0) = π[0]·P(A > n) + Σ_{1≤j≤n} π[j]·P(A > n − j + 1), which adds only positive terms.
 * Then p[K] = 1 − 1/(π[0] + ρ). Source: Cooper, Introduction to Queueing Theory, ch. 5; Gross and Harris,
 * Fundamentals of Queueing Theory, ch. 5.
 */
export function limitedServer(arrival: number, service: number, scv: number, capacity: number): LimitedQueue {
  const rho = arrival * service;
  // So overloaded that no service ends without an arrival: full but for a moment.
  if (rho > 600) return { refused: 1 - 1 / rho, inSystem: capacity };
  const { none, more } = arrivalsDuring(rho, scv, capacity);
  const weights = [1];
  let total = 1;
  for (let n = 0; n + 1 < capacity; n++) {
    let up = (weights[0] ?? 0) * (more[n] ?? 0);
    for (let j = 1; j <= n; j++) up += (weights[j] ?? 0) * (more[n - j + 1] ?? 0);
    weights.push(up / none);
    total += up / none;
    if (total > 1e200) {
      for (let j = 0; j < weights.length; j++) weights[j] = (weights[j] ?? 0) / total;
      total = 1;
    }
  }
  const empty = (weights[0] ?? 0) / total;
  const refused = Math.max(0, 1 - 1 / (empty + rho));
  const seen = weights.reduce((sum, weight, n) => sum + n * weight, 0) / total;
  return { refused, inSystem: seen / (empty + rho) + capacity * refused };
}

/** P(no arrival) and P(more than n arrivals) in one service. */
function arrivalsDuring(rho: number, scv: number, count: number) {
  const none = scv === 0 ? Math.exp(-rho) : (1 + rho * scv) ** (-1 / scv);
  const more: number[] = [];
  let odds = none;
  let left = 1;
  for (let n = 0; n < count; n++) {
    left -= odds;
    more.push(Math.max(0, left));
    odds *= scv === 0 ? rho / (n + 1) : (rho * (1 + scv * n)) / ((n + 1) * (1 + rho * scv));
  }
  return { none, more };
}

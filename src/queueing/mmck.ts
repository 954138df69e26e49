import type { MultiServer } from './mmc.ts';

export interface BoundedQueueResult {
  /** Probability of an empty system and of a full one; the second share of arrivals is rejected. */
  readonly pEmpty: number;
  readonly pFull: number;
  readonly throughput: number;
  readonly inSystem: number;
  /** Of accepted requests only. */
  readonly response: number;
  readonly waiting: number;
}

/**
 * M/M/c/K: at most `capacity` requests in the system, the rest is rejected. Balance equations
 * p[n] = p[n−1]·λ/(μ·min(n, c)), kept relative to the largest term so that no capacity overflows.
 * Source: Bolch et al., ch. 6.
 */
export function boundedQueue(station: MultiServer, capacity: number): BoundedQueueResult {
  const { arrival, service, servers } = station;
  const logs = [0];
  for (let n = 1; n <= capacity; n++)
    logs.push((logs[n - 1] ?? 0) + Math.log((arrival * service) / Math.min(n, servers)));
  const largest = logs.reduce((a, b) => Math.max(a, b), -Infinity);
  const weights = logs.map((log) => Math.exp(log - largest));
  const total = weights.reduce((a, b) => a + b, 0);
  const pFull = (weights[capacity] ?? 0) / total;
  const inSystem = weights.reduce((sum, weight, n) => sum + n * weight, 0) / total;
  const throughput = arrival * (1 - pFull);
  const response = throughput === 0 ? service : inSystem / throughput;
  return {
    pEmpty: (weights[0] ?? 0) / total,
    pFull,
    throughput,
    inSystem,
    response,
    waiting: response - service,
  };
}

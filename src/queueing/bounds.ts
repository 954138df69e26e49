import type { ClosedStation } from './closed.ts';

/** What no scheduling and no tuning can beat, from total and largest demand alone. */
export interface AsymptoticBounds {
  readonly throughputHigh: number;
  readonly throughputLow: number;
  readonly responseLow: number;
  /** Population at which the two throughput limits cross: the knee. */
  readonly knee: number;
}

/**
 * Asymptotic bounds of a closed network: X ≤ min(1/Dmax, N/(D + Z)), R ≥ max(D, N·Dmax − Z), X ≥ N/(N·D + Z).
 * Source: Denning and Buzen 1978; Lazowska et al., Quantitative System Performance, ch. 5.
 */
export function asymptoticBounds(
  customers: number,
  think: number,
  stations: readonly ClosedStation[],
): AsymptoticBounds {
  const total = stations.reduce((sum, { visits, service }) => sum + visits * service, 0);
  const largest = Math.max(
    0,
    ...stations.map(({ visits, service, servers }) => (visits * service) / servers),
  );
  return {
    throughputHigh: Math.min(largest > 0 ? 1 / largest : Infinity, customers / (total + think)),
    throughputLow: customers / (customers * total + think),
    responseLow: Math.max(total, customers * largest - think),
    knee: largest > 0 ? (total + think) / largest : Infinity,
  };
}

/** Throughput and response between those of two balanced networks, tighter than the asymptotes. */
export interface BalancedBounds {
  readonly throughputLow: number;
  readonly throughputHigh: number;
  readonly responseLow: number;
  readonly responseHigh: number;
}

/**
 * Balanced job bounds of a closed network whose stations with a queue have one server each: the network has at most
 * the queue of one where all demands are the largest, and at least that of one where all are the mean. Source:
 * Zahorjan, Sevcik, Eager and Galler, Communications of the ACM 25(2), 1982; Lazowska et al., Quantitative System
 * Performance, ch. 5.4, table 5.2.
 */
export function balancedBounds(
  customers: number,
  think: number,
  stations: readonly ClosedStation[],
): BalancedBounds {
  const queues = stations
    .filter(({ servers }) => servers < Infinity)
    .map((station) => station.visits * station.service);
  const delays = stations.filter(({ servers }) => servers === Infinity);
  const away = delays.reduce((sum, { visits, service }) => sum + visits * service, think);
  const total = queues.reduce((a, b) => a + b, 0);
  const largest = Math.max(0, ...queues);
  if (customers === 0 || total === 0)
    return {
      throughputLow: customers / Math.max(away, Number.MIN_VALUE),
      throughputHigh: customers / Math.max(away, Number.MIN_VALUE),
      responseLow: away - think,
      responseHigh: away - think,
    };
  const mean = total / queues.length;
  const throughputLow =
    customers / (away + total + ((customers - 1) * largest) / (1 + away / (customers * total)));
  const throughputHigh = Math.min(
    1 / largest,
    customers / (away + total + ((customers - 1) * mean) / (1 + away / total)),
  );
  return {
    throughputLow,
    throughputHigh,
    responseLow: customers / throughputHigh - think,
    responseHigh: customers / throughputLow - think,
  };
}

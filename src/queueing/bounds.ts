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

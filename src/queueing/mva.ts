import type { ClosedResult, ClosedStation } from './closed.ts';

/**
 * Exact mean value analysis of a closed network whose queueing stations all have one server (Infinity = delay).
 * Stable and O(NK): R_k = S_k(1 + Q_k(N−1)). Stations with several servers need `closedNetwork`.
 * Source: Reiser and Lavenberg 1980; Jain, ch. 34.
 */
export function meanValueAnalysis(
  customers: number,
  think: number,
  stations: readonly ClosedStation[],
): ClosedResult {
  const wrong = stations.find(({ servers }) => servers !== 1 && Number.isFinite(servers));
  if (wrong !== undefined) throw new RangeError(`plain MVA needs single servers, got ${wrong.servers}`);
  let lengths = stations.map(() => 0);
  let responses = stations.map(({ service }) => service);
  let throughput = 0;
  let total = stations.reduce((sum, { visits, service }) => sum + visits * service, 0);
  for (let n = 1; n <= customers; n++) {
    responses = stations.map(({ service, servers }, k) =>
      servers === 1 ? service * (1 + (lengths[k] ?? 0)) : service,
    );
    total = stations.reduce((sum, { visits }, k) => sum + visits * (responses[k] ?? 0), 0);
    throughput = n / (total + think);
    lengths = stations.map(({ visits }, k) => throughput * visits * (responses[k] ?? 0));
  }
  return {
    throughput,
    response: total,
    stations: stations.map(({ visits, service, servers }, k) => ({
      utilisation: servers === 1 ? throughput * visits * service : 0,
      response: responses[k] ?? service,
      inSystem: lengths[k] ?? 0,
    })),
  };
}

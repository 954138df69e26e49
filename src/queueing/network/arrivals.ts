import type { Source } from '../../model/network.ts';
import type { Flows } from './flows.ts';

/** An open source, requests per second as they start, and where they go. */
export interface SourceFlow {
  readonly source: Source;
  readonly rate: number;
  readonly flows: Flows;
}

/** How a station changes the stream that passes through it. */
export interface PassingStation {
  readonly utilisation: number;
  readonly servers: number;
  readonly serviceScv: number;
  /** Poisson in, Poisson out. */
  readonly keepsPoisson: boolean;
}

/**
 * Squared coefficient of variation of the time between arrivals at each station: superposition, splitting and
 * departures of the Queueing Network Analyzer (Whitt, Bell System Technical Journal 62(9), 1983, (24) to (41)), by
 * iteration. Exactly 1 where all that leads to a station is Poisson.
 */
export function arrivalScvs(
  sources: readonly SourceFlow[],
  stations: ReadonlyMap<string, PassingStation>,
): ReadonlyMap<string, number> {
  const streams = streamsOf(sources);
  let scvs = new Map([...stations.keys()].map((id) => [id, 1]));
  for (let round = 0; round < 500; round++) {
    const next = new Map<string, number>();
    let change = 0;
    for (const [id, { utilisation }] of stations) {
      const scv = superposed(streams.get(id) ?? [], utilisation, (from) => departures(from, scvs, stations));
      change = Math.max(change, Math.abs(scv - (scvs.get(id) ?? 1)));
      next.set(id, scv);
    }
    scvs = next;
    if (change < 1e-12) break;
  }
  return scvs;
}

/** Part of what leaves `from` (or an outside stream of this scv) that arrives at a station. */
interface Stream {
  readonly from: string | undefined;
  readonly scv: number;
  readonly rate: number;
  readonly part: number;
}

function streamsOf(sources: readonly SourceFlow[]): ReadonlyMap<string, readonly Stream[]> {
  const streams = new Map<string, Stream[]>();
  const add = (to: string, stream: Stream): void => {
    if (stream.rate > 0) streams.set(to, [...(streams.get(to) ?? []), stream]);
  };
  const links = new Map<string, Map<string, number>>();
  const leaving = new Map<string, number>();
  for (const { source, rate, flows } of sources) {
    const scv = source.kind === 'open' ? source.scv * source.batch : 1;
    for (const [to, part] of flows.entries) add(to, { from: undefined, scv, rate: rate * part, part });
    for (const [from, targets] of flows.links)
      for (const [to, count] of targets) {
        const known = links.get(from) ?? new Map<string, number>();
        links.set(from, known.set(to, (known.get(to) ?? 0) + rate * count));
        leaving.set(from, (leaving.get(from) ?? 0) + rate * count);
      }
    for (const [from, count] of flows.exits) leaving.set(from, (leaving.get(from) ?? 0) + rate * count);
  }
  for (const [from, targets] of links)
    for (const [to, rate] of targets)
      add(to, { from, scv: 1, rate, part: rate / (leaving.get(from) ?? rate) });
  return streams;
}

function superposed(
  streams: readonly Stream[],
  utilisation: number,
  departing: (from: string) => number,
): number {
  const total = streams.reduce((sum, { rate }) => sum + rate, 0);
  if (total === 0) return 1;
  const parts = streams.map(({ from, scv, rate, part }) => {
    const whole = from === undefined ? scv : departing(from);
    // 1 + p(c² − 1) keeps a Poisson stream at exactly 1.
    return { share: rate / total, scv: 1 + Math.min(1, part) * (whole - 1) };
  });
  const excess = parts.reduce((sum, { share, scv }) => sum + share * (scv - 1), 0);
  const evenness = 1 / parts.reduce((sum, { share }) => sum + share * share, 0);
  const weight = 1 / (1 + 4 * (1 - Math.min(1, utilisation)) ** 2 * (evenness - 1));
  return 1 + weight * excess;
}

function departures(
  from: string,
  scvs: ReadonlyMap<string, number>,
  stations: ReadonlyMap<string, PassingStation>,
): number {
  const station = stations.get(from);
  const arriving = scvs.get(from) ?? 1;
  if (station === undefined) return arriving;
  const { utilisation, servers, serviceScv, keepsPoisson } = station;
  if (servers === Infinity) return arriving;
  const squared = Math.min(1, utilisation) ** 2;
  const own = keepsPoisson ? 0 : (squared / Math.sqrt(servers)) * (Math.max(serviceScv, 0.2) - 1);
  return 1 + (1 - squared) * (arriving - 1) + own;
}

import type { Network, NetworkStation } from '../../model/network.ts';
import type { Layers } from './askers.ts';

/** One asker's visits to one resource, with what is known of them so far. */
export interface Link {
  readonly asker: number;
  /** A station, or the asker whose places are asked for. */
  readonly target: { readonly kind: 'station' | 'pool'; readonly at: number };
  /** For each cycle of the asker. */
  visits: number;
  /** Seconds of work of a visit with nobody else there, and the part of it before the answer. */
  service: number;
  answered: number;
  /** Squared coefficient of variation of the work. */
  scv: number;
  /** Visits answered per second with 0, 1, … of the asker's own there. */
  answers: Float64Array;
  /** Arrivals per second with so many there; one number when the asker is not limited. */
  arrivals: Float64Array | number;
  /** How much longer than others it is served with so many places in use: see `stretchOf`. */
  stretch: Float64Array | undefined;
  /** Mean seconds of a visit until its answer, and those of waiting in it. */
  residence: number;
  waiting: number;
}

/** Who visits what. */
export interface Wiring {
  /** By asker. */
  readonly outgoing: readonly (readonly Link[])[];
  /** By station, and by the asker whose places are asked for. */
  readonly toStation: readonly (readonly Link[])[];
  readonly toPool: readonly (readonly Link[])[];
  /** Askers, each after those who ask it; there must be no circle among them. */
  readonly order: readonly number[];
}

export function wiringOf(network: Network, layers: Layers): Wiring {
  const links = linksOf(network, layers);
  const to = (kind: 'station' | 'pool', at: number): readonly Link[] =>
    links.filter(({ target }) => target.kind === kind && target.at === at);
  return {
    outgoing: layers.askers.map((_, asker) => links.filter((link) => link.asker === asker)),
    toStation: network.stations.map((_, at) => to('station', at)),
    toPool: layers.askers.map((_, at) => to('pool', at)),
    order: askersInOrder(layers, links),
  };
}

function linksOf(network: Network, { askers, entries }: Layers): readonly Link[] {
  const links = new Map<string, Link>();
  const add = (asker: number, kind: 'station' | 'pool', at: number): void => {
    const key = `${asker} ${kind} ${at}`;
    const count = askers[asker]?.count ?? 1;
    if (links.has(key)) return;
    links.set(key, {
      asker,
      target: { kind, at },
      visits: 0,
      service: 0,
      answered: 1,
      scv: 1,
      answers: new Float64Array(Number.isFinite(count) ? count + 1 : 2),
      arrivals: 0,
      stretch: undefined,
      residence: 0,
      waiting: 0,
    });
  };
  for (const { asker, phases } of entries)
    for (const { visits, calls } of phases) {
      network.stations.forEach((_, station) => {
        if ((visits[station] ?? 0) > 0) add(asker, 'station', station);
      });
      for (const called of calls.keys()) add(asker, 'pool', entries[called]?.asker ?? 0);
    }
  return [...links.values()];
}

function askersInOrder({ askers }: Layers, links: readonly Link[]): readonly number[] {
  const deepestFirst: number[] = [];
  const seen = new Set<number>();
  const visit = (asker: number): void => {
    if (seen.has(asker)) return;
    seen.add(asker);
    for (const link of links) if (link.asker === asker && link.target.kind === 'pool') visit(link.target.at);
    deepestFirst.push(asker);
  };
  askers.forEach((_, asker) => visit(asker));
  return deepestFirst.toReversed();
}

/** Servers' worth of work a station does with so many requests. */
export function stationCapacity({ speeds, servers, replicas }: NetworkStation): (present: number) => number {
  if (speeds !== undefined && speeds.length > 0)
    return (present) => speeds[Math.min(present, speeds.length) - 1] ?? 1;
  return (present) => Math.min(present, servers * replicas);
}

/** How many are served at once: all who are there, where servers are shared. */
export function servedAtOnce({ speeds, servers, replicas, discipline }: NetworkStation): number {
  return discipline === 'processor-sharing' || speeds !== undefined ? Infinity : servers * replicas;
}

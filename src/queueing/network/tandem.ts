import type { FlatNetwork } from './flat.ts';
import type { Route } from './route.ts';
import { generalWait } from './stations/general.ts';
import { queuesOf, serversOfQueue, staysOf } from './stations/load.ts';
import type { StationAnswer, StationLoad } from './stations/load.ts';
import { erlangC } from '../erlang.ts';
import { sumOf, waitingTime } from '../laplace.ts';

/** A station that the same requests pass one after the other, each in a constant time. */
interface Stage {
  readonly load: StationLoad;
  readonly service: number;
  readonly servers: number;
}

/**
 * Waits of stations in a row with constant service times, that only one class visits, once and in this order: together
 * all stations up to one make requests wait as long as the worst of them alone would, whatever the arrivals are, so
 * that each makes them wait for what it adds to the worst before it. With equally many servers that is exact where the
 * wait of one alone is. Source: Avi-Itzhak, Operations Research 13, 1965; Friedman, Operations Research 13, 1965.
 * Answers by station, of all but the first, whose arrivals are the class's own.
 */
export function tandemAnswers(
  { routes }: FlatNetwork,
  rates: ReadonlyMap<string, number>,
  loads: ReadonlyMap<string, StationLoad>,
): ReadonlyMap<string, StationAnswer> {
  const found = new Map<string, StationAnswer>();
  for (const { source, route } of routes) {
    if (source.kind !== 'open' || source.batch > 1) continue;
    const rate = rates.get(source.id) ?? 0;
    const stages = stagesOf(route, loads);
    const isUneven = stages.some(({ servers }) => servers !== stages[0]?.servers);
    let before = 0;
    for (const [index, { load, service, servers }] of stages.entries()) {
      const alone = generalWait({
        arrival: rate,
        service,
        servers,
        arrivalScv: source.scv,
        serviceScv: 0,
      });
      const waiting = Math.max(0, alone - before);
      before = Math.max(before, alone);
      if (index === 0) continue;
      const waits = erlangC(rate * service, servers);
      found.set(load.station.id, {
        stays: staysOf(load.sources, { waiting, stretch: 1 }),
        refused: 0,
        visitTime: (time) =>
          waiting < 1e-12 * service ? time : sumOf([waitingTime(waits, waits / waiting), time]),
        approximations: [
          ...(source.scv === 1 ? [] : ['arrivals that are not Poisson are known by two moments only']),
          ...(isUneven
            ? ['constant times at unequally many servers in a row wait as at the worst of them']
            : []),
        ],
        keepsPoisson: false,
        knowsArrivals: true,
      });
    }
  }
  return found;
}

/** The stations in a row with which the route begins; delays that are always the same move requests and no more. */
function stagesOf(route: Route, loads: ReadonlyMap<string, StationLoad>): readonly Stage[] {
  const stages: Stage[] = [];
  for (const part of inRow(route)) {
    if (part.kind !== 'visit' || part.time.scv !== 0 || part.time.mean === 0) break;
    const load = loads.get(part.station);
    if (load === undefined) break;
    const { station } = load;
    if (station.servers === Infinity && station.speeds === undefined) continue;
    const servers = serversOfQueue(station);
    if (!isPlain(load)) break;
    if (stages.some((stage) => stage.load === load)) return [];
    stages.push({ load, service: part.time.mean, servers });
  }
  // A station that is visited again further on has other arrivals as well.
  return stages.every(({ load }) => visitsOf(route, load.station.id) === 1) ? stages : [];
}

const inRow = (route: Route): readonly Route[] =>
  route.kind === 'sequence' ? route.parts.flatMap(inRow) : [route];

function isPlain({ station, sources }: StationLoad): boolean {
  return (
    sources.length === 1 &&
    station.discipline === 'fifo' &&
    station.room === Infinity &&
    station.speeds === undefined &&
    queuesOf(station) === 1
  );
}

/** Places of the route where the station is visited. */
function visitsOf(route: Route, id: string): number {
  switch (route.kind) {
    case 'visit':
      return route.station === id ? 1 : 0;
    case 'slices':
      return (route.station === id ? 2 : 0) + sum(route.calls.map(({ part }) => visitsOf(part, id)));
    case 'sequence':
      return sum(route.parts.map((part) => visitsOf(part, id)));
    case 'repeat':
    case 'aside':
    case 'cached':
      return 2 * visitsOf(route.part, id);
    case 'choose':
      return sum(route.branches.map(({ part }) => visitsOf(part, id)));
    case 'fork':
      return sum(route.branches.map((part) => visitsOf(part, id)));
  }
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

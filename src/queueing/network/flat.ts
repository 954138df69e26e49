import type { Network, NetworkCache, NetworkStation, Source } from '../../model/network.ts';
import { lruHitRatio } from '../lru-cache.ts';
import { flowsOf } from './flows.ts';
import type { Flows } from './flows.ts';
import { routeOf } from './route.ts';
import type { Route } from './route.ts';
import type { SourceLoad } from './stations/load.ts';
import { walk } from './walk.ts';
import type { Conditions } from './walk.ts';

/** A network without pools: sources with their routes over stations. */
export interface FlatNetwork {
  readonly network: Network;
  readonly stations: ReadonlyMap<string, NetworkStation>;
  readonly caches: ReadonlyMap<string, NetworkCache>;
  readonly routes: readonly SourceRoute[];
}

export interface SourceRoute {
  readonly source: Source;
  readonly route: Route;
}

export const flatten = (network: Network): FlatNetwork => ({
  network,
  stations: new Map(network.stations.map((station) => [station.id, station])),
  caches: new Map(network.caches.map((cache) => [cache.id, cache])),
  routes: network.sources.map((source) => ({ source, route: routeOf(network, source.steps) })),
});

/** What one request of a source asks of a station. */
export interface Demand {
  readonly station: string;
  /** Mean visits; mean and second moment of the service time of one. */
  readonly visits: number;
  readonly service: number;
  readonly secondMoment: number;
}

/** Demands of one request by station. Stations whose visits are all impossible are left out. */
export function demandsOf(route: Route, conditions: Conditions): ReadonlyMap<string, Demand> {
  const sums = new Map<string, { visits: number; work: number; squares: number }>();
  walk(route, 1, {
    conditions,
    visit: (station, { mean, scv }, count) => {
      const sum = sums.get(station) ?? { visits: 0, work: 0, squares: 0 };
      sum.visits += count;
      sum.work += count * mean;
      sum.squares += count * mean * mean * (1 + scv);
      sums.set(station, sum);
    },
  });
  const demands = [...sums].filter(([, { visits }]) => visits > 0);
  return new Map(
    demands.map(([station, { visits, work, squares }]) => [
      station,
      { station, visits, service: work / visits, secondMoment: squares / visits },
    ]),
  );
}

/** Loads by station at these rates (requests of each source per second). */
export function loadsOf(
  routes: readonly SourceRoute[],
  rates: ReadonlyMap<string, number>,
  conditions: Conditions,
  flows: ReadonlyMap<string, Flows>,
): ReadonlyMap<string, readonly SourceLoad[]> {
  const loads = new Map<string, SourceLoad[]>();
  for (const { source, route } of routes) {
    const rate = rates.get(source.id) ?? 0;
    for (const [station, { visits, service, secondMoment }] of demandsOf(route, conditions)) {
      const comesTogether = visits === 1 && flows.get(source.id)?.entries.get(station) === 1;
      const load: SourceLoad = {
        source: source.id,
        priority: source.priority,
        arrival: rate * visits,
        service,
        secondMoment,
        batch: source.kind === 'open' && comesTogether ? source.batch : 1,
      };
      loads.set(station, [...(loads.get(station) ?? []), load]);
    }
  }
  return loads;
}

export const flowsBySource = (
  routes: readonly SourceRoute[],
  conditions: Conditions,
): ReadonlyMap<string, Flows> =>
  new Map(routes.map(({ source, route }) => [source.id, flowsOf(route, conditions)]));

/** Miss ratios of all caches at these rates; `before` holds those of the last round. */
export function missRatios(
  flat: FlatNetwork,
  rates: ReadonlyMap<string, number>,
  before: Conditions,
): ReadonlyMap<string, number> {
  const reads = new Map<string, number>();
  for (const { source, route } of flat.routes)
    walk(route, rates.get(source.id) ?? 0, {
      conditions: before,
      read: (cache, count) => reads.set(cache, (reads.get(cache) ?? 0) + count),
    });
  return new Map(
    [...flat.caches.values()].map((cache) => [cache.id, missRatio(cache, reads.get(cache.id) ?? 0)]),
  );
}

function missRatio(cache: NetworkCache, rate: number): number {
  if (cache.kind === 'ratio') return 1 - cache.hits;
  return 1 - lruHitRatio({ ...cache, rate }, cache.room);
}

import type { NetworkStation } from '../../../model/network.ts';
import { demandsOf } from '../flat.ts';
import type { Demand, FlatNetwork, SourceRoute } from '../flat.ts';
import { capacityOf } from '../stations/load.ts';
import type { SourceLoad } from '../stations/load.ts';
import type { Conditions } from '../walk.ts';
import { queuesInClosed } from './product-form.ts';

/** A station with a queue, and what closed and open sources ask of it. */
export interface VisitedStation {
  readonly station: NetworkStation;
  readonly copies: number;
  readonly servers: number;
  /** By closed source, in their order; absent where a source does not come. */
  readonly demands: readonly (Demand | undefined)[];
  readonly open: readonly SourceLoad[];
  /** Seconds of open work a second, at one copy. */
  readonly openLoad: number;
}

/** The parts of a closed or mixed network that the methods share. */
export interface ClosedProblem {
  readonly flat: FlatNetwork;
  readonly conditions: Conditions;
  readonly closed: readonly SourceRoute[];
  readonly stations: readonly VisitedStation[];
}

/** Seconds of one visit, by station and source, and requests per second of each source. */
export interface ClosedSteadyState {
  readonly kind: 'steady';
  readonly throughputs: ReadonlyMap<string, number>;
  /** Seconds of a visit are `stretch` times its service time plus `waiting`. */
  readonly stays: ReadonlyMap<
    string,
    ReadonlyMap<string, { readonly waiting: number; readonly stretch: number }>
  >;
  readonly approximations: readonly string[];
}

/** The problem that these open loads and miss ratios leave. */
export function problemOf(
  flat: FlatNetwork,
  openLoads: ReadonlyMap<string, readonly SourceLoad[]>,
  conditions: Conditions,
): ClosedProblem {
  const closed = flat.routes.filter(({ source }) => source.kind === 'closed');
  const demands = closed.map(({ route }) => demandsOf(route, conditions));
  const stations = [...flat.stations.values()].filter(
    ({ servers, speeds }) => servers < Infinity || speeds !== undefined,
  );
  return {
    flat,
    conditions,
    closed,
    stations: stations
      .map((station): VisitedStation => {
        const { copies, servers } = queuesInClosed(station);
        const open = openLoads.get(station.id) ?? [];
        const load = open.reduce((sum, { arrival, service }) => sum + arrival * service, 0);
        return {
          station,
          copies,
          servers,
          demands: demands.map((byStation) => byStation.get(station.id)),
          open,
          openLoad: load / copies,
        };
      })
      .filter((visited) => visited.demands.some((demand) => demand !== undefined) || visited.open.length > 0),
  };
}

/** What everybody asks of a station, for judging whether it has product form; rates of closed sources do not matter. */
export function allLoads(
  { stations, closed }: ClosedProblem,
  station: NetworkStation,
): readonly SourceLoad[] {
  const visited = stations.find((each) => each.station.id === station.id);
  const own = (visited?.demands ?? []).flatMap((demand, r): readonly SourceLoad[] => {
    const source = closed[r]?.source;
    return demand === undefined || source === undefined
      ? []
      : [{ ...demand, source: source.id, priority: source.priority, arrival: demand.visits, batch: 1 }];
  });
  return [...own, ...(visited?.open ?? [])];
}

/** Seconds that one request of closed source r spends where nobody waits. */
export function delaysOf({ flat, closed, conditions }: ClosedProblem, r: number): number {
  const route = closed[r]?.route;
  if (route === undefined) return 0;
  const demands = demandsOf(route, conditions);
  return [...demands.values()].reduce((sum, { station, visits, service }) => {
    const found = flat.stations.get(station);
    return found?.servers === Infinity && found.speeds === undefined ? sum + visits * service : sum;
  }, 0);
}

/** Open sources of a mixed network must be Poisson for the product form. */
export function openApproximations({ flat }: ClosedProblem): readonly string[] {
  return flat.routes.flatMap(({ source }) =>
    source.kind === 'open' && (source.scv !== 1 || source.batch > 1)
      ? [`${source.id}: arrivals are taken as Poisson beside people who wait`]
      : [],
  );
}

/** Largest work a second that a station does, all copies together. */
export const fullSpeed = (station: NetworkStation): number =>
  station.speeds === undefined
    ? capacityOf(station)
    : Math.max(...station.speeds) * (capacityOf(station) / (station.speeds.at(-1) ?? 1));

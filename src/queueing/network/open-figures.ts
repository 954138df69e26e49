import type { NetworkStation } from '../../model/network.ts';
import type { SourceFigures, StationFigures } from '../../model/network-figures.ts';
import { quantileOf } from '../laplace.ts';
import type { Transform } from '../laplace.ts';
import { responseQuantile } from '../mmc.ts';
import type { FlatNetwork, SourceRoute } from './flat.ts';
import { timeOfJoin, joinTime } from './join.ts';
import type { OpenSteadyState } from './open.ts';
import { percentilesBy } from './percentiles.ts';
import { meanResponse } from './response.ts';
import type { Route } from './route.ts';
import { constantSeconds, routeTime, serviceTime, withoutConstants } from './route-time.ts';
import { queuesOf, serversOfQueue } from './stations/load.ts';
import { utilisationOf } from './stations/station.ts';
import { survival } from './walk.ts';

export function stationFigures(flat: FlatNetwork, state: OpenSteadyState): readonly StationFigures<number>[] {
  return [...flat.stations.values()].map((station) => {
    const load = state.loads.get(station.id);
    const answer = state.answers.get(station.id);
    if (load === undefined || answer === undefined) return idle(station);
    const arrival = load.sources.reduce((sum, source) => sum + source.arrival, 0);
    const throughput = arrival * (1 - answer.refused);
    const inSystem = load.sources.reduce((sum, source) => {
      const { waiting, stretch } = answer.stays.get(source.source) ?? { waiting: 0, stretch: 1 };
      return sum + source.arrival * (1 - answer.refused) * (waiting + stretch * source.service);
    }, 0);
    return {
      station: station.id,
      throughput,
      utilisation: utilisationOf(load, answer.refused),
      response: throughput > 0 ? inSystem / throughput : 0,
      inSystem,
      ...(station.room < Infinity && { refused: answer.refused }),
    };
  });
}

/** A station that nobody visits. */
export const idle = (station: NetworkStation): StationFigures<number> => ({
  station: station.id,
  throughput: 0,
  utilisation: 0,
  response: 0,
  inSystem: 0,
  ...(station.room < Infinity && { refused: 0 }),
});

/** Figures of an open source; `asked` are percentiles beside the usual ones. */
export function sourceFigures(
  { source, route }: SourceRoute,
  rate: number,
  state: OpenSteadyState,
  asked: readonly number[],
): SourceFigures<number> {
  const through = survival(route, state.conditions);
  const at = quantileAt(source.id, route, state);
  const canFail = [...state.answers.values()].some(({ refused }) => refused > 0);
  return {
    source: source.id,
    throughput: rate * through,
    response: responseOf(source.id, route, state),
    ...(at !== undefined && percentilesBy(at, asked)),
    ...(canFail && { failures: Math.max(0, 1 - through) }),
  };
}

/** Mean seconds of a request that is answered. */
export function responseOf(source: string, route: Route, state: OpenSteadyState): number {
  return meanResponse(
    route,
    (station, { mean }) => {
      const { waiting, stretch } = state.answers.get(station)?.stays.get(source) ?? {
        waiting: 0,
        stretch: 1,
      };
      return waiting + stretch * mean;
    },
    (fork, means) =>
      joinTime(
        fork,
        means,
        fork.branches.map((branch) => timeOf(source, branch, state)),
        state,
      ).mean,
    state.conditions,
  );
}

/** Distribution of the time of a route of this source; absent where some station knows only its mean. */
function timeOf(source: string, route: Route, state: OpenSteadyState): Transform | undefined {
  return routeTime(
    route,
    (station, time) => state.answers.get(station)?.visitTime?.(serviceTime(time)),
    (fork, branches) => {
      const means = fork.branches.map((branch) => responseOf(source, branch, state));
      return timeOfJoin(joinTime(fork, means, branches, state));
    },
    state.conditions,
  );
}

function quantileAt(
  source: string,
  route: Route,
  state: OpenSteadyState,
): ((q: number) => number) | undefined {
  const always = constantSeconds(route, (id) => state.loads.get(id)?.station.servers === Infinity);
  if (always !== undefined) return () => always;
  const markovian = markovianQueue(route, state);
  if (markovian !== undefined) return (q) => responseQuantile(markovian, q);
  const { constant, rest } = withoutConstants(route);
  const time = timeOf(source, rest, state);
  const mean = responseOf(source, rest, state);
  return time === undefined ? undefined : (q) => constant + (mean > 0 ? quantileOf(time, q, mean) : 0);
}

/** The M/M/c that is all of the route, if it is one. */
export function markovianQueue(route: Route, state: OpenSteadyState) {
  if (route.kind !== 'visit') return undefined;
  const load = state.loads.get(route.station);
  const answer = state.answers.get(route.station);
  if (load === undefined || answer?.keepsPoisson !== true || answer.visitTime === undefined) return undefined;
  const servers = serversOfQueue(load.station);
  if (servers === Infinity || load.station.speeds !== undefined) return undefined;
  const arrival = load.sources.reduce((sum, each) => sum + each.arrival, 0) / queuesOf(load.station);
  return { arrival, service: route.time.mean, servers };
}

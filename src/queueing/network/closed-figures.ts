import type { SourceFigures, StationFigures } from '../../model/network-figures.ts';
import type { ClosedSteadyState } from './closed/closed-problem.ts';
import { fullSpeed } from './closed/closed-problem.ts';
import { demandsOf } from './flat.ts';
import type { FlatNetwork } from './flat.ts';
import { joinTime, stationsOnly } from './join.ts';
import { idle } from './open-figures.ts';
import { hasPart } from './route.ts';
import { meanResponse } from './response.ts';
import type { Conditions } from './walk.ts';

const noStay = { waiting: 0, stretch: 1 };

/** Figures of the sources of a closed or mixed network; `rates` holds those of open sources. */
export function closedSourceFigures(
  flat: FlatNetwork,
  state: ClosedSteadyState,
  rates: ReadonlyMap<string, number>,
  conditions: Conditions,
): readonly SourceFigures<number>[] {
  return flat.routes.map(({ source, route }) => {
    const throughput = rates.get(source.id) ?? 0;
    return {
      source: source.id,
      throughput,
      // Branches at the same time are estimated; Little's law then holds for those who wait. Rounding must not make it negative.
      response:
        source.kind === 'closed' && hasPart(route, ['fork'])
          ? Math.max(0, source.population / throughput - source.think.mean)
          : meanResponse(
              route,
              (id, { mean }) => {
                const { waiting, stretch } = state.stays.get(id)?.get(source.id) ?? noStay;
                return waiting + stretch * mean;
              },
              (fork, means) =>
                joinTime(
                  fork,
                  means,
                  means.map(() => undefined),
                  stationsOnly(flat),
                ).mean,
              conditions,
            ),
    };
  });
}

/** Figures of the stations of a closed or mixed network; `rates` holds requests per second of all sources. */
export function closedStationFigures(
  flat: FlatNetwork,
  state: ClosedSteadyState,
  rates: ReadonlyMap<string, number>,
  conditions: Conditions,
): readonly StationFigures<number>[] {
  const demands = flat.routes.map(({ source, route }) => ({
    source,
    byStation: demandsOf(route, conditions),
  }));
  return [...flat.stations.values()].map((station) => {
    let throughput = 0;
    let work = 0;
    let inSystem = 0;
    for (const { source, byStation } of demands) {
      const demand = byStation.get(station.id);
      if (demand === undefined) continue;
      const visits = (rates.get(source.id) ?? 0) * demand.visits;
      const { waiting, stretch } = state.stays.get(station.id)?.get(source.id) ?? noStay;
      throughput += visits;
      work += visits * demand.service;
      inSystem += visits * (waiting + stretch * demand.service);
    }
    const isDelay = station.servers === Infinity && station.speeds === undefined;
    return throughput === 0
      ? idle(station)
      : {
          station: station.id,
          throughput,
          utilisation: isDelay ? work : work / fullSpeed(station),
          response: inSystem / throughput,
          inSystem,
        };
  });
}

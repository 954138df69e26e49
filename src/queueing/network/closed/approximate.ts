import { joinTime, stationsOnly } from '../join.ts';
import { meanResponse } from '../response.ts';
import { visitSeconds } from './arriving.ts';
import type { ArrivalStation } from './arriving.ts';
import { linearizer } from './linearizer.ts';
import type { ApproximateClass } from './linearizer.ts';
import { openApproximations } from './closed-problem.ts';
import type { ClosedProblem, ClosedSteadyState, VisitedStation } from './closed-problem.ts';

/** The approximate solution of a closed or mixed network, by Linearizer; `reasons` say why it is not exact. */
export function solveApproximately(problem: ClosedProblem, reasons: readonly string[]): ClosedSteadyState {
  const stations = problem.stations.map((visited) => arrivalStation(problem, visited));
  const classes = problem.closed.map((_, r) => approximateClass(problem, r));
  const figures = linearizer(classes, stations);
  const throughputs = new Map(
    problem.closed.map(({ source }, r) => [source.id, figures.throughputs[r] ?? 0]),
  );
  const stays = new Map(
    problem.stations.map((visited, k) => {
      const seconds = figures.seconds[k] ?? [];
      const own = problem.closed.map(
        ({ source }, r) => [source.id, stayOf(visited, r, seconds[r] ?? 0)] as const,
      );
      const outside = visited.open.map(
        ({ source, service }, o) =>
          [
            source,
            { waiting: outsideSeconds(problem, visited, figures, o, k) - service, stretch: 1 },
          ] as const,
      );
      return [visited.station.id, new Map([...own, ...outside])];
    }),
  );
  const isMixed = problem.stations.some(({ openLoad, servers }) => openLoad > 0 && servers > 1);
  return {
    kind: 'steady',
    throughputs,
    stays,
    approximations: [
      ...reasons,
      ...openApproximations(problem),
      ...(isMixed ? ['open requests at several servers leave the rest of the capacity to the others'] : []),
      ...(figures.isUncorrected
        ? [
            `${classes.length} classes at ${stations.length} stations are too many for the corrections of Linearizer: the first estimate, of Schweitzer and Bard, stands`,
          ]
        : []),
      ...(figures.hasSettled ? [] : ['the iteration did not settle; the figures are its last ones']),
    ],
  };
}

/** Closed sources first, then the open ones that come to this station. */
function arrivalStation({ closed }: ClosedProblem, visited: VisitedStation): ArrivalStation {
  const { station, copies, servers, demands, open, openLoad } = visited;
  const capacity = station.speeds?.at(-1) ?? servers;
  const scvOf = (service: number, secondMoment: number): number =>
    service * service > 0 ? Math.max(0, secondMoment / (service * service) - 1) : 0;
  return {
    discipline: station.discipline,
    servers,
    ...(station.speeds !== undefined && { speeds: station.speeds }),
    openPart: openLoad / capacity,
    openResidual:
      open.reduce((sum, { arrival, secondMoment }) => sum + (arrival * secondMoment) / 2, 0) / copies,
    services: [...demands.map((demand) => demand?.service ?? 0), ...open.map(({ service }) => service)],
    scvs: [
      ...demands.map((demand) => (demand === undefined ? 1 : scvOf(demand.service, demand.secondMoment))),
      ...open.map(({ service, secondMoment }) => scvOf(service, secondMoment)),
    ],
    priorities: [...closed.map(({ source }) => source.priority), ...open.map(({ priority }) => priority)],
  };
}

function approximateClass(problem: ClosedProblem, r: number): ApproximateClass {
  const { closed, stations, flat, conditions } = problem;
  const route = closed[r]?.route ?? { kind: 'sequence', parts: [] };
  const source = closed[r]?.source;
  const think = source?.kind === 'closed' ? source.think.mean : 0;
  const index = new Map(stations.map(({ station }, k) => [station.id, k]));
  return {
    population: source?.kind === 'closed' ? source.population : 0,
    visits: stations.map(({ demands, copies }) => (demands[r]?.visits ?? 0) / copies),
    cycle: (seconds) =>
      think +
      meanResponse(
        route,
        (id, time) => {
          const k = index.get(id);
          const visited = k === undefined ? undefined : stations[k];
          if (visited === undefined) return time.mean / (flat.stations.get(id)?.speeds?.[0] ?? 1);
          const { waiting, stretch } = stayOf(visited, r, seconds[k ?? 0] ?? 0);
          return waiting + stretch * time.mean;
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
}

/** A mean visit of class r as something before service and a stretched service, as its discipline has it. */
function stayOf({ station, demands }: VisitedStation, r: number, seconds: number) {
  const service = demands[r]?.service ?? 0;
  const isStretched = station.discipline === 'processor-sharing' || station.speeds !== undefined;
  if (isStretched && service > 0) return { waiting: 0, stretch: seconds / service };
  return { waiting: Math.max(0, seconds - service), stretch: 1 };
}

/** Mean visit of open source o at station k: it finds what is there at any moment. */
function outsideSeconds(
  problem: ClosedProblem,
  visited: VisitedStation,
  figures: ReturnType<typeof linearizer>,
  o: number,
  k: number,
): number {
  const { demands, copies, open } = visited;
  const rate = (r: number): number => ((figures.throughputs[r] ?? 0) * (demands[r]?.visits ?? 0)) / copies;
  const nothing = open.map(() => 0);
  return visitSeconds(arrivalStation(problem, visited), demands.length + o, {
    present: [...demands.map((_, r) => rate(r) * (figures.seconds[k]?.[r] ?? 0)), ...nothing],
    busy: [...demands.map((demand, r) => rate(r) * (demand?.service ?? 0)), ...nothing],
    others: Infinity,
  });
}

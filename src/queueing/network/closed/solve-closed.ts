import type { NoSolution } from '../../../model/network-figures.ts';
import { flowsBySource, loadsOf } from '../flat.ts';
import type { FlatNetwork } from '../flat.ts';
import { overloaded } from '../overload.ts';
import { hasPart } from '../route.ts';
import type { SourceLoad } from '../stations/load.ts';
import { noFormula } from '../../no-formula.ts';
import type { Conditions } from '../walk.ts';
import { solveApproximately } from './approximate.ts';
import { allLoads, delaysOf, openApproximations, problemOf } from './closed-problem.ts';
import type { ClosedProblem, ClosedSteadyState, VisitedStation } from './closed-problem.ts';
import { convolutionWork, convolve } from './convolution.ts';
import { exactMva } from './exact-mva.ts';
import { latticeOf } from './lattice.ts';
import { speedsOf } from './problem.ts';
import type { ClosedClass, ClosedFigures, QueueStation } from './problem.ts';
import { mostRoundWork, roundWork } from './linearizer.ts';
import { withoutProductForm } from './product-form.ts';

/** Points of the lattice times stations, and steps of a convolution, up to which the exact methods are used. */
const mostPoints = 2_000_000;
const mostSteps = 60_000_000;

/** Solves a network with at least one closed source, miss ratios of caches being given. */
export function solveClosed(
  flat: FlatNetwork,
  openRates: ReadonlyMap<string, number>,
  conditions: Conditions,
): ClosedSteadyState | NoSolution {
  const openLoads = loadsOf(flat.routes, openRates, conditions, flowsBySource(flat.routes, conditions));
  const tooMuch = overloaded(flat, withoutZero(openLoads));
  if (tooMuch !== undefined) return tooMuch;
  const problem = problemOf(flat, withoutZero(openLoads), conditions);
  const work = roundWork(problem.closed.length, problem.stations.length);
  if (work > mostRoundWork)
    return noFormula(
      `${problem.closed.length} classes of people at ${problem.stations.length} stations are ${work} terms a round of the iteration, more than the ${mostRoundWork} that are computed.`,
      'Simulate the network, or put classes together that ask for much the same.',
    );
  const reasons = [
    ...problem.stations.flatMap(({ station }) => withoutProductForm(station, allLoads(problem, station))),
    ...(flat.routes.some(({ route }) => hasPart(route, ['fork'])) ? ['forks have no product form'] : []),
  ];
  if (reasons.length > 0) return solveApproximately(problem, reasons);
  const classes = problem.closed.map(({ source }, r): ClosedClass => ({
    population: source.kind === 'closed' ? source.population : 0,
    think: (source.kind === 'closed' ? source.think.mean : 0) + delaysOf(problem, r),
  }));
  const people = classes.reduce((sum, { population }) => sum + population, 0);
  const queues = problem.stations.map((visited) => queueStation(visited, people));
  const points = latticeOf(classes.map(({ population }) => population)).size * Math.max(1, queues.length);
  const isConstant = queues.every(({ speeds }) => speeds.length === 1);
  if (isConstant && points <= mostPoints) return steadyState(problem, exactMva(classes, queues));
  if (points <= mostPoints && convolutionWork(classes, queues) <= mostSteps) {
    const rough = solveApproximately(problem, []);
    const scales = problem.closed.map(({ source }) => rough.throughputs.get(source.id) ?? 1);
    return steadyState(problem, convolve(classes, queues, scales));
  }
  return solveApproximately(problem, [
    'too many populations for an exact method: approximate mean value analysis',
  ]);
}

/** Sources that send nothing now are not there. */
const withoutZero = (
  loads: ReadonlyMap<string, readonly SourceLoad[]>,
): ReadonlyMap<string, readonly SourceLoad[]> =>
  new Map([...loads].map(([id, sources]) => [id, sources.filter(({ arrival }) => arrival > 0)]));

function queueStation(visited: VisitedStation, people: number): QueueStation {
  const { station, copies, servers, demands, openLoad } = visited;
  // Servers beyond the number of people matter only where requests from outside take them.
  const most = openLoad > 0 ? servers : people;
  return {
    copies,
    demands: demands.map((demand) => (demand === undefined ? 0 : (demand.visits * demand.service) / copies)),
    speeds: station.speeds ?? speedsOf(servers, most),
    openLoad,
  };
}

function steadyState(problem: ClosedProblem, figures: ClosedFigures): ClosedSteadyState {
  const throughputs = new Map(
    problem.closed.map(({ source }, r) => [source.id, figures.throughputs[r] ?? 0]),
  );
  const stays = new Map(
    problem.stations.map(({ station, copies, demands, open, openLoad }, k) => {
      const speed = station.speeds?.[0] ?? 1;
      const own = problem.closed.map(({ source }, r) => {
        const demand = demands[r];
        const work = (figures.throughputs[r] ?? 0) * ((demand?.visits ?? 0) * (demand?.service ?? 0));
        const present = (figures.queues[k]?.[r] ?? 0) * copies;
        return [source.id, { waiting: 0, stretch: work > 0 ? present / work : 1 / speed }] as const;
      });
      const stretch = openLoad > 0 ? (figures.openQueues[k] ?? 0) / openLoad : 1 / speed;
      const outside = open.map(({ source }) => [source, { waiting: 0, stretch }] as const);
      return [station.id, new Map([...own, ...outside])];
    }),
  );
  return { kind: 'steady', throughputs, stays, approximations: openApproximations(problem) };
}

import { tailOf } from '../laplace.ts';
import type { Transform } from '../laplace.ts';
import type { FlatNetwork } from './flat.ts';
import { forkJoinResponse, joinMoments } from './fork-join.ts';
import type { JoinMoments, Tail } from './fork-join.ts';
import { momentTime } from './moment-time.ts';
import { partsOf } from './route.ts';
import type { Route } from './route.ts';
import { constantSeconds } from './route-time.ts';
import { queuesOf, serversOfQueue } from './stations/load.ts';
import type { StationAnswer, StationLoad } from './stations/load.ts';
import { isMarkovian } from './stations/priority.ts';

export type Fork = Extract<Route, { kind: 'fork' }>;

/** What is known of the stations that the branches of a fork visit. */
export interface ForkStations {
  readonly loads: ReadonlyMap<string, StationLoad>;
  readonly answers: ReadonlyMap<string, StationAnswer>;
}

/** Stations of a network whose queues are solved in another way. */
export const stationsOnly = ({ stations }: FlatNetwork): ForkStations => ({
  loads: new Map([...stations].map(([id, station]) => [id, { station, sources: [], arrivalScv: 1 }])),
  answers: new Map(),
});

/**
 * Mean and second moment of the time until enough branches are done. Equal exponential queues of their own: see
 * `forkJoinResponse`. Others are taken as independent, which is an upper bound.
 */
export function joinTime(
  fork: Fork,
  means: readonly number[],
  branches: readonly (Transform | undefined)[],
  stations: ForkStations,
): JoinMoments {
  const constants = fork.branches
    .map((branch) => constantSeconds(branch, (id) => isDelay(stations, id)))
    .filter((seconds) => seconds !== undefined);
  if (constants.length === fork.branches.length) {
    const mean = constants.toSorted((a, b) => a - b)[fork.wanted - 1] ?? 0;
    return { mean, secondMoment: mean * mean };
  }
  const scale = Math.max(...means);
  if (scale === 0) return { mean: 0, secondMoment: 0 };
  const tails = branches.map((branch, k) => tailOfBranch(branch, means[k] ?? 0));
  const independent = joinMoments(tails, fork.wanted, scale);
  const equal = equalQueues(fork, stations);
  if (equal === undefined) return independent;
  const mean = forkJoinResponse(fork.branches.length, equal.rho, equal.response);
  return { mean, secondMoment: independent.secondMoment * (mean / independent.mean) ** 2 };
}

const isDelay = ({ loads }: ForkStations, id: string): boolean => loads.get(id)?.station.servers === Infinity;

/** Exponential where only the mean is known. */
function tailOfBranch(branch: Transform | undefined, mean: number): Tail {
  if (mean === 0) return () => 0;
  return branch === undefined ? (t) => Math.exp(-t / mean) : (t) => tailOf(branch, t);
}

/** Time of a join by its moments, to go into a longer route. */
export function timeOfJoin({ mean, secondMoment }: JoinMoments): Transform {
  const scv = mean === 0 ? 0 : secondMoment / (mean * mean) - 1;
  return momentTime(mean, scv < 1e-6 ? 0 : scv);
}

/** Load and response of one branch where every branch is one visit to an exponential server of its own, all alike. */
export function equalQueues(
  fork: Fork,
  { loads, answers }: ForkStations,
): { readonly rho: number; readonly response: number } | undefined {
  if (fork.wanted < fork.branches.length) return undefined;
  const visited = fork.branches.map((branch) =>
    branch.kind === 'visit' ? loads.get(branch.station) : undefined,
  );
  const own = visited.filter((load) => load !== undefined && isOwnServer(load, answers));
  const first = own[0]?.sources[0];
  if (first === undefined || own.length < fork.branches.length) return undefined;
  if (new Set(own.map((load) => load?.station.id)).size < own.length) return undefined;
  const alike = own.every((load) => {
    const source = load?.sources[0];
    return source !== undefined && near(source.arrival, first.arrival) && near(source.service, first.service);
  });
  const rho = first.arrival * first.service;
  return alike && rho < 1 ? { rho, response: first.service / (1 - rho) } : undefined;
}

function isOwnServer(load: StationLoad, answers: ReadonlyMap<string, StationAnswer>): boolean {
  const { station, sources } = load;
  const isOne = serversOfQueue(station) === 1 && queuesOf(station) === 1 && station.speeds === undefined;
  const isFifo = station.discipline === 'fifo' && station.room === Infinity;
  const isAlone = sources.length === 1 && isMarkovian(sources);
  return isOne && isFifo && isAlone && answers.get(station.id)?.keepsPoisson === true;
}

const near = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 * Math.abs(b);

/** What is approximated of the forks of a route; nothing where two equal queues make it exact. */
export function forkApproximations(route: Route, stations: ForkStations): readonly string[] {
  const found = partsOf(route).flatMap((part) => forkApproximations(part, stations));
  if (route.kind !== 'fork') return found;
  const constants = route.branches.map((branch) => constantSeconds(branch, (id) => isDelay(stations, id)));
  if (!constants.includes(undefined)) return found;
  const equal = equalQueues(route, stations);
  if (equal !== undefined)
    return route.branches.length <= 2
      ? found
      : [
          ...found,
          `join of ${route.branches.length} equal branches between light and heavy traffic (Varma and Makowski)`,
        ];
  return [
    ...found,
    `branches of a fork (${route.wanted} of ${route.branches.length}) are taken as independent`,
  ];
}

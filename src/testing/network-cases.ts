import type { NetworkSolution } from '../model/network-figures.ts';
import {
  closedSource,
  networkOf,
  openSource,
  randomTime,
  stationOf,
  workAt,
} from '../model/network-parts.ts';
import type { Network, NetworkStation, Step } from '../model/network.ts';

/** A network whose figures somebody published or a closed form gives. */
export interface NetworkCase {
  readonly name: string;
  /** Book with page, paper, or the formula. */
  readonly source: string;
  readonly network: Network;
  /** By `<station or source>.<figure>`. */
  readonly expected: Readonly<Record<string, number>>;
  /** Half a unit of the last printed digit; absent where the figures are known in full. */
  readonly rounding?: number;
  /** Allowed relative difference: 0.1 % unless the method is approximate. */
  readonly tolerance?: number;
  /** Whether the solver should call its answer exact; it should unless this says no. */
  readonly isExact?: false;
}

/** Station, mean visits, mean service time, squared coefficient of variation (1 unless given). */
export type Visits = readonly [station: string, visits: number, service: number, scv?: number];

/** Steps that make so many visits; a fraction of a visit is made with that probability. */
export const visiting = (...visits: readonly Visits[]): readonly Step[] =>
  visits.flatMap(([station, count, service, scv = 1]): readonly Step[] => {
    const work = workAt(station, service, scv);
    const whole = Math.floor(count);
    const rest = count - whole;
    const often = Array.from({ length: whole }, () => work);
    return rest < 1e-12
      ? often
      : [...often, { kind: 'choose', branches: [{ probability: rest, steps: [work] }] }];
  });

/** One station `cpu` and one open source `users`. */
export const oneStation = (
  station: Partial<NetworkStation>,
  rate: number,
  service: number,
  scv = 1,
  arrivals: { readonly scv?: number; readonly batch?: number } = {},
): Network =>
  networkOf({
    stations: [stationOf({ id: 'cpu', ...station })],
    sources: [openSource({ id: 'users', rate, steps: visiting(['cpu', 1, service, scv]), ...arrivals })],
  });

/** Stations by name; `users` of one kind come in at a rate. */
export const openNetworkOf = (
  rate: number,
  visits: readonly Visits[],
  stations: readonly Partial<NetworkStation>[] = [],
): Network =>
  networkOf({
    stations: stationsOf(visits, stations),
    sources: [openSource({ id: 'users', rate, steps: visiting(...visits) })],
  });

/** So many `users` who think and ask. */
export const closedNetworkOf = (
  population: number,
  think: number,
  visits: readonly Visits[],
  stations: readonly Partial<NetworkStation>[] = [],
): Network =>
  networkOf({
    stations: stationsOf(visits, stations),
    sources: [
      closedSource({ id: 'users', population, think: randomTime(think), steps: visiting(...visits) }),
    ],
  });

export const stationsOf = (
  visits: readonly Visits[],
  given: readonly Partial<NetworkStation>[],
): readonly NetworkStation[] =>
  [...new Set(visits.map(([station]) => station))].map((id) =>
    stationOf({ id, ...given.find((station) => station.id === id) }),
  );

/** The figure called `<station or source>.<figure>`, or one of `bounds.<figure>`. */
export function figureOf(solution: NetworkSolution, path: string): number {
  const [name = '', figure = ''] = path.split('.');
  const found =
    name === 'bounds'
      ? solution.bounds
      : (solution.sources.find(({ source }) => source === name) ??
        solution.stations.find(({ station }) => station === name));
  const value: unknown = Object.entries(found ?? {}).find(([key]) => key === figure)?.[1];
  return typeof value === 'number' ? value : NaN;
}

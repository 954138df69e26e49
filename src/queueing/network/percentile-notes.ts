import type { Times } from '../../model/network.ts';
import type { OpenSteadyState } from './open.ts';
import { markovianQueue } from './open-figures.ts';
import { partsOf } from './route.ts';
import type { Route } from './route.ts';
import { isMarkovian } from './stations/priority.ts';

/** What the percentiles of an open network rest on beyond the means; each begins with "percentiles:". */
export function percentileNotes(routes: readonly Route[], state: OpenSteadyState): readonly string[] {
  const inverted = routes.filter(
    (route) => route.kind !== 'visit' || markovianQueue(route, state) === undefined,
  );
  const visits = inverted.map(visitsIn);
  const notes: string[] = [];
  if (visits.some((route) => route.filter(({ station }) => isQueue(station, state)).length > 1))
    notes.push('percentiles: times of the visits of a request are taken as independent');
  if (routes.some((route) => hasFork(route)))
    notes.push('percentiles: branches of a fork are taken as independent of each other');
  const all = visits.flat();
  if (all.some(({ time }) => time.scv !== 0 && time.scv !== 1))
    notes.push(
      'percentiles: service times are gamma distributed, beyond exponential a mixture of two exponential times',
    );
  if (all.some(({ station }) => hasGuessedWait(station, state)))
    notes.push('percentiles: whoever waits is taken to wait an exponential time');
  return notes;
}

const mayRepeat = ({ kind, mean }: Times): boolean => (kind === 'geometric' ? mean > 0 : mean > 1);

type Visit = Extract<Route, { kind: 'visit' | 'slices' }>;

function visitsIn(route: Route): readonly Visit[] {
  const below = partsOf(route).flatMap(visitsIn);
  if (route.kind === 'visit') return [route];
  // Slices visit the station again after each call.
  if (route.kind === 'slices') return [route, route, ...below];
  return route.kind === 'repeat' && mayRepeat(route.times) ? [...below, ...below] : below;
}

const hasFork = (route: Route): boolean => route.kind === 'fork' || partsOf(route).some(hasFork);

function isQueue(id: string, state: OpenSteadyState): boolean {
  const station = state.loads.get(id)?.station;
  return station !== undefined && (station.servers < Infinity || station.speeds !== undefined);
}

function hasGuessedWait(id: string, state: OpenSteadyState): boolean {
  const load = state.loads.get(id);
  const isKnown = load === undefined || !isQueue(id, state) || state.answers.get(id)?.visitTime === undefined;
  if (isKnown) return false;
  const isOne = load.station.servers === 1 && load.station.replicas === 1;
  return load.arrivalScv !== 1 || !(isOne || isMarkovian(load.sources));
}

import type { NoSolution } from '../../model/network-figures.ts';
import { arrivalScvs } from './arrivals.ts';
import { flowsBySource, loadsOf, missRatios } from './flat.ts';
import type { FlatNetwork } from './flat.ts';
import type { Flows } from './flows.ts';
import { overloaded } from './overload.ts';
import { serversOfQueue } from './stations/load.ts';
import type { SourceLoad, StationAnswer, StationLoad } from './stations/load.ts';
import { merged, scvOf } from './stations/priority.ts';
import { solveStation, utilisationOf } from './stations/station.ts';
import { tandemAnswers } from './tandem.ts';
import type { Conditions } from './walk.ts';

/** Every station of an open network in steady state. */
export interface OpenSteadyState {
  readonly kind: 'steady';
  readonly conditions: Conditions;
  readonly flows: ReadonlyMap<string, Flows>;
  readonly loads: ReadonlyMap<string, StationLoad>;
  readonly answers: ReadonlyMap<string, StationAnswer>;
}

/**
 * Solves the stations of an open network one by one, each with the arrivals that the others send it: exact where
 * every station passes Poisson arrivals on (Jackson 1957; Baskett, Chandy, Muntz and Palacios 1975), else by two
 * moments (Whitt 1983). Miss ratios of caches and refusals of full queues change the arrivals, so it is repeated
 * until nothing moves. `fixedMisses` keeps the caches as they are.
 */
export function solveOpen(
  flat: FlatNetwork,
  rates: ReadonlyMap<string, number>,
  fixedMisses?: Conditions['misses'],
): OpenSteadyState | NoSolution {
  let misses: ReadonlyMap<string, number> = new Map([...flat.caches.keys()].map((id) => [id, 1]));
  let refusals: ReadonlyMap<string, number> = new Map();
  for (let round = 0; ; round++) {
    const conditions = conditionsOf(misses, refusals);
    const nextMisses =
      fixedMisses === undefined
        ? missRatios(flat, rates, conditions)
        : new Map([...flat.caches.keys()].map((id) => [id, fixedMisses(id)]));
    const state = solveGiven(flat, rates, conditionsOf(nextMisses, refusals));
    if (state.kind !== 'steady') return state;
    const nextRefusals = new Map([...state.answers].map(([id, { refused }]) => [id, refused]));
    const change = Math.max(difference(misses, nextMisses), difference(refusals, nextRefusals));
    if (change < 1e-12 || round > 300) return state;
    misses = nextMisses;
    refusals = round < 20 ? nextRefusals : halfway(refusals, nextRefusals);
  }
}

function solveGiven(
  flat: FlatNetwork,
  rates: ReadonlyMap<string, number>,
  conditions: Conditions,
): OpenSteadyState | NoSolution {
  const flows = flowsBySource(flat.routes, conditions);
  const sources = loadsOf(flat.routes, rates, conditions, flows);
  const tooMuch = overloaded(flat, sources);
  if (tooMuch !== undefined) return tooMuch;
  const loads = new Map<string, StationLoad>();
  const answers = new Map<string, StationAnswer>();
  const scvs = scvsOf(flat, rates, flows, sources);
  for (const [id, station] of flat.stations)
    loads.set(id, { station, sources: sources.get(id) ?? [], arrivalScv: scvs.get(id) ?? 1 });
  const inTandem = tandemAnswers(flat, rates, loads);
  for (const [id, load] of loads) {
    if (load.sources.length === 0) continue;
    const answer = inTandem.get(id) ?? solveStation(load);
    if ('noFormula' in answer)
      return {
        kind: 'no-formula',
        because: `${id}: there is no formula for ${answer.noFormula}.`,
        mend: 'Simulate the network, or give the station one queue for all its replicas.',
      };
    answers.set(id, answer);
  }
  return { kind: 'steady', conditions, flows, loads, answers };
}

/** Variability of arrivals; needs which stations pass Poisson arrivals on, so each is solved once with Poisson ones. */
function scvsOf(
  flat: FlatNetwork,
  rates: ReadonlyMap<string, number>,
  flows: ReadonlyMap<string, Flows>,
  sources: ReadonlyMap<string, readonly SourceLoad[]>,
): ReadonlyMap<string, number> {
  const stations = [...flat.stations].map(([id, station]) => {
    const load = { station, sources: sources.get(id) ?? [], arrivalScv: 1 };
    const answer = load.sources.length === 0 ? undefined : solveStation(load);
    const refused = answer === undefined || 'noFormula' in answer ? 0 : answer.refused;
    const passing = {
      utilisation: utilisationOf(load, refused),
      servers: station.speeds === undefined ? serversOfQueue(station) * station.replicas : 1,
      serviceScv: scvOf(merged(load.sources)),
      keepsPoisson: answer === undefined || (!('noFormula' in answer) && answer.keepsPoisson),
    };
    return [id, passing] as const;
  });
  const moving = flat.routes.map(({ source }) => ({
    source,
    rate: rates.get(source.id) ?? 0,
    flows: flows.get(source.id) ?? { entries: new Map(), exits: new Map(), passes: 1, links: new Map() },
  }));
  return arrivalScvs(moving, new Map(stations));
}

const conditionsOf = (
  misses: ReadonlyMap<string, number>,
  refusals: ReadonlyMap<string, number>,
): Conditions => ({
  misses: (cache) => misses.get(cache) ?? 1,
  refused: (station) => refusals.get(station) ?? 0,
});

function difference(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): number {
  return [...after].reduce((most, [id, value]) => Math.max(most, Math.abs(value - (before.get(id) ?? 0))), 0);
}

const halfway = (
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> =>
  new Map([...after].map(([id, value]) => [id, (value + (before.get(id) ?? 0)) / 2]));

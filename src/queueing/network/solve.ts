import { askedPercentiles } from '../../model/network-parts.ts';
import type { Network } from '../../model/network.ts';
import type { NetworkSolution, NoSolution, PoolFigures } from '../../model/network-figures.ts';
import { openApproximations, routeApproximations } from './approximations.ts';
import { noFormula } from '../no-formula.ts';
import { solveLayered } from '../layered/solve.ts';
import { closedPercentiles } from './closed-percentiles.ts';
import { closedSourceFigures, closedStationFigures } from './closed-figures.ts';
import { solveClosed } from './closed/solve-closed.ts';
import type { ClosedSteadyState } from './closed/closed-problem.ts';
import { demandsOf, flatten, missRatios } from './flat.ts';
import type { FlatNetwork } from './flat.ts';
import { forkApproximations } from './join.ts';
import { closedBounds, openBounds } from './network-bounds.ts';
import { solveOpen } from './open.ts';
import { sourceFigures, stationFigures } from './open-figures.ts';
import { percentileNotes } from './percentile-notes.ts';
import { refuse } from './refusals.ts';
import { partsOf, sizeOf } from './route.ts';
import type { Route } from './route.ts';
import { everyStep } from '../../model/network-steps.ts';
import type { Conditions } from './walk.ts';

/** Parts of a route, written out, beyond which it is not walked: which station follows which takes their square. */
const longestRoute = 3000;

/**
 * Solves a network by formulas: open, closed and mixed, several classes, forks, caches, limited room. `accuracy` speaks
 * of means, rates and utilisations; what percentiles rest on beyond them is said in `because` after "percentiles:". A
 * percentile or a figure without a formula is absent. The answer never holds NaN; bounds are Infinity where no station
 * can be saturated.
 */
export function solveNetwork(network: Network): NetworkSolution | NoSolution {
  const refused = refuse(network);
  if (refused !== undefined) return refused;
  if (isLayered(network)) {
    const solution = solveLayered(network);
    return 'kind' in solution && solution.kind === 'unstable' && turnsAway(network)
      ? noFormula(
          `Without those who are refused or give up it would be too much: ${solution.because}.`,
          'Simulate the network.',
        )
      : solution;
  }
  const flat = flatten(network);
  const long = flat.routes.find(({ route }) => sizeOf(route) > longestRoute);
  if (long !== undefined)
    return noFormula(
      `Requests of ${long.source.id} have ${sizeOf(long.route)} parts when all calls are written out, more than the ${longestRoute} that are walked.`,
      'Simulate the network, or merge steps.',
    );
  return network.sources.some(({ kind }) => kind === 'closed') ? closedSolution(flat) : openSolution(flat);
}

/** Whether a place is held while other work is done: then a station's time depends on the stations below it. */
const isLayered = (network: Network): boolean =>
  network.operations.some(({ pool, after }) => pool !== undefined || after.length > 0) ||
  everyStep(network).some(({ kind }) => kind === 'hold');

/** Limited room or patience bounds a queue whatever is asked for; the layered solver leaves both out. */
const turnsAway = ({ pools, stations }: Network): boolean =>
  pools.some(({ room, patience }) => room < Infinity || patience < Infinity) ||
  stations.some(({ room }) => room < Infinity);

function openSolution(flat: FlatNetwork): NetworkSolution | NoSolution {
  const rates = openRates(flat);
  const state = solveOpen(flat, rates);
  if (state.kind !== 'steady') return state;
  const approximations = [
    ...openApproximations(flat, state.flows.values(), state.answers),
    ...flat.routes.flatMap(({ route }) => forkApproximations(route, state)),
  ];
  const notes = percentileNotes(
    flat.routes.map(({ route }) => route),
    state,
  );
  return {
    accuracy: approximations.length === 0 ? 'exact' : 'approximate',
    because: [...new Set([...approximations, ...notes])],
    ...(notes.length > 0 && { approximatePercentiles: true }),
    sources: flat.routes.map((each) =>
      sourceFigures(
        each,
        rates.get(each.source.id) ?? 0,
        state,
        askedPercentiles(flat.network, each.source.id),
      ),
    ),
    stations: stationFigures(flat, state),
    pools: unusedPools(flat.network),
    bounds: openBounds(flat, rates, state.conditions),
  };
}

function closedSolution(flat: FlatNetwork): NetworkSolution | NoSolution {
  const lost = flat.routes.find(({ route }) => leavesWork(route));
  if (lost !== undefined)
    return noFormula(
      `${lost.source.id} sends work that nobody waits for, beside people who wait.`,
      'Simulate the network, or wait for all of that work.',
    );
  const endless = flat.routes.find(
    ({ source, route }) => source.kind === 'closed' && source.think.mean < 1e-15 && !takesTime(route),
  );
  if (endless !== undefined)
    return {
      kind: 'unstable',
      because: `People of ${endless.source.id} think 0 s and their requests take 0 s: they ask without end.`,
      mend: 'Give them a time to think, or their requests a time.',
    };
  const found = settled(flat);
  if (found.kind !== 'settled') return found;
  const { state, conditions, rates } = found;
  const approximations = [...routeApproximations(flat), ...state.approximations];
  const percentiles = closedPercentiles(flat);
  const sources = closedSourceFigures(flat, state, rates, conditions).map((source) => ({
    ...source,
    ...percentiles,
  }));
  return {
    accuracy: approximations.length === 0 ? 'exact' : 'approximate',
    because: [...new Set(approximations)],
    sources,
    stations: closedStationFigures(flat, state, rates, conditions),
    pools: unusedPools(flat.network),
    bounds: closedBounds(flat, sources, conditions),
  };
}

interface Settled {
  readonly kind: 'settled';
  readonly state: ClosedSteadyState;
  readonly conditions: Conditions;
  /** Requests per second of all sources. */
  readonly rates: ReadonlyMap<string, number>;
}

/** Throughput and the miss ratios of caches depend on each other: repeated until they agree. */
function settled(flat: FlatNetwork): Settled | NoSolution {
  const open = openRates(flat);
  const isFixed = [...flat.caches.values()].every(({ kind }) => kind === 'ratio');
  let misses: ReadonlyMap<string, number> = new Map([...flat.caches.keys()].map((id) => [id, 1]));
  let rates: ReadonlyMap<string, number> = new Map(
    flat.routes.map(({ source }) => [source.id, source.kind === 'open' ? source.rate : source.population]),
  );
  for (let round = 0; ; round++) {
    const before = misses;
    const next = missRatios(flat, rates, conditionsOf(before));
    misses =
      round < 10 ? next : new Map([...next].map(([id, miss]) => [id, (miss + (before.get(id) ?? 0)) / 2]));
    const conditions = conditionsOf(misses);
    const state = solveClosed(flat, open, conditions);
    if (state.kind !== 'steady') return state;
    rates = new Map([...open, ...state.throughputs]);
    const change = [...misses].reduce(
      (most, [id, miss]) => Math.max(most, Math.abs(miss - (before.get(id) ?? 0))),
      0,
    );
    if (isFixed || change < 1e-9 || round > 60) return { kind: 'settled', state, conditions, rates };
  }
}

const conditionsOf = (misses: ReadonlyMap<string, number>): Conditions => ({
  misses: (cache) => misses.get(cache) ?? 1,
  refused: () => 0,
});

const openRates = (flat: FlatNetwork): ReadonlyMap<string, number> =>
  new Map(
    flat.routes.flatMap(({ source }) => (source.kind === 'open' ? [[source.id, source.rate] as const] : [])),
  );

/** Whether something goes on after the answer: then more is under way than there are people. */
const leavesWork = (route: Route): boolean =>
  route.kind === 'aside' ||
  (route.kind === 'fork' && route.wanted < route.branches.length) ||
  partsOf(route).some(leavesWork);

/** Even where every read hits. */
const takesTime = (route: Route): boolean =>
  [...demandsOf(route, { misses: () => 0, refused: () => 0 }).values()].some(
    ({ visits, service }) => visits * service > 0,
  );

const unusedPools = ({ pools }: Network): readonly PoolFigures<number>[] =>
  pools.map(({ id }) => ({ pool: id, utilisation: 0, waiting: 0, queue: 0 }));

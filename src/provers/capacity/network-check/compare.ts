import { jointFactor } from '../joint-intervals.ts';
import type {
  IntervalEstimate,
  NetworkSimulation,
  NetworkSolution,
  NoSolution,
  PoolFigures,
  SourceFigures,
  StationFigures,
} from '../../../model/network-figures.ts';

/** Whether there is a solution, and not a reason why there is none. */
export const isSolved = (solution: NetworkSolution | NoSolution): solution is NetworkSolution =>
  'accuracy' in solution;

/** One figure computed by both, in the unit of `NetworkSolution`. */
export interface Comparison {
  /** `browse: mean response`. */
  readonly what: string;
  readonly unit: 's' | 'requests/s' | 'ratio' | 'count';
  readonly solved: number;
  readonly simulated: IntervalEstimate;
  readonly agrees: boolean;
  /** The solver claims no approximation: then they have to agree. */
  readonly isExact: boolean;
}

/**
 * Differences that say nothing, in the unit of the figure: what is so rare that a simulation may not meet it at all has
 * no interval. For times a thousandth of the longest mean response, and what is shorter than the simulator's histogram
 * tells apart.
 */
function negligible(unit: Comparison['unit'], longest: number): number {
  switch (unit) {
    case 's':
      return 1e-3 * longest + 2e-9;
    case 'ratio':
      return 1e-4;
    case 'requests/s':
    case 'count':
      return 0;
  }
}

/** Buckets of the simulator's histogram are at most this wide on either side of their middle, relative. */
const histogram = 0.0055;

interface Pair {
  readonly what: string;
  readonly unit: Comparison['unit'];
  readonly solved: number | undefined;
  readonly simulated: IntervalEstimate | undefined;
  readonly slack: number;
  readonly isPercentile: boolean;
}

/**
 * Every figure that the solver and the simulator both have. The intervals hold for one figure at a time with 95 %; here
 * they are widened so that all of them hold together (`jointFactor`).
 */
export function compareFigures(
  solution: NetworkSolution,
  simulation: NetworkSimulation,
): readonly Comparison[] {
  const pairs = [
    ...solution.sources.flatMap((solved) => {
      const simulated = simulation.sources.find(({ source }) => source === solved.source);
      return simulated === undefined ? [] : sourcePairs(solved, simulated);
    }),
    ...solution.stations.flatMap((solved) => {
      const simulated = simulation.stations.find(({ station }) => station === solved.station);
      return simulated === undefined ? [] : stationPairs(solved, simulated);
    }),
    ...solution.pools.flatMap((solved) => {
      const simulated = simulation.pools.find(({ pool }) => pool === solved.pool);
      return simulated === undefined ? [] : poolPairs(solved, simulated);
    }),
  ];
  const whole = pairs.flatMap(({ solved, simulated, ...rest }) =>
    solved === undefined || simulated === undefined ? [] : [{ ...rest, solved, simulated }],
  );
  const factor = jointFactor(whole.length, simulation.replications);
  const longest = Math.max(0, ...solution.sources.map(({ response }) => response));
  return whole.map(({ slack, isPercentile, ...pair }) => {
    const { solved, simulated } = pair;
    const away = Math.abs(solved - simulated.mean);
    return {
      ...pair,
      isExact: solution.accuracy === 'exact' && !(isPercentile && solution.approximatePercentiles === true),
      agrees:
        away <=
        simulated.halfWidth * factor +
          slack * Math.abs(solved) +
          negligible(pair.unit, longest) +
          Number.EPSILON,
    };
  });
}

function sourcePairs(
  solved: SourceFigures<number>,
  simulated: SourceFigures<IntervalEstimate>,
): readonly Pair[] {
  const name = solved.source;
  const time = (words: string, key: 'response' | 'p50' | 'p95' | 'p99'): Pair => ({
    what: `${name}: ${words}`,
    unit: 's',
    solved: solved[key],
    simulated: simulated[key],
    slack: key === 'response' ? 0 : histogram,
    isPercentile: key !== 'response',
  });
  return [
    {
      what: `${name}: throughput`,
      unit: 'requests/s',
      solved: solved.throughput,
      simulated: simulated.throughput,
      slack: 0,
      isPercentile: false,
    },
    time('mean response', 'response'),
    time('p50', 'p50'),
    time('p95', 'p95'),
    time('p99', 'p99'),
  ];
}

function stationPairs(
  solved: StationFigures<number>,
  simulated: StationFigures<IntervalEstimate>,
): readonly Pair[] {
  const pair = (
    words: string,
    unit: Comparison['unit'],
    key: 'utilisation' | 'response' | 'refused',
  ): Pair => ({
    what: `${solved.station}: ${words}`,
    unit,
    solved: solved[key],
    simulated: simulated[key],
    slack: 0,
    isPercentile: false,
  });
  return [
    pair('utilisation', 'ratio', 'utilisation'),
    pair('response of a visit', 's', 'response'),
    pair('refused', 'ratio', 'refused'),
  ];
}

const poolPairs = (
  solved: PoolFigures<number>,
  simulated: PoolFigures<IntervalEstimate>,
): readonly Pair[] => [
  {
    what: `${solved.pool}: places in use`,
    unit: 'ratio',
    solved: solved.utilisation,
    simulated: simulated.utilisation,
    slack: 0,
    isPercentile: false,
  },
  {
    what: `${solved.pool}: wait for a place`,
    unit: 's',
    solved: solved.waiting,
    simulated: simulated.waiting,
    slack: 0,
    isPercentile: false,
  },
];

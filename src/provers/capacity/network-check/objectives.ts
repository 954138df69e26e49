import type { Network, NetworkObjective } from '../../../model/network.ts';
import type {
  IntervalEstimate,
  NetworkSimulation,
  NetworkSolution,
  SourceFigures,
  StationFigures,
} from '../../../model/network-figures.ts';
import { canFail } from '../../../simulation/can-fail.ts';
import { six } from '../../settle.ts';

/** One objective with what both ways of computing say about it. */
export interface JudgedObjective {
  readonly objective: NetworkObjective;
  readonly words: string;
  readonly unit: 's' | 'requests/s' | 'ratio';
  readonly limit: number;
  readonly solved?: number;
  readonly simulated?: IntervalEstimate;
  readonly state: 'met' | 'missed' | 'undecided';
  /** What decides beside the figure. */
  readonly because?: string;
}

/**
 * The simulation decides when its whole interval lies on one side of the limit, unless an exact solution that it agrees
 * with otherwise lies on the other side. Where the limit lies inside it, such a solution decides; else the question
 * stays open. Percentiles are of answers; when more
 * requests fail than a percentile leaves out, it is missed whatever the answers took.
 */
export function judgeObjectives(
  network: Network,
  solution: NetworkSolution | undefined,
  simulation: NetworkSimulation,
  doesAgree: boolean,
): readonly JudgedObjective[] {
  const mayFail = canFail(network);
  return network.objectives.map((objective) => {
    const { words, unit, limit, isUpper } = wordsOf(objective);
    const solved = solvedFigure(objective, solution, mayFail);
    const simulated = figureOf(objective, simulation, ({ mean, halfWidth }) => ({
      mean: 1 - mean,
      halfWidth,
    }));
    const lost = lostBeyond(objective, simulation);
    const sure = doesAgree && isExactFor(objective, solution) ? solved : undefined;
    return {
      objective,
      words,
      unit,
      limit,
      ...(solved !== undefined && { solved }),
      ...(simulated !== undefined && { simulated }),
      ...(lost === undefined
        ? { state: stateOf(simulated, sure, limit, isUpper) }
        : { state: 'missed' as const, because: lost }),
    };
  });
}

/** Nothing fails where nothing can. */
function solvedFigure(
  objective: NetworkObjective,
  solution: NetworkSolution | undefined,
  mayFail: boolean,
): number | undefined {
  if (solution === undefined) return undefined;
  const found = figureOf(objective, solution, (failures) => 1 - failures);
  return found === undefined && objective.kind === 'success' && !mayFail ? 1 : found;
}

/** Says so when more requests fail, beyond the interval, than the percentile of an objective leaves out. */
function lostBeyond(objective: NetworkObjective, { sources }: NetworkSimulation): string | undefined {
  if (objective.kind !== 'latency') return undefined;
  const failures = sources.find(({ source }) => source === objective.source)?.failures;
  if (failures === undefined || failures.mean - failures.halfWidth <= 1 - objective.percentile / 100)
    return undefined;
  return `${six(100 * failures.mean)} % get no answer`;
}

const isExactFor = ({ kind }: NetworkObjective, solution: NetworkSolution | undefined): boolean =>
  solution?.accuracy === 'exact' && !(kind === 'latency' && solution.approximatePercentiles === true);

function stateOf(
  simulated: IntervalEstimate | undefined,
  exact: number | undefined,
  limit: number,
  isUpper: boolean,
): JudgedObjective['state'] {
  const side = (value: number): 'met' | 'missed' =>
    (isUpper ? value <= limit : value >= limit) ? 'met' : 'missed';
  if (simulated === undefined || !Number.isFinite(simulated.mean) || !Number.isFinite(simulated.halfWidth))
    return exact === undefined ? 'undecided' : side(exact);
  const low = side(simulated.mean - simulated.halfWidth);
  const high = side(simulated.mean + simulated.halfWidth);
  if (low === high) return exact === undefined || side(exact) === low ? low : 'undecided';
  return exact === undefined ? 'undecided' : side(exact);
}

interface Wording {
  readonly words: string;
  readonly unit: JudgedObjective['unit'];
  readonly limit: number;
  readonly isUpper: boolean;
}

function wordsOf(objective: NetworkObjective): Wording {
  switch (objective.kind) {
    case 'latency':
      return {
        words: `p${objective.percentile} of ${objective.source}`,
        unit: 's',
        limit: objective.limit,
        isUpper: true,
      };
    case 'throughput':
      return {
        words: `answers to ${objective.source}`,
        unit: 'requests/s',
        limit: objective.least,
        isUpper: false,
      };
    case 'success':
      return {
        words: `part of ${objective.source} that is answered`,
        unit: 'ratio',
        limit: objective.least,
        isUpper: false,
      };
    case 'utilisation':
      return {
        words: `utilisation of ${objective.station}`,
        unit: 'ratio',
        limit: objective.most,
        isUpper: true,
      };
  }
}

interface Figures<T> {
  readonly sources: readonly SourceFigures<T>[];
  readonly stations: readonly StationFigures<T>[];
}

/** `complement` turns the part that fails into the part that is answered. */
function figureOf<T>(
  objective: NetworkObjective,
  { sources, stations }: Figures<T>,
  complement: (failures: T) => T,
): T | undefined {
  if (objective.kind === 'utilisation')
    return stations.find(({ station }) => station === objective.station)?.utilisation;
  const source = sources.find((each) => each.source === objective.source);
  if (source === undefined) return undefined;
  switch (objective.kind) {
    case 'throughput':
      return source.throughput;
    case 'success':
      return source.failures === undefined ? undefined : complement(source.failures);
    case 'latency':
      return percentileOf(source, objective.percentile);
  }
}

/** A percentile that the figures have, usual or asked for. */
export function percentileOf<T>(source: SourceFigures<T>, percentile: number): T | undefined {
  switch (percentile) {
    case 50:
      return source.p50;
    case 95:
      return source.p95;
    case 99:
      return source.p99;
    default:
      return source.others?.find((each) => each.percentile === percentile)?.time;
  }
}

import type { Objective } from '../../model/brief.ts';
import type { Criterion } from '../../model/decision.ts';
import { derived } from '../../model/origin.ts';
import type { Quantity } from '../../model/origin.ts';
import { quantityText } from '../../model/quantity.ts';
import { pathParts, pathsOf } from '../sizing/availability.ts';
import { hopsOf, percentileOf, totalOf, waitingOf } from '../sizing/latency.ts';
import type { Waiting } from '../sizing/latency.ts';
import { objectiveFor, workFor } from '../sizing/problem.ts';
import type { Problem } from '../sizing/problem.ts';
import type { SizedOption } from '../sizing/sized.ts';
import type { Work } from '../sizing/work.ts';
import { worstRecoveryPoint, worstRecoveryTime } from '../sizing/zones.ts';

export const inSeconds = ({ value, unit }: Quantity): number => (unit === 'ms' ? value / 1000 : value);

/** Interactive work whose effective objective for a quality is this one. */
const governed = (
  problem: Problem,
  option: SizedOption,
  objective: Objective,
  quality: 'latency' | 'availability',
): readonly Work[] =>
  workFor(problem, option.shape).filter(
    ({ workload, interactive }) =>
      interactive && objectiveFor(problem.objectives, workload, quality)?.id === objective.id,
  );

export interface LatencyResult {
  readonly objective: Objective;
  readonly percentile: number;
  /** The workload that comes closest to the limit, and its time in seconds (infinite when a station is saturated). */
  readonly workload: string;
  readonly seconds: number;
  readonly limit: Quantity;
}

/** Each latency objective with the workload that has most trouble with it. */
export function latencyResults(problem: Problem, option: SizedOption): readonly LatencyResult[] {
  const waiting = waitingOf(option);
  return problem.objectives.flatMap((objective) => {
    const { latency } = objective;
    if (latency === undefined) return [];
    const worst = governed(problem, option, objective, 'latency')
      .map((work) => ({
        workload: work.workload,
        seconds: percentileOf(totalOf(hopsOf(problem, option, work, waiting)), latency.percentile),
      }))
      .reduce<{ readonly workload: string; readonly seconds: number } | undefined>(
        (most, next) => (most === undefined || next.seconds > most.seconds ? next : most),
        undefined,
      );
    return worst === undefined
      ? []
      : [{ objective, percentile: latency.percentile, limit: latency.limit, ...worst }];
  });
}

export function latencyCriteria(problem: Problem, option: SizedOption): readonly Criterion[] {
  return latencyResults(problem, option).map(({ objective, percentile, workload, seconds, limit }) => {
    const met = seconds <= inSeconds(limit);
    const within = `p${percentile} of ${workload}`;
    const saturated = !Number.isFinite(seconds);
    const value = saturated
      ? derived(worstPressure(option), 'ratio', 'a station on the path is saturated', [workload])
      : derived(seconds * 1000, 'ms', 'percentile of the sum of hops, gamma by mean and variance', [
          `slowest workload ${workload}`,
        ]);
    return {
      id: `latency/${objective.id}`,
      words: met
        ? `${within} stays within ${quantityText(limit)}`
        : saturated
          ? `${within} has no limit: a station is saturated`
          : `${within} is ${quantityText(value)}, above ${quantityText(limit)}${idleShare(problem, option, { workload, percentile, limit })}`,
      met,
      value,
      limit,
    };
  });
}

const noWaiting: Waiting = { units: new Map(), primaries: new Map(), replicas: new Map() };

/** Where a limit is missed on idle machines already, the part that takes most: no machine mends that. */
function idleShare(
  problem: Problem,
  option: SizedOption,
  { workload, percentile, limit }: Pick<LatencyResult, 'workload' | 'percentile' | 'limit'>,
): string {
  const work = workFor(problem, option.shape).find((each) => each.workload === workload);
  if (work === undefined) return '';
  const hops = hopsOf(problem, option, work, noWaiting);
  const idle = percentileOf(totalOf(hops), percentile);
  const slowest = hops.toSorted((a, b) => b.mean - a.mean)[0];
  if (slowest === undefined || idle <= inSeconds(limit)) return '';
  const words = (seconds: number): string => quantityText({ value: seconds, unit: 's' });
  return `, and ${words(idle)} on idle machines: ${slowest.container} alone takes ${words(slowest.mean)}`;
}

const worstPressure = ({ pressures }: SizedOption): number =>
  pressures.reduce((most, { ratio }) => Math.max(most, ratio), 0);

export function availabilityCriteria(problem: Problem, option: SizedOption): readonly Criterion[] {
  const pathOf = pathsOf(problem, option);
  return problem.objectives.flatMap((objective) => {
    const { availability } = objective;
    if (availability === undefined) return [];
    const worst = governed(problem, option, objective, 'availability')
      .map((work) => ({ work, workload: work.workload, value: pathOf(work) }))
      .toSorted((a, b) => a.value - b.value)[0];
    if (worst === undefined) return [];
    const met = worst.value >= availability.value;
    const value = derived(worst.value, 'ratio', 'product over the parts on the path', [worst.workload]);
    return [
      {
        id: `availability/${objective.id}`,
        words: met
          ? `${worst.workload} is available at least ${quantityText(availability)}`
          : `${worst.workload} is available ${quantityText(value)}, below ${quantityText(availability)}${weakestPart(problem, option, worst.work)}`,
        met,
        value,
        limit: availability,
      },
    ];
  });
}

/** The part of a path that fails most often: what would have to be mended first. */
function weakestPart(problem: Problem, option: SizedOption, work: Work): string {
  const weakest = pathParts(problem, option, work).toSorted((a, b) => a.availability - b.availability)[0];
  return weakest === undefined
    ? ''
    : `: ${weakest.container} alone is ${quantityText({ value: weakest.availability, unit: 'ratio' })}`;
}

export function recoveryCriteria(
  { rpo, rto }: Problem,
  { standby, zones }: SizedOption,
): readonly Criterion[] {
  const from = [
    zones === 1
      ? 'one zone, log archived outside of it'
      : standby === 'none'
        ? 'one database node, log archived'
        : `${standby} standby`,
  ];
  const lost = zones === 1 ? 'the only zone' : 'the primary';
  const judged = (id: string, what: string, value: number, limit: Quantity | undefined) => {
    if (limit === undefined) return [];
    const met = value <= limit.value;
    const quantity = derived(value, 's', `${what} with ${from.join('')}`, from);
    return [
      {
        id: `recovery/${id}`,
        words: met
          ? `${what} at most ${quantityText(limit)}`
          : `${what} ${quantityText(quantity)}, more than ${quantityText(limit)}`,
        met,
        value: quantity,
        limit,
      },
    ];
  };
  return [
    ...judged('rpo', `data lost with ${lost}`, worstRecoveryPoint(standby, zones), rpo),
    ...judged('rto', `time without ${lost}`, worstRecoveryTime(standby, zones), rto),
  ];
}

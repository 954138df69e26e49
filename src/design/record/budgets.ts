import type { HopWork, LatencyBudget, PathAvailability } from '../../model/load.ts';
import type { Moments } from '../../queueing/waiting.ts';
import { downtimePerMonth, inSeries } from '../../queueing/availability.ts';
import { inSeconds } from '../options/quality-criteria.ts';
import { ranged } from '../quantities.ts';
import { pathParts } from '../sizing/availability.ts';
import type { Level } from '../sizing/zones.ts';
import { hopsOf, percentileOf, totalOf, waitingOf } from '../sizing/latency.ts';
import type { Hop } from '../sizing/latency.ts';
import { objectiveFor, workFor } from '../sizing/problem.ts';
import type { Problem } from '../sizing/problem.ts';
import { underLoad } from '../sizing/reload.ts';
import type { SizedOption } from '../sizing/sized.ts';
import type { Work } from '../sizing/work.ts';
import { finiteRange, saturatedRule, writtenWaiting } from './saturated.ts';
import { endsOf } from './stations.ts';

/** Where the time of each operation that somebody waits for goes; hops add up to the mean. */
export function budgetsOf(problem: Problem, option: SizedOption): readonly LatencyBudget[] {
  const ends = endsOf(problem);
  const loads = [1, ends.low, ends.high].map((factor) => {
    const loaded = underLoad(problem, option, option.scale * factor);
    return { loaded, waiting: factor === 1 ? writtenWaiting(loaded) : waitingOf(loaded) };
  });
  const waiting = waitingOf(option);
  return workFor(problem, option.shape)
    .filter(({ interactive }) => interactive)
    .map((work) => {
      const [now = [], low = [], high = []] = loads.map(({ loaded, waiting: there }) =>
        hopsOf(problem, loaded, work, there),
      );
      const steady = Number.isFinite(totalOf(hopsOf(problem, option, work, waiting)).mean);
      return budget(problem, work, { now, low, high, steady });
    });
}

interface Times {
  readonly now: readonly Hop[];
  readonly low: readonly Hop[];
  readonly high: readonly Hop[];
  /** No station on the way is saturated. */
  readonly steady: boolean;
}

function budget(problem: Problem, work: Work, { now, low, high, steady }: Times): LatencyBudget {
  const at = (pick: (hops: readonly Hop[]) => number) =>
    [pick(now) * 1000, pick(low) * 1000, pick(high) * 1000] as const;
  const containers = [...new Set(now.map(({ container }) => container))];
  const names = [`hops ${containers.join(', ')}`];
  const percentile = (value: number) =>
    finiteRange(
      at((hops) => percentileOf(totalOf(hops), value)),
      'ms',
      steady ? `p${value} of the sum, gamma by mean and variance` : saturatedRule,
      names,
    );
  const objective = objectiveFor(problem.objectives, work.workload, 'latency');
  return {
    operation: work.operation,
    workload: work.workload,
    hops: containers.map((container) => ({
      container,
      mean: finiteRange(
        at((hops) => timeAt(hops, container)),
        'ms',
        'waiting + service of all visits',
        [`${now.filter((hop) => hop.container === container).length} visits`],
      ),
      scv: variabilityAt(now, container),
      ...reachedOf(now, container),
      work: workAt(now, container),
    })),
    mean: finiteRange(
      at((hops) => totalOf(hops).mean),
      'ms',
      'sum of hops',
      names,
    ),
    p95: percentile(95),
    p99: percentile(99),
    ...(objective !== undefined && {
      objective: {
        id: objective.id,
        percentile: objective.latency.percentile,
        limit: objective.latency.limit,
        computed: percentile(objective.latency.percentile),
        met:
          steady &&
          percentileOf(totalOf(now), objective.latency.percentile) <= inSeconds(objective.latency.limit),
      },
    }),
  };
}

const timeAt = (hops: readonly Hop[], container: string): number =>
  hops.reduce((sum, hop) => (hop.container === container ? sum + hop.mean : sum), 0);

/** Part of the requests that get to a container which only some of them need. */
function reachedOf(hops: readonly Hop[], container: string): { readonly reached?: number } {
  const parts = hops.flatMap((hop) => (hop.container === container ? [hop.reached ?? 1] : []));
  const reached = Math.max(...parts);
  return reached < 1 ? { reached: Number(reached.toPrecision(6)) } : {};
}

/** Service and delay of all visits to one container, as those have them who get there. */
function workAt(hops: readonly Hop[], container: string): HopWork {
  const there = hops.filter((hop) => hop.container === container);
  const visits = there.filter(({ served }) => served !== undefined);
  const service = totalOf(visits.flatMap(({ served }) => served ?? []));
  const delay = totalOf(there.flatMap(({ beside }) => beside ?? []));
  const scv = ({ mean, variance }: Moments): number => (mean === 0 ? 0 : variance / (mean * mean));
  return {
    visits: visits.length,
    service: significant(visits.length === 0 ? 0 : service.mean / visits.length),
    scv: significant(visits.length * scv(service)),
    delay: significant(delay.mean),
    delayScv: significant(scv(delay)),
  };
}

const significant = (value: number): number => Number(value.toPrecision(9));

/** Squared coefficient of variation of all time at a container, waiting included. */
function variabilityAt(hops: readonly Hop[], container: string): number {
  const { mean, variance } = totalOf(hops.filter((hop) => hop.container === container));
  return mean === 0 ? 0 : Number((variance / (mean * mean)).toPrecision(6));
}

/** Availability of the path of each operation that somebody waits for, against its objective. */
export function availabilityOf(problem: Problem, option: SizedOption): readonly PathAvailability[] {
  return workFor(problem, option.shape)
    .filter(({ interactive }) => interactive)
    .map((work) => {
      const at = (level: Level) => pathParts(problem, option, work, level);
      const [now, low, high] = [at('value'), at('low'), at('high')];
      const whole = (parts: typeof now): number => inSeries(parts.map(({ availability }) => availability));
      const names = now.map(({ container, availability }) => `${container} ${plainShare(availability)}`);
      const objective = objectiveFor(problem.objectives, work.workload, 'availability');
      const value = whole(now);
      return {
        operation: work.operation,
        workload: work.workload,
        parts: now.map(({ container, availability }, index) => ({
          container,
          availability: ranged(
            availability,
            low[index]?.availability ?? availability,
            high[index]?.availability ?? availability,
            'ratio',
            'alternatives of one container, k of n',
            ['figures with ranges; promised values for foreign systems'],
          ),
        })),
        availability: ranged(value, whole(low), whole(high), 'ratio', 'product over the path', names),
        downtimePerMonth: ranged(
          downtimePerMonth(value),
          downtimePerMonth(whole(high)),
          downtimePerMonth(whole(low)),
          's',
          '(1 − availability) × 30 days',
          [plainShare(value)],
        ),
        ...(objective !== undefined && {
          objective: {
            id: objective.id,
            required: objective.availability,
            met: value >= objective.availability.value,
          },
        }),
      };
    });
}

const plainShare = (ratio: number): string => `${Number((ratio * 100).toPrecision(6))} %`;

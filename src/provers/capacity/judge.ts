import { gammaTime, quantileOf, sometimes, sumOf } from '../../queueing/laplace.ts';
import type { Transform } from '../../queueing/laplace.ts';
import { proved, refuted, six, undecided } from '../settle.ts';
import type { Settled } from '../settle.ts';
import type { Budget, Network, Path, Queue } from './network.ts';
import { recompute, responseQuantileAt, waitingAt } from './queue.ts';
import type { Recomputed } from './queue.ts';

/** Relative difference within which two ways of computing one figure agree. */
export const agreement = 0.01;
/** The same for percentiles of a sum, of which the stated one is a gamma distribution of equal mean and variance. */
export const sumAgreement = 0.1;
/** Part by which an open model may overstate the rate of people who wait for answers. */
export const overstated = 0.1;

const differ = (a: number, b: number, tolerance: number): boolean =>
  Math.abs(a - b) > tolerance * Math.max(Math.abs(a), Math.abs(b));
const percent = (ratio: number): string => `${six(ratio * 100)} %`;
const ms = (time: number): string => (Number.isFinite(time) ? `${six(time * 1000)} ms` : 'without end');

const verdictOf = (faults: readonly string[]): Settled['verdict'] =>
  faults.length === 0 ? proved : refuted(faults.join('\n'));

export function judgeStation(queue: Queue): Settled {
  const { container, arrival, service, servers, instances, utilisationLimit, stated } = queue;
  const load = arrival * service;
  const utilisation = load / servers;
  const left = (servers * (instances - 1)) / instances;
  const computed = recompute(queue);
  if (computed === undefined)
    return {
      verdict: refuted(`${container} is saturated: ${six(load)} servers busy of ${servers}`),
      measurements: { utilisation: six(utilisation) },
      incomplete: [],
    };
  const oneDown = instances > 1 ? load / left : undefined;
  const [p95, p99] = [0.95, 0.99].map((q) => responseQuantileAt(queue, computed, q));
  const pairs: readonly (readonly [string, number, number])[] = [
    ['utilisation', stated.utilisation, utilisation],
    ['mean response', stated.response, computed.response],
    ['p95', stated.p95, p95 ?? Infinity],
    ['p99', stated.p99, p99 ?? Infinity],
  ];
  const busiest = oneDown ?? utilisation;
  const faults = [
    ...(busiest > utilisationLimit
      ? [
          `${container} is busy to ${percent(busiest)}${oneDown === undefined ? '' : ` with one of ${instances} instances down`}, the limit is ${percent(utilisationLimit)}`,
        ]
      : []),
    ...pairs
      .filter(([, said, found]) => differ(said, found, agreement))
      .map(
        ([name, said, found]) => `${container}: ${name} is stated as ${six(said)}, computed ${six(found)}`,
      ),
  ];
  return {
    verdict: verdictOf(faults),
    measurements: {
      utilisation: six(utilisation),
      ...(oneDown !== undefined && { utilisationOneDown: six(oneDown) }),
      probabilityOfWaiting: six(computed.waits),
      meanMs: six(computed.response * 1000),
      p95Ms: six((p95 ?? 0) * 1000),
      p99Ms: six((p99 ?? 0) * 1000),
      inSystem: six(computed.inSystem),
    },
    incomplete: oneDown === undefined ? ['a single instance: its loss is an outage, not an overload'] : [],
  };
}

export function judgeLatency(budget: Budget, { stations }: Network): Settled {
  const { objective, hops, stated, workload } = budget;
  if (objective === undefined)
    return { verdict: undecided('no objective'), measurements: {}, incomplete: [] };
  const queues = new Map(
    stations.flatMap((station) =>
      station.kind === 'queue' ? [[station.container, recompute(station)] as const] : [],
    ),
  );
  const incomplete: string[] = [];
  const times = hops.map((hop) => hopTime(hop, queues, incomplete));
  const full = hops.find((hop) => queues.has(hop.container) && queues.get(hop.container) === undefined);
  if (full !== undefined)
    return { verdict: refuted(`${full.container} is saturated`), measurements: {}, incomplete };
  const mean = hops.reduce((sum, hop) => sum + hop.mean, 0);
  const random = times.some(({ varies }) => varies);
  const whole = sumOf(times.flatMap(({ parts }) => parts));
  const quantile = (q: number): number => (random ? quantileOf(whole, q, mean) : mean);
  const q = objective.percentile / 100;
  const found = quantile(q);
  const said = objective.percentile >= 99 ? stated.p99 : stated.p95;
  const faults = [
    ...(found > objective.limit
      ? [`${workload}: p${objective.percentile} is ${ms(found)}, the limit is ${ms(objective.limit)}`]
      : []),
    ...(differ(stated.mean, mean, agreement)
      ? [`${workload}: the mean is stated as ${ms(stated.mean)}, the hops add up to ${ms(mean)}`]
      : []),
    ...times.flatMap(({ fault }) => fault ?? []),
  ];
  const comparable = objective.percentile === 95 || objective.percentile === 99;
  return {
    verdict: verdictOf(faults),
    measurements: {
      percentile: objective.percentile,
      limitMs: six(objective.limit * 1000),
      computedMs: six(found * 1000),
      ...(comparable && { statedMs: six(said * 1000) }),
      meanMs: six(mean * 1000),
    },
    incomplete: [
      ...incomplete,
      ...(comparable && differ(said, found, sumAgreement)
        ? [
            `the stated percentile ${ms(said)} differs from the inverted sum ${ms(found)} by more than ${percent(sumAgreement)}`,
          ]
        : []),
    ],
  };
}

interface HopTime {
  readonly parts: readonly Transform[];
  readonly varies: boolean;
  readonly fault?: string;
}

/** The time of those who get to the hop, for the part of the requests that does; the others spend none there. */
function hopTime(
  hop: Budget['hops'][number],
  queues: ReadonlyMap<string, Recomputed | undefined>,
  incomplete: string[],
): HopTime {
  const { reached = 1 } = hop;
  if (reached === 1 || reached === 0) return reachedTime(hop, queues, incomplete);
  const mean = hop.mean / reached;
  const second = ((1 + (hop.scv ?? 0)) * hop.mean * hop.mean) / reached;
  const scv = Math.max(0, second / (mean * mean) - 1);
  const there = reachedTime({ ...hop, mean, ...(hop.scv !== undefined && { scv }) }, queues, incomplete);
  return { ...there, parts: [sometimes(reached, sumOf(there.parts))], varies: true };
}

/** Waiting as the station makes it, then what is left of the hop's mean and variance as a gamma distributed time. */
function reachedTime(
  { container, mean, scv }: Budget['hops'][number],
  queues: ReadonlyMap<string, Recomputed | undefined>,
  incomplete: string[],
): HopTime {
  const queue = queues.get(container);
  if (queue === undefined) {
    if (scv === undefined)
      incomplete.push(`how the time at ${container} varies is not known, it is taken as constant`);
    return { parts: [gammaTime(mean, scv ?? 0)], varies: (scv ?? 0) > 0 };
  }
  const rest = mean - queue.waiting;
  if (rest < -agreement * mean)
    return {
      parts: [],
      varies: true,
      fault: `${container}: the hop takes ${ms(mean)}, waiting alone takes ${ms(queue.waiting)}`,
    };
  const waitVariance = (queue.waits * (2 - queue.waits)) / queue.rate ** 2;
  const left = Math.max(0, rest);
  const restVariance = scv === undefined ? left * left : Math.max(0, scv * mean * mean - waitVariance);
  return {
    parts: [waitingAt(queue), gammaTime(left, left === 0 ? 0 : restVariance / (left * left))],
    varies: true,
  };
}

export function judgeAvailability({ parts, stated, objective, workload }: Path): Settled {
  if (objective === undefined || parts.length === 0)
    return { verdict: undecided('no objective or no parts'), measurements: {}, incomplete: [] };
  // In logarithms of what is missing: a second way that keeps the digits of values near one.
  const found = Math.exp(parts.reduce((sum, { availability }) => sum + Math.log1p(availability - 1), 0));
  const weakest = parts.reduce((a, b) => (b.availability < a.availability ? b : a));
  const faults = [
    ...(found < objective.required
      ? [
          `${workload}: ${percent(found)} of the time up, ${percent(objective.required)} is required; ${weakest.container} alone is up ${percent(weakest.availability)}`,
        ]
      : []),
    ...(differ(1 - stated, 1 - found, agreement)
      ? [`${workload}: ${percent(stated)} is stated, the parts in series give ${percent(found)}`]
      : []),
  ];
  return {
    verdict: verdictOf(faults),
    measurements: {
      availability: Number(found.toFixed(9)),
      required: objective.required,
      downtimeSecondsIn30Days: six((1 - found) * 30 * 86_400),
      weakest: weakest.container,
    },
    incomplete: ['parts fail independently of each other'],
  };
}

/**
 * Interactive response time law, X = N/(Z + R): people who wait do not ask. The peak rate comes from N = X·Z people;
 * a closed network of them sends at least X·Z/(Z + R), since R only falls when less is sent.
 */
export function judgePeople({ people, stations }: Network): Settled {
  const faults = people.flatMap(({ workload, think, response }) => {
    const least = think / (think + response);
    return least < 1 - overstated
      ? [
          `${workload}: people who wait ${ms(response)} and think ${ms(think)} may send only ${percent(least)} of the stated rate`,
        ]
      : [];
  });
  const underWay = people.reduce((sum, { response, peakRate }) => sum + response * peakRate, 0);
  const busy = stations.flatMap((station) =>
    station.kind === 'queue' ? (recompute(station)?.inSystem ?? []) : [],
  );
  return {
    verdict: people.length === 0 ? undecided('nobody pauses between requests') : verdictOf(faults),
    measurements: {
      peopleThinking: six(people.reduce((sum, { think, peakRate }) => sum + think * peakRate, 0)),
      ...(Number.isFinite(underWay) && { requestsUnderWay: six(underWay) }),
      requestsAtQueues: six(busy.reduce((a, b) => a + b, 0)),
    },
    incomplete: [],
  };
}

import type { RandomTime } from '../../model/network.ts';
import { over, sometimes, sumOf, times } from '../laplace.ts';
import type { Complex, Transform } from '../laplace.ts';
import { momentTime } from './moment-time.ts';
import type { Route } from './route.ts';
import type { Conditions } from './walk.ts';

/** Distribution of one visit; absent where only its mean is known. */
export type VisitTime = (station: string, time: RandomTime) => Transform | undefined;

/** Distribution of the time until enough branches of a fork are done. */
export type JoinTime = (
  fork: Extract<Route, { kind: 'fork' }>,
  branches: readonly Transform[],
) => Transform | undefined;

/**
 * Distribution of the time from begin to end of a route, its visits taken as independent. Absent where some visit has
 * none.
 */
export function routeTime(
  route: Route,
  visit: VisitTime,
  join: JoinTime,
  conditions: Conditions,
): Transform | undefined {
  const of = (part: Route): Transform | undefined => routeTime(part, visit, join, conditions);
  switch (route.kind) {
    case 'visit':
      return visit(route.station, route.time);
    case 'sequence':
      return whenAll(
        grouped(route.parts).map(([part, count]) => power(of(part), count)),
        sumOf,
      );
    case 'repeat': {
      const part = of(route.part);
      if (part === undefined) return undefined;
      const { kind, mean } = route.times;
      if (kind === 'geometric') return untilEnd({ re: 1 / (1 + mean), im: 0 }, part, mean / (1 + mean));
      const whole = Math.floor(mean);
      return whenAll([power(part, whole), sometimes(mean - whole, part)], sumOf);
    }
    case 'slices': {
      const slice = visit(route.station, route.time);
      const calls = route.calls.map((call) => of(call.part));
      if (slice === undefined) return undefined;
      return whenAll(calls, (known) => slicesTime(slice, known, route.calls, route.ends));
    }
    case 'choose':
      return whenAll(
        route.branches.map(({ part }) => of(part)),
        (known) =>
          mixture(
            known,
            route.branches.map(({ probability }) => probability),
          ),
      );
    case 'fork':
      return whenAll(route.branches.map(of), (known) => join(route, known));
    case 'aside':
      return none;
    case 'cached': {
      const part = of(route.part);
      return part === undefined ? undefined : sometimes(conditions.misses(route.cache), part);
    }
  }
}

const none: Transform = () => ({ re: 1, im: 0 });

function whenAll(
  parts: readonly (Transform | undefined)[],
  combine: (known: readonly Transform[]) => Transform | undefined,
): Transform | undefined {
  const known = parts.filter((part) => part !== undefined);
  return known.length === parts.length ? combine(known) : undefined;
}

/** A geometric number of parts: end/(1 − goesOn·T). */
const untilEnd =
  (end: Complex, part: Transform, goesOn: number): Transform =>
  (s) => {
    const { re, im } = part(s);
    return over(end, { re: 1 - goesOn * re, im: -goesOn * im });
  };

/** V·ends/(1 − V·Σ p·C): a slice, then with probability p a call and another slice. */
const slicesTime =
  (
    slice: Transform,
    calls: readonly Transform[],
    odds: readonly { readonly probability: number }[],
    ends: number,
  ): Transform =>
  (s) => {
    const own = slice(s);
    let on: Complex = { re: 0, im: 0 };
    calls.forEach((call, k) => {
      const { re, im } = call(s);
      const probability = odds[k]?.probability ?? 0;
      on = { re: on.re + probability * re, im: on.im + probability * im };
    });
    const again = times(own, on);
    return over({ re: own.re * ends, im: own.im * ends }, { re: 1 - again.re, im: -again.im });
  };

/** One of the parts; with what is left of the probabilities no time at all. */
const mixture =
  (parts: readonly Transform[], probabilities: readonly number[]): Transform =>
  (s) => {
    let sum: Complex = { re: probabilities.reduce((left, p) => left - p, 1), im: 0 };
    parts.forEach((part, k) => {
      const { re, im } = part(s);
      const probability = probabilities[k] ?? 0;
      sum = { re: sum.re + probability * re, im: sum.im + probability * im };
    });
    return sum;
  };

/** Equal visits of a sequence, in any order, with how often each is made. */
function grouped(parts: readonly Route[]): readonly (readonly [Route, number])[] {
  const groups = new Map<string | Route, readonly [Route, number]>();
  for (const part of parts) {
    const key = part.kind === 'visit' ? [part.station, part.time.mean, part.time.scv].join(' ') : part;
    groups.set(key, [part, (groups.get(key)?.[1] ?? 0) + 1]);
  }
  return [...groups.values()];
}

/** Sum of so many independent times of the same distribution. */
function power(part: Transform | undefined, count: number): Transform | undefined {
  if (part === undefined || count === 1) return part;
  return (s) => {
    const { re, im } = part(s);
    const size = Math.hypot(re, im) ** count;
    const angle = Math.atan2(im, re) * count;
    return { re: size * Math.cos(angle), im: size * Math.sin(angle) };
  };
}

/**
 * Constant service times that every request spends, and the route without them. A constant shifts all quantiles by
 * itself; left in the transform its jump would blur them.
 */
export function withoutConstants(route: Route): { readonly constant: number; readonly rest: Route } {
  if (route.kind === 'visit')
    return route.time.scv === 0
      ? { constant: route.time.mean, rest: { ...route, time: { mean: 0, scv: 0 } } }
      : { constant: 0, rest: route };
  if (route.kind !== 'sequence') return { constant: 0, rest: route };
  const parts = route.parts.map(withoutConstants);
  return {
    constant: parts.reduce((sum, { constant }) => sum + constant, 0),
    rest: { kind: 'sequence', parts: parts.map(({ rest }) => rest) },
  };
}

/** Seconds of a route that always takes the same time; absent where it does not. */
export function constantSeconds(route: Route, isDelay: (station: string) => boolean): number | undefined {
  const { constant, rest } = withoutConstants(route);
  return isNothing(rest, isDelay) ? constant : undefined;
}

function isNothing(route: Route, isDelay: (station: string) => boolean): boolean {
  if (route.kind === 'visit') return route.time.mean === 0 && isDelay(route.station);
  return route.kind === 'sequence' && route.parts.every((part) => isNothing(part, isDelay));
}

/** Service time of a visit by its two moments. */
export const serviceTime = ({ mean, scv }: RandomTime): Transform => momentTime(mean, scv);

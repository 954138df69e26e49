import type { RandomTime } from '../../model/network.ts';
import { gammaTime, over, sometimes, sumOf, times } from '../laplace.ts';
import type { Complex, Transform } from '../laplace.ts';
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
      return whenAll(route.parts.map(of), sumOf);
    case 'repeat': {
      const part = of(route.part);
      if (part === undefined) return undefined;
      const { kind, mean } = route.times;
      if (kind === 'geometric') return untilEnd({ re: 1 / (1 + mean), im: 0 }, part, mean / (1 + mean));
      const whole = Math.floor(mean);
      return sumOf([...Array.from({ length: whole }, () => part), sometimes(mean - whole, part)]);
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

/** A time that is always the same has no density to invert. */
export function constantSeconds(route: Route, isDelay: (station: string) => boolean): number | undefined {
  if (route.kind === 'visit')
    return isDelay(route.station) && (route.time.scv === 0 || route.time.mean === 0)
      ? route.time.mean
      : undefined;
  if (route.kind !== 'sequence') return undefined;
  const parts = route.parts
    .map((part) => constantSeconds(part, isDelay))
    .filter((part) => part !== undefined);
  return parts.length === route.parts.length ? parts.reduce((a, b) => a + b, 0) : undefined;
}

/** Service time of a visit, gamma distributed by its two moments. */
export const serviceTime = ({ mean, scv }: RandomTime): Transform => gammaTime(mean, scv);

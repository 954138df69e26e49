import type { RandomTime } from '../../model/network.ts';
import type { Route } from './route.ts';
import { survival } from './walk.ts';
import type { Conditions } from './walk.ts';

/** Mean seconds of a visit of this length, waiting included. */
export type Stay = (station: string, time: RandomTime) => number;

/** Mean seconds until this many of the branches are done, from the mean of each. */
export type Joined = (fork: Extract<Route, { kind: 'fork' }>, means: readonly number[]) => number;

/** Mean seconds from begin to end of a route, of the requests that are not refused. */
export function meanResponse(route: Route, stay: Stay, joined: Joined, conditions: Conditions): number {
  const of = (part: Route): number => meanResponse(part, stay, joined, conditions);
  switch (route.kind) {
    case 'visit':
      return stay(route.station, route.time);
    case 'sequence':
      return route.parts.reduce((sum, part) => sum + of(part), 0);
    case 'repeat': {
      const through = survival(route.part, conditions);
      const { kind, mean } = route.times;
      const whole = Math.floor(mean);
      const more = mean - whole;
      return (
        of(route.part) *
        (kind === 'geometric'
          ? (mean * through) / (1 + mean * (1 - through))
          : whole + (more * through) / (1 - more * (1 - through)))
      );
    }
    case 'slices': {
      const slice = 1 - conditions.refused(route.station);
      const own = stay(route.station, route.time);
      const on = route.calls.map(({ probability, part }) => slice * probability * survival(part, conditions));
      const ended = 1 - on.reduce((sum, each) => sum + each, 0);
      const calls = route.calls.reduce((sum, { part }, k) => sum + (on[k] ?? 0) * of(part), 0);
      return own / ended + calls / ended;
    }
    case 'choose': {
      const through = route.branches.map(({ probability, part }) => probability * survival(part, conditions));
      const rest = route.branches.reduce((left, { probability }) => left - probability, 1);
      const all = through.reduce((sum, each) => sum + each, rest);
      return route.branches.reduce((sum, { part }, k) => sum + ((through[k] ?? 0) / all) * of(part), 0);
    }
    case 'fork':
      return joined(route, route.branches.map(of));
    case 'aside':
      return 0;
    case 'cached': {
      const missed = conditions.misses(route.cache);
      const through = missed * survival(route.part, conditions);
      return (through / (1 - missed + through)) * of(route.part);
    }
  }
}

import type { RandomTime, Times } from '../../model/network.ts';
import type { Route, Slices } from './route.ts';

/** What a request meets on its way: parts of reads that miss, and parts of arrivals that are refused. */
export interface Conditions {
  readonly misses: (cache: string) => number;
  readonly refused: (station: string) => number;
}

export interface Walker {
  readonly conditions: Conditions;
  /** Expected visits of one request that find this station in this place of the route, refused ones included. */
  readonly visit?: (station: string, time: RandomTime, count: number) => void;
  readonly read?: (cache: string, count: number) => void;
}

/**
 * Walks a route with `count` requests (an expected number) and tells what they visit; the answer is how many get
 * through, the others being refused on the way. Each part is independent of the others.
 */
export function walk(route: Route, count: number, walker: Walker): number {
  switch (route.kind) {
    case 'visit':
      walker.visit?.(route.station, route.time, count);
      return count * (1 - walker.conditions.refused(route.station));
    case 'sequence':
      return route.parts.reduce((left, part) => walk(part, left, walker), count);
    case 'repeat': {
      const through = survival(route.part, walker.conditions);
      walk(route.part, count * timesBegun(route.times, through), walker);
      return count * timesSurvived(route.times, through);
    }
    case 'slices':
      return walkSlices(route, count, walker);
    case 'choose': {
      let left = count;
      for (const { probability, part } of route.branches)
        left -= count * probability - walk(part, count * probability, walker);
      return left;
    }
    case 'fork': {
      const through = route.branches.map((branch) => walk(branch, count, walker));
      return count === 0 ? 0 : through.reduce((all, each) => (all * each) / count, count);
    }
    case 'aside':
      walk(route.part, count, walker);
      return count;
    case 'cached': {
      walker.read?.(route.cache, count);
      const missed = count * walker.conditions.misses(route.cache);
      return count - missed + walk(route.part, missed, walker);
    }
  }
}

/** Probability that a request gets through this part without being refused. */
export const survival = (route: Route, conditions: Conditions): number => walk(route, 1, { conditions });

function walkSlices(route: Slices, count: number, walker: Walker): number {
  const slice = 1 - walker.conditions.refused(route.station);
  const goesOn = route.calls.reduce(
    (sum, { probability, part }) => sum + probability * survival(part, walker.conditions),
    0,
  );
  const begun = count / (1 - slice * goesOn);
  walker.visit?.(route.station, route.time, begun);
  for (const { probability, part } of route.calls) walk(part, begun * slice * probability, walker);
  return begun * slice * route.ends;
}

/** How often a part that gets through with this probability is begun: Σ P(wanted > i)·through^i. */
function timesBegun({ kind, mean }: Times, through: number): number {
  if (kind === 'geometric') return mean / (1 + mean * (1 - through));
  const whole = Math.floor(mean);
  const full = through === 1 ? whole : (1 - through ** whole) / (1 - through);
  return full + (mean - whole) * through ** whole;
}

/** E[through^times]. */
function timesSurvived({ kind, mean }: Times, through: number): number {
  if (kind === 'geometric') return 1 / (1 + mean * (1 - through));
  const whole = Math.floor(mean);
  return through ** whole * (1 - (mean - whole) * (1 - through));
}

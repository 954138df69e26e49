import type { DeclaredRoute } from '../http/declared.ts';
import type { RoutePath } from '../http/paths.ts';
import type { JudgedGuard } from '../http/routing.ts';
import type { Certainty } from './certainty.ts';
import { allOf } from './certainty.ts';

/** A check that runs for every request whose path fits a pattern. */
export interface PathFilter {
  readonly pattern: RoutePath;
  readonly guard: JudgedGuard;
  /** Of these methods only. */
  readonly methods?: readonly string[];
}

/** The filters of a route before its own checks. */
export function withFilters(
  routes: readonly DeclaredRoute[],
  filters: readonly PathFilter[],
): readonly DeclaredRoute[] {
  if (filters.length === 0) return routes;
  return routes.map((route) => {
    const guards = filters.flatMap(({ pattern, guard, methods }): readonly JudgedGuard[] => {
      if (
        guard.passes ||
        (methods !== undefined && !route.methods.some((method) => methods.includes(method)))
      )
        return [];
      if (!pattern.resolved || !route.path.resolved) return [{ ...guard, conditional: true }];
      const fit = fits(pattern.text, route.path.text);
      if (fit === 'no') return [];
      return [fit === 'yes' ? guard : { ...guard, conditional: true }];
    });
    return { ...route, guards: [...guards, ...route.guards] };
  });
}

/**
 * Whether a path template lies within a pattern of `*`, `**`, `{name}` and `{*rest}`: `perhaps` where only some
 * requests of the template do.
 */
export function fits(pattern: string, path: string): Certainty {
  return matched(partsOf(pattern), partsOf(path), 0, 0, { steps: 0 });
}

const partsOf = (path: string): readonly string[] => path.split('/').filter((part) => part !== '');

const isRest = (part: string): boolean => part === '**' || part.startsWith('{*');
const isVariable = (part: string): boolean => part.startsWith('{') && part.endsWith('}');

function matched(
  pattern: readonly string[],
  path: readonly string[],
  p: number,
  at: number,
  budget: { steps: number },
): Certainty {
  budget.steps += 1;
  if (budget.steps > 5_000) return 'perhaps';
  const wanted = pattern[p];
  if (wanted === undefined) return at >= path.length ? 'yes' : isRest(path[at] ?? '') ? 'perhaps' : 'no';
  if (isRest(wanted)) {
    let best: Certainty = 'no';
    for (let to = at; to <= path.length; to += 1) {
      const found = matched(pattern, path, p + 1, to, budget);
      if (found === 'yes') return 'yes';
      if (found === 'perhaps') best = 'perhaps';
    }
    return best;
  }
  const given = path[at];
  if (given === undefined) return 'no';
  const here = part(wanted, given);
  if (here === 'no') return 'no';
  const rest = matched(pattern, path, p + 1, at + 1, budget);
  return allOf([here, rest]);
}

function part(wanted: string, given: string): Certainty {
  if (wanted === given || wanted === '*' || isVariable(wanted)) return 'yes';
  if (isRest(given)) return 'perhaps';
  // A pattern of files (`*.html`) does not mean variables.
  if (given.includes('{')) return /^\*(\.\w+)+$/.test(wanted) ? 'no' : 'perhaps';
  if (!/[*?]/.test(wanted)) return 'no';
  const expression = wanted
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll(/\*+/g, '[^/]*')
    .replaceAll('?', '[^/]');
  return wanted.length < 80 && new RegExp(`^${expression}$`).test(given) ? 'yes' : 'no';
}

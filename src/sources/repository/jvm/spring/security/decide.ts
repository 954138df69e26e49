import type { Guard, Method } from '../../../../../model/api.ts';
import type { RoutePath } from '../../../http/paths.ts';
import type { JudgedGuard } from '../../../http/routing.ts';
import type { Certainty } from '../../certainty.ts';
import { allOf, anyOf, oppositeOf } from '../../certainty.ts';
import { fits } from '../../filters.ts';
import type { Chain, Matcher, Rule } from './chain.ts';

/** Checks of the first chain that answers for a request; where it is not certain which, all of them with that mark. */
export function chainGuards(
  chains: readonly Chain[],
  method: Method,
  path: RoutePath,
  isLiteral: IsLiteral,
): readonly JudgedGuard[] {
  const found: JudgedGuard[] = [];
  let certain = true;
  for (const chain of chains) {
    const matched = chain.matchers.length === 0 ? 'yes' : anyFit(chain.matchers, method, path, isLiteral);
    const fit = matched === 'yes' && chain.perhaps ? 'perhaps' : matched;
    if (fit === 'no') continue;
    const guards = ruleGuards(chain, method, path, isLiteral);
    found.push(
      ...guards.map((guard) => (certain && fit === 'yes' ? guard : { ...guard, conditional: true })),
    );
    if (fit === 'yes') return agreed(found, guards);
    certain = false;
  }
  return found;
}

/** All chains that may answer ask for the same: it is certain after all. */
function agreed(found: readonly JudgedGuard[], last: readonly JudgedGuard[]): readonly JudgedGuard[] {
  return found.length === 0 || last.length > 0
    ? found
    : found.map((guard) => ({ ...guard, conditional: true }));
}

/** The first rule that speaks of a request decides. */
function ruleGuards(
  chain: Chain,
  method: Method,
  path: RoutePath,
  isLiteral: IsLiteral,
): readonly JudgedGuard[] {
  const perhaps: Rule[] = [];
  for (const rule of chain.rules) {
    const fit = anyFit(rule.matchers, method, path, isLiteral);
    if (fit === 'no') continue;
    if (fit === 'perhaps') {
      perhaps.push(rule);
      continue;
    }
    return merged(chain, [...perhaps, rule]);
  }
  const rest: Rule = {
    matchers: [],
    verdict: chain.refusesRest ? { kind: 'deny' } : { kind: 'permit' },
    file: chain.file,
    line: chain.line,
  };
  return merged(chain, [...perhaps, rest]);
}

/** One of several rules decides: certain when all of them ask for someone. */
function merged(chain: Chain, rules: readonly Rule[]): readonly JudgedGuard[] {
  const asking = rules.filter(({ verdict }) => verdict.kind !== 'permit');
  const conditional = asking.length < rules.length;
  const [first] = rules.length === 1 ? asking : asking.slice(-1);
  if (first === undefined) return [];
  return [guardOf(chain, first, conditional)];
}

function guardOf(chain: Chain, rule: Rule, conditional: boolean): JudgedGuard {
  const { verdict } = rule;
  const kind: Guard['kind'] = verdict.kind === 'authenticated' ? 'authentication' : 'authorisation';
  const requires =
    verdict.kind === 'roles'
      ? verdict.roles
      : verdict.kind === 'deny'
        ? ['nobody']
        : verdict.kind === 'custom'
          ? [verdict.name]
          : [];
  const origin = { kind: 'read', file: rule.file, line: rule.line } as const;
  const isOwn = verdict.kind === 'custom';
  return {
    guard: { name: chain.name, kind, requires, origin },
    resolved: !isOwn,
    conditional: conditional || isOwn,
    passes: false,
  };
}

/** Whether a pattern is the path of a handler of its own, which then answers before one with a variable. */
type IsLiteral = (pattern: string) => boolean;

export function anyFit(
  matchers: readonly Matcher[],
  method: Method,
  path: RoutePath,
  isLiteral: IsLiteral = () => false,
): Certainty {
  const found = matchers.map((matcher) => {
    const fit = fitOf(matcher, method, path, isLiteral);
    return fit === 'perhaps' && matcher.kind === 'pattern' && isLiteral(matcher.pattern) ? 'no' : fit;
  });
  return anyOf(found);
}

function fitOf(matcher: Matcher, method: Method, path: RoutePath, isLiteral: IsLiteral): Certainty {
  if (matcher.kind === 'none') return 'no';
  if (matcher.kind === 'unknown' || matcher.kind === 'setting') return 'perhaps';
  if (matcher.kind === 'not') return oppositeOf(anyFit(matcher.of, method, path, isLiteral));
  if (matcher.kind === 'all') return allOf(matcher.of.map((each) => anyFit(each, method, path, isLiteral)));
  const only = matcher.method;
  if (only !== undefined && only !== method && method !== 'ANY') return 'no';
  const fit = pathFit(matcher, path);
  return fit === 'yes' && only !== undefined && only !== method ? 'perhaps' : fit;
}

function pathFit(
  matcher: Extract<Matcher, { readonly kind: 'pattern' | 'regex' }>,
  path: RoutePath,
): Certainty {
  if (matcher.kind === 'pattern') {
    if (/^\/?\*\*$/.test(matcher.pattern)) return 'yes';
    return path.resolved ? fits(withoutExpressions(matcher.pattern), path.text) : 'perhaps';
  }
  if (!path.resolved || path.text.includes('{') || matcher.source.length > 200) return 'perhaps';
  // Only plain expressions are tried: others could take for ever.
  if (!/^[\w/.^$|()*+?-]*$/.test(matcher.source) || /[*+][)]?[*+]/.test(matcher.source)) return 'perhaps';
  try {
    return new RegExp(`^(?:${matcher.source})$`).test(path.text) ? 'yes' : 'no';
  } catch {
    return 'perhaps';
  }
}

/** `{id:[0-9]+}` is narrower than any variable of a path. */
const withoutExpressions = (pattern: string): string => pattern.replaceAll(/\{(\w+):[^{}]*\}/g, '{$1}');

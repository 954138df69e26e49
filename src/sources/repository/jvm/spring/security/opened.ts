import type { World } from '../../world.ts';
import type { Asked } from '../context.ts';
import { isOpened, openingAnnotations } from '../openings.ts';
import type { Chain, Matcher } from './chain.ts';

/** Patterns that are only known when the application runs: what a bean collected. */
const collected =
  /^a matcher of its own$|^a matcher made by (toArray|get\w*|stream|map|toList)$|^[a-z][\w.]*$/;

/**
 * Where the target has annotations that open handlers, a list of patterns that is collected at the start and let through is
 * the list of the handlers that carry one.
 */
export function withOpenings(world: World, chains: readonly Chain[], asked: Asked): readonly Chain[] {
  if (openingAnnotations(world).size === 0) return chains;
  const isOpen = isOpened(world, asked);
  const resolved = (matcher: Matcher): Matcher =>
    matcher.kind !== 'unknown' || !collected.test(matcher.why)
      ? matcher
      : isOpen
        ? { kind: 'pattern', pattern: '/**' }
        : { kind: 'none' };
  return chains.map((chain) => ({
    ...chain,
    rules: chain.rules.map((rule) =>
      rule.verdict.kind === 'permit' ? { ...rule, matchers: rule.matchers.map(resolved) } : rule,
    ),
  }));
}

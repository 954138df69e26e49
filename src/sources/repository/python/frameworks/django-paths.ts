import type { RoutePath } from '../../http/paths.ts';
import { templatesOf } from '../reading/regular.ts';
import { anglePath, rewritten } from '../reading/texts.ts';

/** Prefixes of Django are put together as they are written, without a slash of their own. */
export const rewrittenJoin = (prefix: RoutePath, path: RoutePath): RoutePath => {
  const why = prefix.why ?? path.why;
  return {
    text: `${prefix.text}${path.text}`,
    resolved: prefix.resolved && path.resolved,
    ...(why === undefined ? {} : { why }),
  };
};

const unknownPart = '~~unresolved~~';

/** Every path a pattern stands for. */
export function patternPaths(path: RoutePath, isRegular: boolean): readonly RoutePath[] {
  if (!isRegular) return [rewritten(path, anglePath)];
  // The mark of what is not known is no part of the expression.
  const found = templatesOf(path.text.replaceAll('{unresolved}', unknownPart));
  return found === undefined
    ? [{ text: path.text, resolved: false, why: 'the path is a regular expression' }]
    : found.map((text) => ({ ...path, text: text.replaceAll(unknownPart, '{unresolved}') }));
}

import { isRecord, lookUp } from './located.ts';
import type { Located } from './located.ts';

/**
 * Whether two values say the same, local references followed: order of keys does not matter, and a pair that is met
 * again inside itself is taken as equal.
 */
export function sameMeaning(a: unknown, b: unknown, rootA: unknown, rootB: unknown): boolean {
  const met = new Map<object, Set<object>>();
  const same = (left: unknown, right: unknown): boolean => {
    if (Object.is(left, right) && rootA === rootB) return true;
    if (Array.isArray(left))
      return (
        Array.isArray(right) &&
        left.length === right.length &&
        left.every((each, at) => same(each, right[at]))
      );
    if (!isRecord(left) || !isRecord(right)) return Object.is(left, right);
    const known = met.get(left) ?? new Set();
    if (known.has(right)) return true;
    met.set(left, known.add(right));
    const [refLeft, refRight] = [target(left, rootA), target(right, rootB)];
    if (refLeft !== undefined || refRight !== undefined) return same(refLeft ?? left, refRight ?? right);
    const keys = Object.keys(left);
    return (
      keys.length === Object.keys(right).length &&
      keys.every((key) => Object.hasOwn(right, key) && same(left[key], right[key]))
    );
  };
  return same(a, b);
}

const target = (value: { readonly [key: string]: unknown }, root: unknown): unknown =>
  typeof value['$ref'] === 'string' && Object.keys(value).length === 1
    ? lookUp(root, value['$ref'])?.value
    : undefined;

export const sameParts = (old: Located | undefined, next: Located | undefined): boolean =>
  sameMeaning(old?.value, next?.value, old?.root, next?.root);

import type { Endpoint } from './api.ts';

/**
 * Operations that a document could tell of: paths that match anything, methods that come by themselves, and files that
 * are handed out are none.
 */
export const isComparable = ({ protocol, pathResolved, method, path }: Endpoint): boolean =>
  protocol === 'http' &&
  pathResolved &&
  method !== 'ANY' &&
  method !== 'HEAD' &&
  method !== 'OPTIONS' &&
  !/\*/.test(path) &&
  !/\.(html?|m?js|css|ico|png|svg|txt|map|webmanifest|ya?ml|json)$/i.test(path);

const partsOf = (path: string): readonly string[] => path.split('/').filter((part) => part !== '');

/**
 * One path answers for the other, where it leaves parts open that the other names: `/schemas/{name}` and
 * `/schemas/batch`. Only for paths that nothing answers exactly: what is named apart from its siblings is an operation
 * of its own.
 */
export function answersFor(one: string, other: string): boolean {
  const [own, others] = [partsOf(one), partsOf(other)];
  return own.length === others.length && (covers(own, others) || covers(others, own));
}

function covers(open: readonly string[], named: readonly string[]): boolean {
  const agrees = (part: string, at: number): boolean => (isOpen(part) ? true : part === named[at]);
  return (
    open.every(agrees) &&
    open.some((part, at) => isOpen(part) && !isOpen(named[at] ?? '')) &&
    open.some((part) => !isOpen(part))
  );
}

const isOpen = (part: string): boolean => part.startsWith('{');

import type { RoutePath } from '../http/paths.ts';
import type { PhpValue } from './value.ts';

/** `{id:\d{3}}`, `{post:slug}` and `{id?}` as `{id}`; optional parts in brackets are kept: the longest path is told. */
export function bracePath(written: string): string {
  let made = '';
  for (let at = 0; at < written.length; at += 1) {
    const letter = written.charAt(at);
    if (letter !== '{') {
      if (letter !== '[' && letter !== ']') made += letter;
      continue;
    }
    const end = closing(written, at);
    const inside = written.slice(at + 1, end);
    made += `{${/^\s*[!+*.]{0,3}(\w+)/.exec(inside)?.[1] ?? inside}}`;
    at = end;
  }
  return made;
}

/** A path below a prefix: one slash between the parts and none at the end. */
export function joinBelow(prefix: RoutePath, path: RoutePath): RoutePath {
  const parts = [prefix.text, path.text]
    .map((part) => part.replace(/^\/+|\/+$/g, ''))
    .filter((part) => part !== '');
  const why = prefix.why ?? path.why;
  return {
    text: `/${parts.join('/')}`,
    resolved: prefix.resolved && path.resolved,
    ...(why === undefined ? {} : { why }),
  };
}

function closing(written: string, open: number): number {
  let depth = 0;
  for (let at = open; at < written.length; at += 1) {
    if (written[at] === '{') depth += 1;
    else if (written[at] === '}') depth -= 1;
    if (depth === 0) return at;
  }
  return written.length;
}

/** A path from a value, written with `change`. */
export function routePath(
  value: PhpValue | undefined,
  change: (text: string) => string = bracePath,
): RoutePath {
  if (value === undefined || value.kind === 'null') return { text: '', resolved: true };
  if (value.kind === 'text')
    return value.hole === undefined
      ? { text: change(value.text), resolved: true }
      : { text: oneHole(change(value.text)), resolved: false, why: value.hole };
  if (value.kind === 'number') return { text: String(value.value), resolved: true };
  const why = value.kind === 'unknown' ? value.why : `the path is a ${value.kind}`;
  return { text: '{unresolved}', resolved: false, why };
}

/** Parts that are not known and stand side by side are one. */
const oneHole = (text: string): string => text.replaceAll(/(?:\{unresolved\}){2,}/g, '{unresolved}');

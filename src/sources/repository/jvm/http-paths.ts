import type { RoutePath } from '../http/paths.ts';
import { joinPaths } from '../http/paths.ts';

/** `{id:\\d+}` as `{id}`, a catch-all `**`, `{*rest}` or `{rest:.*}` as `{*rest}`. Braces of an expression may nest. */
export function bracePath(path: RoutePath): RoutePath {
  return {
    ...path,
    text: `/${namedParameters(path.text)}`.replaceAll(/\/{2,}/g, '/').replace(/(.)\/$/, '$1'),
  };
}

function namedParameters(text: string): string {
  let out = '';
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char !== '{') {
      const stars = /^\*+/.exec(text.slice(at))?.[0];
      out += stars === undefined ? char : '{*}';
      at += stars === undefined ? 0 : stars.length - 1;
      continue;
    }
    const end = closing(text, at);
    const [name, expression] = split(text.slice(at + 1, end));
    const all = expression !== undefined && /^\s*(\(?\.[*+]\)?\??|\.\*\?|\(\.\*\))\s*$/.test(expression);
    out += name.startsWith('*') || !all ? `{${name.trim()}}` : `{*${name.trim()}}`;
    at = end;
  }
  return out;
}

function closing(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '{') depth += 1;
    else if (text[at] === '}' && (depth -= 1) === 0) return at;
  }
  return text.length;
}

function split(inner: string): readonly [string, string?] {
  const colon = inner.indexOf(':');
  return colon < 0 ? [inner] : [inner.slice(0, colon), inner.slice(colon + 1)];
}

export const joinAll = (...paths: readonly RoutePath[]): RoutePath =>
  paths.reduce((before, path) => joinPaths(before, path), { text: '', resolved: true });

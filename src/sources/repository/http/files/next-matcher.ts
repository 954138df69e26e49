import type { Value } from '../../javascript/value.ts';
import { textOf } from '../../javascript/value.ts';

/** Whether the middleware runs for requests to a path: for all, for some, for none. */
export type Coverage = 'always' | 'sometimes' | 'never';

interface Matcher {
  /** None where it is written in a way that is not understood: it counts as covering. */
  readonly pattern: RegExp | undefined;
  /** It asks for, or against, a header, a cookie or something of the query, which callers choose. */
  readonly asks: boolean;
}

/** `config.matcher`: a pattern, or a list of patterns and of objects with `source`, `has` and `missing`. */
export function coverageBy(matcher: Value | undefined): (path: string) => Coverage {
  const items = matcher === undefined ? [] : matcher.kind === 'array' ? matcher.items : [matcher];
  const matchers = items.flatMap(matcherOf);
  if (matchers.length === 0 || matchers.length < items.length) return () => 'always';
  return (path) => {
    let found: Coverage = 'never';
    for (const { pattern, asks } of matchers) {
      const covered = pattern === undefined ? 'always' : coverageOf(pattern, path);
      if (covered === 'always' && !asks) return 'always';
      if (covered !== 'never') found = 'sometimes';
    }
    return found;
  };
}

function matcherOf(item: Value): readonly Matcher[] {
  const source = textOf(item.kind === 'object' ? (item.fields.get('source') ?? item) : item);
  if (source === undefined) return [];
  const asks = item.kind === 'object' && (item.fields.has('has') || item.fields.has('missing'));
  return [{ pattern: expressionOf(source), asks }];
}

/** What stands for a parameter: a word that no pattern is likely to name, and a number. */
const samples = ['zq', '7'];
const longest = 120;

function coverageOf(pattern: RegExp, path: string): Coverage {
  const hits = samples.map((word) =>
    pattern.test(path.replaceAll(/[:*]\w+/g, word).slice(0, longest) || '/'),
  );
  return hits.every(Boolean) ? 'always' : hits.some(Boolean) ? 'sometimes' : 'never';
}

/** A repeated group that repeats inside, or many repetitions, may take forever: such patterns are not run. */
const isQuick = (text: string): boolean =>
  text.length < 600 && !/[*+}]\??\)[*+{]/.test(text) && (text.match(/[*+]/g) ?? []).length <= 6;

/** `/api/:path*`, `/((?!api|_next/static).*)`, `/:lang(de|fr)/books`: the pattern as a regular expression. */
function expressionOf(source: string): RegExp | undefined {
  if (!isQuick(source)) return undefined;
  let out = '';
  for (let at = 0; at < source.length;) {
    const taken = parameterAt(source, at);
    if (taken === undefined) {
      const char = source[at] ?? '';
      const written = char === '\\' ? (source[at + 1] ?? '') : char;
      if (char === '{' || char === '}') return undefined;
      out += written.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
      at += char === '\\' ? 2 : 1;
      continue;
    }
    out += taken.expression;
    at = taken.end;
  }
  try {
    return new RegExp(`^${out}/?$`);
  } catch {
    return undefined;
  }
}

/** `/:name`, `/:name(words)`, `/(words)`, each with `?`, `*` or `+` behind it. */
function parameterAt(
  source: string,
  from: number,
): { readonly expression: string; readonly end: number } | undefined {
  const slash = source[from] === '/' ? '/' : '';
  let at = from + slash.length;
  const name = source[at] === ':' ? (/^:\w+/.exec(source.slice(at))?.[0] ?? '') : '';
  at += name.length;
  const group = source[at] === '(' ? groupAt(source, at) : '';
  if (group === undefined || (name === '' && group === '')) return undefined;
  at += group.length;
  const body = group === '' ? '[^/]+' : `(?:${group.slice(1, -1)})`;
  const repeat = /^[?*+]/.exec(source.slice(at))?.[0] ?? '';
  const end = at + repeat.length;
  if (repeat === '') return { expression: slash + body, end };
  if (repeat === '?') return { expression: `(?:${slash}${body})?`, end };
  const many = `${slash}${group === '' ? '.+' : `${body}(?:/${body})*`}`;
  return { expression: repeat === '*' ? `(?:${many})?` : many, end };
}

/** A group with everything up to its own closing bracket. */
function groupAt(source: string, from: number): string | undefined {
  let depth = 0;
  for (let at = from; at < source.length; at += 1) {
    if (source[at] === '\\') at += 1;
    else if (source[at] === '(') depth += 1;
    else if (source[at] === ')') {
      depth -= 1;
      if (depth === 0) return source.slice(from, at + 1);
    }
  }
  return undefined;
}

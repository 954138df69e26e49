import type { Value } from '../javascript/value.ts';
import { optionsOf } from '../javascript/value.ts';

/** A route path; `resolved` is false when part of it is not known. */
export interface RoutePath {
  readonly text: string;
  readonly resolved: boolean;
  /** Why it is not resolved. */
  readonly why?: string;
}

export const rootPath: RoutePath = { text: '', resolved: true };

/** All paths a value stands for: a text, a list of texts, a pattern. A part that is not known is `{unresolved}`. */
export function pathsOf(value: Value, depth = 0): readonly RoutePath[] {
  if (depth > 8) return [];
  switch (value.kind) {
    case 'primitive':
      return [{ text: typeof value.value === 'string' ? value.value : '', resolved: true }];
    case 'array':
      return value.items.flatMap((item) => pathsOf(item, depth + 1));
    case 'pattern':
      return [{ text: value.source, resolved: false, why: 'the path is a regular expression' }];
    case 'text': {
      const text = value.parts.map((part) => (typeof part === 'string' ? part : '{unresolved}')).join('');
      const hole = value.parts.find((part) => typeof part !== 'string');
      return [
        { text, resolved: false, why: typeof hole === 'object' ? hole.why : 'part of the path is not known' },
      ];
    }
    case 'choice': {
      const paths = value.options.flatMap((option) => pathsOf(option, depth + 1));
      return paths.length > 0 && paths.every((path) => path.resolved)
        ? [{ text: '{unresolved}', resolved: false, why: 'one of several paths' }]
        : paths.slice(0, 1);
    }
    case 'unknown':
      return [{ text: '{unresolved}', resolved: false, why: value.why }];
    default:
      return [{ text: '{unresolved}', resolved: false, why: `the path is a ${value.kind}` }];
  }
}

/** Whether a value can be a path at all: what stands first in `use('/x', …)` may also be a middleware. */
export const isPath = (value: Value, depth = 0): boolean =>
  depth < 8 &&
  optionsOf(value).every(
    (option) =>
      option.kind === 'text' ||
      option.kind === 'pattern' ||
      (option.kind === 'primitive' && typeof option.value === 'string') ||
      (option.kind === 'array' &&
        option.items.length > 0 &&
        option.items.every((item) => isPath(item, depth + 1))),
  );

export function joinPaths(prefix: RoutePath, path: RoutePath): RoutePath {
  const text = `${prefix.text}/${path.text}`.replaceAll(/\/{2,}/g, '/');
  const why = prefix.why ?? path.why;
  return {
    text,
    resolved: prefix.resolved && path.resolved,
    ...(why === undefined ? {} : { why }),
  };
}

/**
 * `:id`, `:id(\d+)`, `:id?` and `*rest` as `{id}` and `{*rest}`; no trailing slash. Optional groups of Express 5
 * (`/user{/:op}`) give both paths.
 */
export function templates(text: string): readonly string[] {
  const group = /\{([^{}]*[/:*][^{}]*)\}/.exec(text);
  if (group !== null && group[1] !== undefined && !/^\{\w+\}$/.test(group[0])) {
    const [before, after] = [text.slice(0, group.index), text.slice(group.index + group[0].length)];
    return [...templates(before + after), ...templates(before + group[1] + after)];
  }
  const named = text
    .replaceAll(/:([A-Za-z_]\w*)(\((?:[^()]|\([^()]*\))*\))?[?+*]?/g, '{$1}')
    .replaceAll(/\*([A-Za-z_]\w*)/g, '{*$1}')
    .replaceAll(/(?<!\{)\*+/g, '{*}')
    .replaceAll(/\(\.\{\*\}\)/g, '{*}');
  const clean = `/${named}`.replaceAll(/\/{2,}/g, '/').replace(/(.)\/$/, '$1');
  return [clean];
}

/** Names of the parameters in a template. */
export const pathParameters = (template: string): readonly string[] =>
  [...template.matchAll(/\{\*?(\w+)\}/g)].flatMap((match) =>
    match[1] === undefined || match[1] === 'unresolved' ? [] : [match[1]],
  );

/** Whether middleware mounted at `prefix` runs for `path`: segment by segment, a parameter fits anything. */
export function covers(prefix: string, path: string): boolean {
  const wanted = prefix.split('/').filter((part) => part !== '' && part !== '{*}');
  const given = path.split('/').filter((part) => part !== '');
  return wanted.every((part, at) => {
    const other = given[at];
    return other !== undefined && (part === other || part.startsWith('{') || part.startsWith(':'));
  });
}

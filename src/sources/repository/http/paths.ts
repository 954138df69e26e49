import { isSetting } from '../javascript/settings.ts';
import type { ChoiceValue, TextValue, Value } from '../javascript/value.ts';
import { optionsOf, writtenDefault } from '../javascript/value.ts';
import { pathOfPattern } from './pattern-paths.ts';

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
    case 'pattern': {
      const path = pathOfPattern(value.source);
      if (path !== undefined) return [{ text: path, resolved: true }];
      return [{ text: value.source, resolved: false, why: 'the path is a regular expression' }];
    }
    case 'text':
      return [textPath(value)];
    case 'choice':
      return [choicePath(value, depth)];
    case 'library':
      if (isSetting(value.package)) return [rootPath];
      return [{ text: '{unresolved}', resolved: false, why: `a member of ${value.package}` }];
    case 'unknown':
      if (value.configured) return [{ text: value.default ?? '', resolved: true }];
      return [{ text: '{unresolved}', resolved: false, why: value.why }];
    default:
      return [{ text: '{unresolved}', resolved: false, why: `the path is a ${value.kind}` }];
  }
}

/** A configured part at the front is where the operator puts the service: paths are told from there. */
function textPath({ parts }: TextValue): RoutePath {
  const known = parts.map((part, at) =>
    typeof part === 'object' && part.configured ? (part.default ?? (at === 0 ? '' : part)) : part,
  );
  const hole = known.find((part) => typeof part === 'object');
  const text = known.map((part) => (typeof part === 'string' ? part : '{unresolved}')).join('');
  return typeof hole === 'object' ? { text, resolved: false, why: hole.why } : { text, resolved: true };
}

/** Of several values the one that the code writes down counts, where the others come from the configuration. */
function choicePath(value: ChoiceValue, depth: number): RoutePath {
  const written = writtenDefault(value);
  if (written !== undefined) return { text: written, resolved: true };
  const paths = value.options.flatMap((option) => pathsOf(option, depth + 1));
  return (
    paths.find((path) => !path.resolved) ?? {
      text: '{unresolved}',
      resolved: false,
      why: 'one of several paths',
    }
  );
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
  // Operations behind one address are told apart by a fragment: `/graphql#Query.books`.
  const text = path.text.startsWith('#')
    ? prefix.text.replace(/\/$/, '') + path.text
    : `${prefix.text}/${path.text}`.replaceAll(/\/{2,}/g, '/');
  const why = prefix.why ?? path.why;
  return {
    text,
    resolved: prefix.resolved && path.resolved,
    ...(why === undefined ? {} : { why }),
  };
}

/** Paths with more parts that may be left out are told with all of them. */
const mostOptional = 4;

/**
 * `:id`, `:id(\d+)` and `*rest` as `{id}` and `{*rest}`; no trailing slash. What may be left out (`/:id?`, and the
 * groups of Express 5, `/user{/:op}`) gives both paths.
 */
export function templates(text: string): readonly string[] {
  // What stands behind the address names an operation or event, in letters of its own.
  const fragment = text.indexOf('#');
  if (fragment > 0)
    return templates(text.slice(0, fragment)).map((address) => address + text.slice(fragment));
  const group = /\{([^{}]*[/:*][^{}]*)\}/.exec(text);
  if (group !== null && group[1] !== undefined && !/^\{\w+\}$/.test(group[0])) {
    const [before, after] = [text.slice(0, group.index), text.slice(group.index + group[0].length)];
    return [...templates(before + after), ...templates(before + group[1] + after)];
  }
  const optional = /\/:\w+(?:\([^()]*\))?\?(?=\/|$)/.exec(text);
  if (optional !== null && (text.match(/\?/g) ?? []).length <= mostOptional) {
    const [before, after] = [text.slice(0, optional.index), text.slice(optional.index + optional[0].length)];
    return [...templates(before + optional[0].slice(0, -1) + after), ...templates(before + after)];
  }
  const named = text
    .replaceAll(/:([A-Za-z_]\w*)(\((?:[^()]|\([^()]*\))*\))?[?+*]{0,2}/g, '{$1}')
    .replaceAll(/\*([A-Za-z_]\w*)/g, '{*$1}')
    .replaceAll(/(?<!\{)\*+/g, '{*}')
    .replaceAll(/\(\.?\{\*\}\)\??/g, '{*}')
    // A class of one sign keeps it from being read as the start of a parameter: `/at[:]:hour`.
    .replaceAll(/\[([^\w\]\\^])\]/g, '$1');
  const clean = `/${named}`.replaceAll(/\/{2,}/g, '/').replace(/(.)\/$/, '$1');
  return [clean];
}

/** Names of the parameters in a template. */
export const pathParameters = (template: string): readonly string[] =>
  [...template.matchAll(/\{\*?([\w.-]+)\}/g)].flatMap((match) =>
    match[1] === undefined || match[1] === 'unresolved' ? [] : [match[1]],
  );

/**
 * Whether middleware mounted at `prefix` runs for `path`: segment by segment, a parameter fits anything. `exact`: for
 * this very path only, unless a wildcard ends it.
 */
export function covers(prefix: string, path: string, exact = false): boolean {
  const parts = prefix.split('/').filter((part) => part !== '');
  const wanted = parts.filter((part, at) => !isWildcard(part) || at < parts.length - 1);
  // What stands behind a `#` is behind the same address.
  const [address = ''] = path.split('#');
  const given = address.split('/').filter((part) => part !== '');
  if (exact && wanted.length === parts.length && wanted.length !== given.length) return false;
  return wanted.every((part, at) => {
    const other = given[at];
    if (other === undefined) return false;
    if (part === other || /^[{:*]/.test(part)) return true;
    return part.endsWith('*') && other.startsWith(part.slice(0, -1));
  });
}

const isWildcard = (part: string): boolean => /^(\*|\{\*\w*\}|\(\.\*\))/.test(part);

import type { RoutePath } from '../../http/paths.ts';
import { plain } from '../evaluator/classes.ts';
import { libraryPath } from '../evaluator/paths.ts';
import type { Value } from '../evaluator/value.ts';
import { argument, isNone, stringOf } from '../evaluator/value.ts';

/** A setting read with a fallback: the fallback is what the code says. */
const settings =
  /^(os\.(getenv|environ\.(get|setdefault))|decouple\.(config|AutoConfig\(\))|environ\.Env\(\)(\.\w+)?|starlette\.config\.Config\(\)|environs\.Env\(\)(\.\w+)?|prettyconf\.config)\(\)$|(^|\.)config\.get\(\)$/;

/** The text a value is, where it can be known: constants, members of enumerations, settings with a fallback. */
export function textOf(value: Value | undefined, depth = 0): string | undefined {
  if (value === undefined || depth > 6) return undefined;
  const inner = plain(value);
  switch (inner.kind) {
    case 'constant':
      return typeof inner.value === 'string' ? inner.value : undefined;
    case 'text': {
      const parts = inner.parts.map((part) => (typeof part === 'string' ? part : textOf(part, depth + 1)));
      return parts.every((part) => part !== undefined) ? parts.join('') : undefined;
    }
    case 'choice': {
      const [only, ...others] = new Set(inner.options.map((option) => textOf(option, depth + 1)));
      return others.length === 0 ? only : undefined;
    }
    case 'result': {
      const path = libraryPath(inner) ?? '';
      if (/(gettext(_lazy)?|re\.compile|pathlib\.\w+)\(\)$/.test(path))
        return textOf(inner.args.positional[0], depth + 1);
      if (!settings.test(path) && !inner.args.keywords.has('default')) return undefined;
      return textOf(argument(inner.args, 1, 'default'), depth + 1);
    }
    default:
      return undefined;
  }
}

export const textsOf = (value: Value | undefined): readonly string[] =>
  value === undefined
    ? []
    : value.kind === 'list'
      ? value.items.flatMap((each) => textOf(each) ?? [])
      : [textOf(value) ?? []].flat();

/** The path a value is; parts that are not known stay marked. */
export function routePath(value: Value | undefined): RoutePath {
  if (value === undefined || isNone(value)) return { text: '', resolved: true };
  const known = textOf(value);
  if (known !== undefined) return { text: known, resolved: true };
  const why = reasonOf(value);
  if (value.kind !== 'text') return { text: '{unresolved}', resolved: false, why };
  const text = value.parts
    .map((part) => (typeof part === 'string' ? part : (textOf(part) ?? '{unresolved}')))
    .join('');
  return { text, resolved: false, why };
}

function reasonOf(value: Value): string {
  switch (value.kind) {
    case 'unknown':
      return value.why;
    case 'text': {
      const hole = value.parts.find((part) => typeof part !== 'string' && textOf(part) === undefined);
      return hole === undefined || typeof hole === 'string'
        ? 'part of the path is not known'
        : reasonOf(hole);
    }
    case 'choice':
      return 'one of several paths';
    default:
      return `the path comes from ${libraryPath(value) ?? `a ${value.kind}`}`;
  }
}

/** Applies a rewriting to a path's text. */
export const rewritten = (path: RoutePath, rewrite: (text: string) => string): RoutePath => ({
  ...path,
  text: rewrite(path.text),
});

/** `/users/<int:id>/<path:rest>` of Werkzeug and Django. */
export const anglePath = (text: string): string =>
  text.replaceAll(/<(?:([^<>:]+):)?(\w+)>/g, (_, kind: string | undefined, name: string) =>
    kind?.startsWith('path') === true ? `{*${name}}` : `{${name}}`,
  );

/** `/users/{id:int}/{rest:path}` of Starlette, Sanic, Falcon and Litestar. */
export const bracePath = (text: string): string =>
  text.replaceAll(/\{(\w+):([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}/g, (_, name: string, kind: string) =>
    kind === 'path' || kind === '.*' || kind === '.+' ? `{*${name}}` : `{${name}}`,
  );

/** Types that converters in a path tell. */
export function pathTypes(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const types: Readonly<Record<string, string>> = {
    int: 'integer',
    float: 'number',
    uuid: 'uuid',
    str: 'string',
    string: 'string',
    slug: 'string',
  };
  for (const [, kind = '', name = ''] of text.matchAll(/<(\w+)(?:\([^()]*\))?:(\w+)>/g)) {
    const type = types[kind];
    if (type !== undefined) found.set(name, type);
  }
  for (const [, name = '', kind = ''] of text.matchAll(/\{(\w+):(\w+)\}/g)) {
    const type = types[kind];
    if (type !== undefined) found.set(name, type);
  }
  return found;
}

export const stringsIn = (values: readonly Value[]): readonly string[] =>
  values.flatMap((value) =>
    value.kind === 'list' ? stringsIn(value.items) : (stringOf(plain(value)) ?? []),
  );

import { joinPath } from '../../file-paths.ts';
import type { Value } from '../../javascript/value.ts';
import { nothing, objectOf, primitive, textOf } from '../../javascript/value.ts';
import type { Given } from '../routing.ts';
import type { FileContext } from './file-app.ts';
import { checksFor, emptyStore, isNothing } from './global-checks.ts';
import { exportedHandler } from './handlers.ts';

/** Checks that the middleware file makes for a path. */
export type MatchedChecks = (path: string) => readonly Given[];

const places = ['middleware', 'src/middleware', 'proxy', 'src/proxy'].flatMap((name) =>
  ['ts', 'js', 'mjs', 'tsx'].map((ending) => `${name}.${ending}`),
);

/**
 * `middleware.ts` of Next.js runs for the paths that its matcher names, for all without one. It is walked with a
 * request for the path that carries no credential: where it goes on it keeps nobody out, where it cannot be told
 * nothing behind it counts as public.
 */
export function nextMiddleware(folder: string, context: FileContext): MatchedChecks {
  const path = places.map((each) => joinPath(folder, each)).find((each) => context.codebase.files.has(each));
  if (path === undefined) return () => [];
  const handler =
    exportedHandler(context, path, 'middleware') ??
    exportedHandler(context, path, 'proxy') ??
    exportedHandler(context, path, 'default');
  if (handler === undefined) return () => [];
  const config = context.evaluator.modules.exportsOf(path).find(([name]) => name === 'config')?.[1];
  const matchers = config?.kind === 'object' ? patternsOf(config.fields.get('matcher')) : [];
  return (text) => {
    if (matchers.length > 0 && !matchers.some((pattern) => matchesPattern(pattern, text))) return [];
    const check = {
      value: handler.value,
      site: handler.site,
      name: 'middleware',
      request,
      goesOn,
      answersOnly: true,
    };
    return [...checksFor(context.evaluator.machine, check, text), ...handler.wrappers];
  };
}

const patternsOf = (matcher: Value | undefined): readonly string[] => {
  const items = matcher === undefined ? [] : matcher.kind === 'array' ? matcher.items : [matcher];
  return items.flatMap(
    (item) => textOf(item.kind === 'object' ? (item.fields.get('source') ?? item) : item) ?? [],
  );
};

/**
 * `/api/:path*`, and `/((?!api|_next/static).*)`, whose alternatives are what is left out. What is written in another
 * way counts as covering.
 */
export function matchesPattern(pattern: string, path: string): boolean {
  const excluded = /^\/?\(\(\?!([^()]*)\)\.[*+]\)$/.exec(pattern)?.[1];
  if (excluded !== undefined) {
    const rest = path.replace(/^\//, '');
    return !excluded
      .split('|')
      .filter((part) => /^[\w/.-]+$/.test(part))
      .some((part) => rest.startsWith(part.replaceAll('\\', '')));
  }
  if (/[()?!|\\]/.test(pattern.replaceAll('(.*)', '').replaceAll(/:\w+\?/g, ''))) return true;
  const wanted = pattern.replaceAll('(.*)', '*').split('/').slice(1);
  const given = path.split('/').slice(1);
  for (const [at, part] of wanted.entries()) {
    if (part.endsWith('*')) return true;
    const other = given[at];
    if (part.endsWith('+')) return other !== undefined;
    if (other === undefined) return part.endsWith('?');
    if (!part.startsWith(':') && !/^[:*]/.test(other) && part !== other) return false;
  }
  return wanted.length === given.length;
}

/** `NextRequest` for a path. */
const request = (path: Value): readonly Value[] => [
  objectOf(
    [
      ['nextUrl', objectOf([['pathname', path]], 0, true)],
      ['cookies', emptyStore()],
      ['headers', emptyStore()],
      ['auth', nothing],
    ],
    0,
    true,
  ),
];

/** It hands the request on, or answers something that has nothing to do with who calls. */
function goesOn(returned: Value): boolean {
  if (isNothing(returned) || (returned.kind === 'primitive' && returned.value === null)) return true;
  if (returned.kind !== 'result') return false;
  if (/^NextResponse\.(next|rewrite)$/.test(returned.callee.path)) return true;
  if (!/^(NextResponse|Response)(\.json)?$/.test(returned.callee.path)) return false;
  const options = returned.args[1];
  const status = options?.kind === 'object' ? options.fields.get('status') : primitive(200);
  return status?.kind === 'primitive' && status.value !== 401 && status.value !== 403;
}

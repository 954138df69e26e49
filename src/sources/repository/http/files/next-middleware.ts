import { joinPath } from '../../file-paths.ts';
import type { Value } from '../../javascript/value.ts';
import { nothing, objectOf, primitive } from '../../javascript/value.ts';
import type { Given } from '../routing.ts';
import type { FileContext } from './file-app.ts';
import { checksFor, emptyStore, isNothing } from './global-checks.ts';
import { exportedHandler } from './handlers.ts';
import { coverageBy } from './next-matcher.ts';

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
  const coverage = coverageBy(config?.kind === 'object' ? config.fields.get('matcher') : undefined);
  return (text) => {
    const covered = coverage(text);
    if (covered === 'never') return [];
    const check = {
      value: handler.value,
      site: handler.site,
      name: 'middleware',
      request,
      goesOn,
      answersOnly: true,
    };
    const checks = [...checksFor(context.evaluator.machine, check, text), ...handler.wrappers];
    return covered === 'always' ? checks : checks.map((each) => ({ ...each, conditional: true }));
  };
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

import { joinPath } from '../../file-paths.ts';
import type { Value } from '../../javascript/value.ts';
import { objectOf } from '../../javascript/value.ts';
import type { Given, Route } from '../routing.ts';
import type { Convention, FileContext } from './file-app.ts';
import { filesBelow } from './file-app.ts';
import { checksFor, emptyStore, isNothing } from './global-checks.ts';
import { exportedHandler } from './handlers.ts';
import { routesOf } from './route.ts';
import { bracketPaths, withoutEnding } from './segments.ts';
import { commonVerbs } from '../methods.ts';

/**
 * Nuxt and Nitro: files below `server/api` and `server/routes` answer, the method stands in the name
 * (`users.get.ts`); files below `server/middleware` run before all of them. Nitro alone has them at its root.
 */
export const nitro: Convention = {
  packages: /^(nuxt|nitropack|nitro|nuxt3|nuxt-nightly|@analogjs\/platform)$/,
  config: /^(nuxt|nitro)\.config\.[cm]?[jt]s$/,
  routes: (folder, context) => {
    const alone = ['ts', 'js', 'mjs', 'mts'].some((ending) =>
      context.codebase.files.has(joinPath(folder, `nitro.config.${ending}`)),
    );
    const roots = [...(alone ? [folder] : []), joinPath(folder, 'server'), joinPath(folder, 'src/server')];
    return roots.flatMap((root) => {
      const checks = middlewares(joinPath(root, 'middleware'), context);
      return [
        ...routesBelow(joinPath(root, 'api'), ['api'], context, checks),
        ...routesBelow(joinPath(root, 'routes'), [], context, checks),
      ];
    });
  },
};

type Checks = (path: string) => readonly Given[];

function routesBelow(
  root: string,
  prefix: readonly string[],
  context: FileContext,
  checks: Checks,
): readonly Route[] {
  return filesBelow(context, root).flatMap((path) => {
    if (!/\.[cm]?[jt]sx?$/.test(path)) return [];
    const handler = exportedHandler(context, path, 'default');
    if (handler === undefined) return [];
    const segments = withoutEnding(path.slice(root.length + 1))
      .replace(/\.(dev|prod|prerender)$/, '')
      .split('/');
    const verb = /\.(get|post|put|patch|delete|head|options)$/.exec(segments.at(-1) ?? '')?.[1];
    const last = (segments.pop() ?? '').replace(/\.(get|post|put|patch|delete|head|options)$/, '');
    const written = [...prefix, ...segments, ...(last === 'index' ? [] : [last])];
    return bracketPaths(written.map((segment) => segment.replace(/^\[\.\.\.\]$/, '[..._]'))).flatMap((text) =>
      routesOf(context, {
        technology: 'nitro',
        methods: [verb === undefined ? 'ANY' : (commonVerbs[verb] ?? 'ANY')],
        paths: [text],
        handler,
        before: checks(text),
      }),
    );
  });
}

function middlewares(root: string, context: FileContext): Checks {
  const handlers = filesBelow(context, root).flatMap((path) => {
    const handler = exportedHandler(context, path, 'default');
    const name = withoutEnding(path.slice(root.length + 1));
    return handler === undefined ? [] : [{ handler, name }];
  });
  return (path) =>
    handlers.flatMap(({ handler: { value, site, wrappers }, name }) => [
      ...checksFor(context.evaluator.machine, { value, site, name, request, goesOn: isNothing }, path),
      ...wrappers,
    ]);
}

const request = (path: Value): readonly Value[] => [
  objectOf(
    [
      ['path', path],
      ['headers', emptyStore()],
      ['node', objectOf([['req', objectOf([['url', path]], 0, true)]], 0, true)],
      ['context', objectOf([], 0, true)],
    ],
    0,
    true,
  ),
];

import { folderOf, joinPath } from '../../file-paths.ts';
import type { Route } from '../routing.ts';
import type { Convention, FileContext } from './file-app.ts';
import { filesBelow } from './file-app.ts';
import { exportedHandler, verbs } from './handlers.ts';
import { methodsOf } from './methods.ts';
import type { MatchedChecks } from './next-middleware.ts';
import { nextMiddleware } from './next-middleware.ts';
import { functionOf, routesOf } from './route.ts';
import { bracketPaths, withoutEnding } from './segments.ts';

/** Next.js: `route.ts` below `app`, one handler for each exported verb; a handler for all verbs below `pages/api`. */
export const next: Convention = {
  packages: /^next$/,
  config: /^next\.config\.[cm]?[jt]s$/,
  routes: (folder, context) => {
    const checks = nextMiddleware(folder, context);
    return ['', 'src'].flatMap((inner) => [
      ...appRoutes(joinPath(folder, joinPath(inner, 'app')), context, checks),
      ...pagesRoutes(joinPath(folder, joinPath(inner, 'pages')), context, checks),
    ]);
  },
};

function appRoutes(root: string, context: FileContext, checks: MatchedChecks): readonly Route[] {
  return filesBelow(context, root).flatMap((path) => {
    if (!/(^|\/)route\.[cm]?[jt]sx?$/.test(path)) return [];
    const segments = folderOf(path).slice(root.length).split('/');
    if (segments.some((segment) => segment.startsWith('_'))) return [];
    return verbs.flatMap((verb) => {
      const handler = exportedHandler(context, path, verb);
      if (handler === undefined) return [];
      return bracketPaths(segments).flatMap((text) =>
        routesOf(context, {
          technology: 'next',
          methods: [verb],
          paths: [text],
          handler,
          before: checks(text),
        }),
      );
    });
  });
}

function pagesRoutes(root: string, context: FileContext, checks: MatchedChecks): readonly Route[] {
  return filesBelow(context, `${root}/api`).flatMap((path) => {
    if (!/\.[cm]?[jt]sx?$/.test(path)) return [];
    const handler = exportedHandler(context, path, 'default');
    if (handler === undefined) return [];
    const segments = withoutEnding(path.slice(root.length)).split('/');
    if (segments.at(-1) === 'index') segments.pop();
    const answering = functionOf(handler);
    const methods = methodsOf(answering, handler.value);
    return bracketPaths(segments).flatMap((text) => {
      const names = new Set([...text.matchAll(/[:*](\w+)/g)].map((match) => match[1]));
      return routesOf(context, {
        technology: 'next',
        methods,
        paths: [text],
        handler,
        before: checks(text),
      }).map((route) => ({
        ...route,
        parameters: (route.parameters ?? []).filter((each) => !(each.in === 'query' && names.has(each.name))),
      }));
    });
  });
}

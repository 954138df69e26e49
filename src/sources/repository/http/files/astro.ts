import { joinPath } from '../../file-paths.ts';
import type { Value } from '../../javascript/value.ts';
import { native, objectOf } from '../../javascript/value.ts';
import type { Given, Route } from '../routing.ts';
import type { Convention, FileContext } from './file-app.ts';
import { filesBelow } from './file-app.ts';
import { anonymousRequest, checksFor, emptyStore } from './global-checks.ts';
import { emptyHandler, exportedHandler, verbs } from './handlers.ts';
import { isSet, routesOf } from './route.ts';
import { bracketPaths, withoutEnding } from './segments.ts';

/**
 * Astro with a server: code below `src/pages` answers each exported verb, every other file there is a page. Without an
 * adapter only files that are not rendered in advance answer.
 */
export const astro: Convention = {
  packages: /^astro$/,
  config: /^astro\.config\.[cm]?[jt]s$/,
  routes: (folder, context) => {
    const root = joinPath(folder, 'src/pages');
    const server = hasServer(folder, context);
    const checks = middleware(folder, context);
    return filesBelow(context, root).flatMap((path) => {
      const segments = withoutEnding(path.slice(root.length + 1)).split('/');
      if (segments.some((segment) => segment.startsWith('_'))) return [];
      if (segments.at(-1) === 'index') segments.pop();
      const paths = bracketPaths(segments);
      const found = /\.[jt]s$/.test(path)
        ? server || isLive(context, path)
          ? endpoints(context, path, paths)
          : []
        : server && /\.(astro|md|mdx|html)$/.test(path)
          ? page(context, path, paths)
          : [];
      return found.map((route) => ({ ...route, guards: [...checks(route.path.text), ...route.guards] }));
    });
  },
};

function hasServer(folder: string, { codebase }: FileContext): boolean {
  const text = ['mjs', 'ts', 'js', 'mts', 'cjs']
    .map((ending) => codebase.repository.files.get(joinPath(folder, `astro.config.${ending}`))?.text)
    .find((each) => each !== undefined);
  return text !== undefined && /\badapter\b|output\s*:\s*['"](server|hybrid)['"]/.test(text);
}

const isLive = ({ evaluator }: FileContext, path: string): boolean =>
  evaluator.modules.exportsOf(path).some(([name, value]) => name === 'prerender' && isSet(value, false));

const endpoints = (context: FileContext, path: string, paths: readonly string[]): readonly Route[] =>
  [...verbs, 'ALL'].flatMap((name) => {
    const handler = exportedHandler(context, path, name);
    const method = verbs.find((verb) => verb === name) ?? 'ANY';
    return handler === undefined
      ? []
      : routesOf(context, { technology: 'astro', methods: [method], paths, handler, before: [] });
  });

function page(context: FileContext, path: string, paths: readonly string[]): readonly Route[] {
  const handler = emptyHandler(path);
  if (handler === undefined) return [];
  const text = context.codebase.repository.files.get(path)?.text ?? '';
  const routes = routesOf(context, { technology: 'astro', methods: ['GET'], paths, handler, before: [] });
  return /Astro\.(locals|cookies|request|redirect|session)\b/.test(text)
    ? routes.map((route) => ({ ...route, unseenChecks: true }))
    : routes;
}

/** `onRequest` of `src/middleware.ts`. */
function middleware(folder: string, context: FileContext): (path: string) => readonly Given[] {
  const path = [
    'src/middleware.ts',
    'src/middleware.js',
    'src/middleware/index.ts',
    'src/middleware/index.js',
  ]
    .map((each) => joinPath(folder, each))
    .find((each) => context.codebase.files.has(each));
  const handler = path === undefined ? undefined : exportedHandler(context, path, 'onRequest');
  if (handler === undefined) return () => [];
  const { value, site } = handler;
  const check = { value, site, name: 'onRequest', request, goesOn: (returned: Value) => returned === next };
  return (text) => checksFor(context.evaluator.machine, check, text);
}

const next: Value = objectOf([['headers', emptyStore()]], 0, true);

const request = (path: Value): readonly Value[] => [
  objectOf(anonymousRequest(path), 0, true),
  native('next', () => next),
];

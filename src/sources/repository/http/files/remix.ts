import { joinPath } from '../../file-paths.ts';
import type { LibraryModel } from '../../javascript/machine.ts';
import type { Value } from '../../javascript/value.ts';
import { arrayOf, textOf } from '../../javascript/value.ts';
import type { Route } from '../routing.ts';
import type { Convention, FileContext } from './file-app.ts';
import { filesBelow } from './file-app.ts';
import { flatRoutePaths } from './flat-routes.ts';
import { exportedHandler } from './handlers.ts';
import { loadsOf, middlewaresOf } from './layouts.ts';
import { routesOf } from './route.ts';
import { withoutEnding } from './segments.ts';

/**
 * Remix and React Router as a framework: `loader` or the component of a route file answers GET, `action` everything
 * else. Which path a file has is told by `app/routes.ts`, else by its name below `app/routes`.
 */
export const remix: Convention = {
  packages:
    /^@remix-run\/(node|serve|server-runtime|react|dev|express|cloudflare|deno)$|^@react-router\/(node|dev|serve|express|cloudflare)$/,
  config: /^(react-router|remix)\.config\.[cm]?[jt]s$/,
  routes: (folder, context) => {
    const app = joinPath(folder, 'app');
    const table = ['ts', 'js', 'mts']
      .map((end) => `${app}/routes.${end}`)
      .find((path) => context.codebase.files.has(path));
    const entries = table === undefined ? named(app, context) : configured(app, table, context);
    return entries.flatMap((entry) => routesOfFile(context, entry));
  },
};

interface Entry {
  readonly path: string;
  readonly file: string;
  /** Files of the routes above it, the outermost first. */
  readonly above: readonly string[];
}

/**
 * Loaders of the routes above run beside the loader, which may be asked for alone: they keep callers from a page that
 * loads nothing itself, and from nothing else. Middlewares run before all of them.
 */
function routesOfFile(context: FileContext, { file, path, above }: Entry): readonly Route[] {
  const loader = exportedHandler(context, file, 'loader');
  const get = loader ?? exportedHandler(context, file, 'default');
  const action = exportedHandler(context, file, 'action');
  const before = middlewaresOf(context, [...above, file]);
  const shared = { technology: 'remix', paths: [path] };
  const layouts = loader === undefined ? loadsOf(context, above, 'loader') : [];
  return [
    ...(get === undefined
      ? []
      : routesOf(context, { ...shared, methods: ['GET'], handler: get, before: [...before, ...layouts] })),
    ...(action === undefined
      ? []
      : routesOf(context, {
          ...shared,
          methods: ['POST', 'PUT', 'PATCH', 'DELETE'],
          handler: action,
          before,
        })),
  ];
}

/** Files below `app/routes`: flat names, folders with `route.tsx`, folders that end in `+`, nested folders. */
function named(app: string, context: FileContext, folder = 'routes', nested = false): readonly Entry[] {
  const root = `${app}/${folder}`;
  const files = filesBelow(context, root).flatMap((file) => {
    if (!/\.[cm]?[jt]sx?$/.test(file) || /\.(server|client)\.\w+$/.test(file)) return [];
    const parts = withoutEnding(file.slice(root.length + 1)).split('/');
    const name = nested ? nestedName(parts) : nameOf(parts);
    return name === undefined ? [] : [{ file, name }];
  });
  const byName = new Map(files.map(({ file, name }) => [name.replace(/(^|[./])_layout$/, ''), file]));
  return files.flatMap(({ file, name }) => {
    const layouts = namesAbove(name).flatMap((each) => byName.get(each) ?? []);
    const above = [...rootOf(app, context), ...layouts.filter((each) => each !== file)];
    return (flatRoutePaths(name) ?? []).map((path) => ({ path, file, above }));
  });
}

/** The root of the application is a route above all others. */
const rootOf = (app: string, { codebase }: FileContext): readonly string[] =>
  ['tsx', 'jsx', 'ts', 'js'].map((end) => `${app}/root.${end}`).filter((path) => codebase.files.has(path));

/** `_members.settings.profile` stands below `_members.settings` and `_members`. */
const namesAbove = (name: string): readonly string[] =>
  [...name.matchAll(/[./]/g)].map(({ index }) => name.slice(0, index));

/** A file beside `route.tsx` in its folder belongs to that route and is none itself. */
function nameOf(parts: readonly string[]): string | undefined {
  const folders = parts.slice(0, -1);
  const last = parts.at(-1) ?? '';
  const inside = folders.filter((each) => !each.endsWith('+'));
  const flat = folders.map((each) => each.replace(/\+$/, ''));
  if (inside.length === 0) return [...flat, last].join('.');
  if (last === 'route' || last === '_route') return flat.join('.');
  if (/\.|\+$/.test(folders.join('')) && last !== 'index') return undefined;
  return [...flat, last].join('/');
}

/** Folders stand for segments as dots do; those that begin with `+` hold what belongs to a route. */
const nestedName = (parts: readonly string[]): string | undefined =>
  parts.some((part) => part.startsWith('+')) ? undefined : parts.join('.');

/** `routes.ts`: the list that `route`, `index`, `layout` and `prefix` make. */
function configured(app: string, table: string, context: FileContext): readonly Entry[] {
  const list = context.evaluator.modules.exported(table, 'default');
  const found: Entry[] = [];
  visit(list, '', 0, rootOf(app, context));
  // An adapter may hand the names over in a function that is not followed.
  const text = context.codebase.repository.files.get(table)?.text ?? '';
  const flat = /\bflatRoutes\(\s*(?:['"]([\w/-]+)['"])?/.exec(text);
  if (found.length === 0 && /\bautoRoutes\(/.test(text)) return named(app, context, 'routes', true);
  if (found.length === 0 && flat !== null) return named(app, context, flat[1] ?? 'routes');
  return found;

  function visit(value: Value, prefix: string, depth: number, above: readonly string[]): void {
    if (depth > 20) return;
    if (value.kind === 'array') for (const item of value.items) visit(item, prefix, depth + 1, above);
    if (value.kind === 'choice') for (const option of value.options) visit(option, prefix, depth + 1, above);
    if (value.kind !== 'result') return;
    const name = value.callee.path.split('.').at(-1) ?? '';
    const texts = value.args.flatMap((arg) => textOf(arg) ?? []);
    const children = value.args.filter(({ kind }) => kind === 'array');
    if (/flatRoutes$/i.test(name)) found.push(...named(app, context, rootFolder(value.args[0])));
    const isRoute = name === 'route';
    const own = isRoute || name === 'prefix' ? texts[0] : undefined;
    const path = own === undefined ? prefix : `${prefix}/${segments(own)}`;
    const file = isRoute ? texts[1] : name === 'index' ? texts[0] : undefined;
    if (file !== undefined) found.push({ path: path === '' ? '/' : path, file: fileOf(file), above });
    const layout = name === 'layout' ? texts[0] : file;
    const inner = layout === undefined ? above : [...above, fileOf(layout)];
    for (const child of children) visit(child, path, depth + 1, inner);
  }

  function fileOf(written: string): string {
    const path = joinPath(app, written);
    const files = context.codebase.files;
    return (
      [path, ...['tsx', 'ts', 'jsx', 'js'].map((end) => `${path}.${end}`)].find((each) => files.has(each)) ??
      path
    );
  }
}

const rootFolder = (options: Value | undefined): string => {
  const folder = options?.kind === 'object' ? options.fields.get('rootDirectory') : undefined;
  return (folder && textOf(folder)) ?? 'routes';
};

/** `*` stands for the rest, `:lang?` may be left out. */
const segments = (path: string): string => path.replaceAll(/(^|\/)\*$/g, '$1*splat').replace(/^\//, '');

/** `...prefix('shop', [...])` is spread into the list around it: each of its routes keeps the prefix. */
export const routeConfigLibrary: LibraryModel = {
  packages: ['@react-router/dev', '@remix-run/route-config'],
  call: (callee, args, site) => {
    const [path, children] = args;
    if (callee.path !== 'prefix' || path === undefined || children?.kind !== 'array') return undefined;
    return arrayOf(
      children.items.map((child) => ({ kind: 'result', callee, args: [path, arrayOf([child])], site })),
      children.open,
    );
  },
};

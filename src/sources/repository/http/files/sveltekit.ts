import { folderOf, joinPath } from '../../file-paths.ts';
import type { Value } from '../../javascript/value.ts';
import { native, objectOf, primitive } from '../../javascript/value.ts';
import type { Given, Route } from '../routing.ts';
import type { Convention, FileContext } from './file-app.ts';
import { filesBelow } from './file-app.ts';
import { anonymousRequest, checksFor, emptyStore } from './global-checks.ts';
import type { FileHandler } from './handlers.ts';
import { emptyHandler, exportedHandler, verbs } from './handlers.ts';
import { loadsOf } from './layouts.ts';
import { functionOf, routesOf } from './route.ts';
import { bracketPaths } from './segments.ts';

/**
 * SvelteKit: below `src/routes`, `+server.ts` answers each exported verb, `+page` files give a page, `actions` of
 * `+page.server.ts` take its forms. `handle` of `hooks.server.ts` runs before all, `load` of a layout before pages.
 */
export const sveltekit: Convention = {
  packages: /^@sveltejs\/kit$/,
  config: /^svelte\.config\.[cm]?[jt]s$/,
  routes: (folder, context) => {
    const root = joinPath(folder, 'src/routes');
    const files = filesBelow(context, root);
    const checks = hooks(folder, context);
    const pages = new Set(
      files.filter((path) => /\/\+page(@[^/]*)?\.(svelte|[jt]s|server\.[jt]s)$/.test(path)).map(folderOf),
    );
    const named = new Map(
      files.flatMap((path): readonly (readonly [string, string])[] => {
        const name = /\/\+page@([^/]*?)\.(svelte|[jt]s)$/.exec(path)?.[1];
        return name === undefined ? [] : [[folderOf(path), name]];
      }),
    );
    return [
      ...files
        .filter((path) => /\/\+server\.[jt]s$/.test(path))
        .flatMap((path) => servers(context, root, path, checks)),
      ...[...pages].flatMap((page) => pageRoutes(context, { root, named }, page, checks)),
    ];
  },
};

type Checks = (path: string) => readonly Given[];

const pathsOf = (root: string, folder: string): readonly string[] =>
  bracketPaths(folder.slice(root.length).split('/'));

function servers(context: FileContext, root: string, path: string, checks: Checks): readonly Route[] {
  return [...verbs, 'fallback', 'ALL'].flatMap((name) => {
    const handler = exportedHandler(context, path, name);
    const method = verbs.find((verb) => verb === name) ?? 'ANY';
    if (handler === undefined) return [];
    return pathsOf(root, folderOf(path)).flatMap((text) =>
      routesOf(context, {
        technology: 'sveltekit',
        methods: [method],
        paths: [text],
        handler,
        before: checks(text),
      }),
    );
  });
}

/** Folders below the routes, with the layout that the page of a folder names. */
interface Tree {
  readonly root: string;
  readonly named: ReadonlyMap<string, string>;
}

function pageRoutes(context: FileContext, tree: Tree, folder: string, checks: Checks): readonly Route[] {
  const server = ['ts', 'js']
    .map((end) => `${folder}/+page.server.${end}`)
    .find((each) => context.codebase.files.has(each));
  const shown = ['svelte', 'ts', 'js']
    .map((end) => `${folder}/+page.${end}`)
    .find((each) => context.codebase.repository.files.has(each));
  const load = server === undefined ? undefined : exportedHandler(context, server, 'load');
  const page = load ?? emptyHandler(shown ?? server ?? folder);
  const layouts = layoutChecks(context, tree, folder, load);
  const actions = server === undefined ? [] : actionsOf(context, server);
  return pathsOf(tree.root, folder).flatMap((text) => {
    const technology = 'sveltekit';
    const before = checks(text);
    const shownRoutes =
      page === undefined
        ? []
        : routesOf(context, {
            technology,
            methods: ['GET'],
            paths: [text],
            handler: page,
            before: [...before, ...layouts],
          });
    return [
      ...shownRoutes,
      ...actions.flatMap(({ name, handler }) =>
        routesOf(context, {
          technology,
          methods: ['POST'],
          paths: [name === 'default' ? text : `${text}?/${name}`],
          handler,
          before,
        }),
      ),
    ];
  });
}

/** `export const actions = { default: …, remove: … }`. */
function actionsOf(context: FileContext, path: string): readonly { name: string; handler: FileHandler }[] {
  const exported = exportedHandler(context, path, 'actions');
  if (exported?.value.kind !== 'object') return [];
  return [...exported.value.fields].map(([name, value]) => {
    const found: FileHandler = { ...exported, value };
    const inner = functionOf(found);
    const site = inner === undefined ? exported.site : { ...exported.site, node: inner.node };
    return { name, handler: { ...found, site } };
  });
}

/**
 * Layouts above a page, the outermost first; `+page@name` takes those above and in the named folder only. Their `load`
 * runs beside the page's own, which may be asked for alone, unless that waits for its parents.
 */
function layoutChecks(
  context: FileContext,
  tree: Tree,
  folder: string,
  load: FileHandler | undefined,
): readonly Given[] {
  const own = load === undefined ? undefined : functionOf(load);
  if (load !== undefined && own === undefined) return [];
  if (own !== undefined && !/\bparent\s*\(/.test(own.file.text.slice(own.node.start, own.node.end)))
    return [];
  const files: string[] = [];
  for (let at = layoutFolder(tree, folder); at.length >= tree.root.length; at = folderOf(at)) {
    const written = ['ts', 'js'].map((end) => `${at}/+layout.server.${end}`);
    files.unshift(...written.filter((path) => context.codebase.files.has(path)));
    if (at === '') break;
  }
  return loadsOf(context, files, 'load');
}

/** The innermost folder whose layout a page has. */
function layoutFolder({ root, named }: Tree, folder: string): string {
  const name = named.get(folder);
  if (name === undefined) return folder;
  for (let at = folder; at.length > root.length; at = folderOf(at)) if (at.endsWith(`/${name}`)) return at;
  return root;
}

/** `handle` of `hooks.server.ts`, taken apart where it is a `sequence`. */
function hooks(folder: string, context: FileContext): Checks {
  const path = ['src/hooks.server.ts', 'src/hooks.server.js', 'src/hooks.server/index.ts']
    .map((each) => joinPath(folder, each))
    .find((each) => context.codebase.files.has(each));
  const handle = path === undefined ? undefined : exportedHandler(context, path, 'handle');
  if (handle === undefined) return () => [];
  const parts =
    handle.value.kind === 'result' && handle.value.callee.path === 'sequence'
      ? handle.value.args
      : [handle.value];
  return (text) =>
    parts.flatMap((value, at) => {
      const own = value.kind === 'function' ? value.name : undefined;
      const name = own ?? (at === 0 ? 'handle' : `handle ${at + 1}`);
      return checksFor(
        context.evaluator.machine,
        { value, site: handle.site, name, request, goesOn: (returned) => returned === resolved },
        text,
      );
    });
}

const resolved: Value = objectOf([['headers', emptyStore()]], 0, true);

const request = (path: Value): readonly Value[] => [
  objectOf([
    ['event', objectOf([...anonymousRequest(path), ['isDataRequest', primitive(false)]], 0, true)],
    ['resolve', native('resolve', () => resolved)],
  ]),
];

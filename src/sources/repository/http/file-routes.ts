import type { Method } from '../../../model/api.ts';
import { parseJson } from '../json.ts';
import type { Codebase } from '../javascript/codebase.ts';
import type { Evaluator } from '../javascript/evaluator.ts';
import { folderOf } from '../javascript/globals.ts';
import type { Machine } from '../javascript/machine.ts';
import { siteOf } from '../javascript/machine.ts';
import { joinPath } from '../javascript/resolution.ts';
import type { Value } from '../javascript/value.ts';
import { optionsOf, textOf } from '../javascript/value.ts';
import { given } from './express.ts';
import { callsCheck, exportSite, wrapperOf } from './file-handlers.ts';
import { covers } from './paths.ts';
import type { Given, Route } from './routing.ts';

type Convention = 'next' | 'medusa';

const verbs: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

const routeFile = /(^|\/)route\.[cm]?[jt]sx?$/;

/**
 * Files that are routes: `route.ts` below `app` of Next.js and below `src/api` of Medusa, one handler for each verb
 * that the file exports, folders as path segments.
 */
export function fileRoutes({ machine, modules }: Evaluator, codebase: Codebase): readonly Route[] {
  const conventions = conventionsIn(codebase);
  const tables = new Map<string, readonly Matched[]>();
  return [...codebase.files.keys()].flatMap((path): readonly Route[] => {
    const place = routeFile.test(path) ? placeOf(path, conventions) : undefined;
    const file = place === undefined ? undefined : codebase.tree(path);
    if (place === undefined || file === undefined) return [];
    if (!tables.has(place.root)) tables.set(place.root, matcherTable(machine, modules, codebase, place));
    const exported = modules.exportsOf(path);
    return verbs.flatMap((verb): readonly Route[] => {
      const value = exported.find(([name]) => name === verb)?.[1];
      if (value === undefined) return [];
      const site = exportSite(file, verb);
      const own = wrapperOf(value, site);
      const optedOut = exported.some(
        ([name, flag]) => name === 'AUTHENTICATE' && flag.kind === 'primitive' && flag.value === false,
      );
      const table = (tables.get(place.root) ?? []).filter((each) => fits(each, place.path, verb, optedOut));
      return [
        {
          technology: place.convention,
          methods: [verb],
          path: { text: place.path, resolved: true },
          guards: [...table.flatMap((each) => each.guards), ...own, ...callsCheck(value, site)],
          handlers: [{ value, site, conditional: false }],
          site,
        },
      ];
    });
  });
}

/** Folders of packages that follow a convention, the innermost first. */
function conventionsIn(
  codebase: Codebase,
): readonly { readonly folder: string; readonly convention: Convention }[] {
  const found: { folder: string; convention: Convention }[] = [];
  for (const [path, { text }] of codebase.repository.files) {
    if (!/(^|\/)package\.json$/.test(path)) continue;
    const json = parseJson(text);
    const names = ['dependencies', 'devDependencies', 'peerDependencies'].flatMap((key) =>
      json
        .at(key)
        .entries()
        .map(([name]) => name),
    );
    const folder = folderOf(path);
    if (names.some((name) => /^@medusajs\/(framework|medusa)$/.test(name)))
      found.push({ folder, convention: 'medusa' });
    if (names.includes('next')) found.push({ folder, convention: 'next' });
  }
  return found.toSorted((a, b) => b.folder.length - a.folder.length);
}

interface Place {
  readonly convention: Convention;
  /** Folder below which folders are path segments. */
  readonly root: string;
  readonly path: string;
}

function placeOf(path: string, conventions: ReturnType<typeof conventionsIn>): Place | undefined {
  for (const { folder, convention } of conventions) {
    for (const inner of convention === 'next' ? ['app', 'src/app'] : ['src/api']) {
      const root = joinPath(folder, inner);
      if (!path.startsWith(`${root}/`)) continue;
      const segments = folderOf(path)
        .slice(root.length + 1)
        .split('/');
      return { convention, root, path: `/${segments.flatMap(segmentOf).join('/')}` };
    }
  }
  return undefined;
}

/** `[id]`, `[...rest]`, `[[...rest]]`; groups `(name)` and slots `@name` do not show in paths. */
function segmentOf(folder: string): readonly string[] {
  if (/^(\(.*\)|@.*)$/.test(folder)) return [];
  const rest = /^\[?\[\.\.\.(\w+)\]\]?$/.exec(folder)?.[1];
  if (rest !== undefined) return [`*${rest}`];
  return folder === '' ? [] : [folder.replaceAll(/\[(\w+)\]/g, ':$1')];
}

/** One line of a table that maps path patterns to checks. */
interface Matched {
  readonly pattern: string;
  readonly methods: readonly string[];
  readonly guards: readonly Given[];
  /** Holds only for files that do not opt out. */
  readonly standard: boolean;
}

/** Medusa: the table in `middlewares.ts`, and the checks the framework itself puts before `/admin` and `/store/customers/me`. */
function matcherTable(
  machine: Machine,
  modules: Evaluator['modules'],
  codebase: Codebase,
  { convention, root }: Place,
): readonly Matched[] {
  if (convention === 'next') return middlewareOf(codebase, root);
  const path = ['ts', 'js']
    .map((ending) => `${root}/middlewares.${ending}`)
    .find((each) => codebase.files.has(each));
  const file = path === undefined ? undefined : codebase.tree(path);
  const standard = ['/admin', '/store/customers/me'].flatMap((pattern): readonly Matched[] => {
    const anchor =
      file ?? codebase.tree([...codebase.files.keys()].find((each) => each.startsWith(root)) ?? '');
    if (anchor === undefined) return [];
    const site = siteOf(anchor, anchor.program);
    const value: Value = { kind: 'library', package: '@medusajs/framework', path: 'authenticate' };
    return [{ pattern, methods: [], guards: [{ value, site, conditional: false }], standard: true }];
  });
  if (path === undefined || file === undefined) return standard;
  const config = modules.exported(path, 'default');
  const options = config.kind === 'result' ? config.args[0] : config;
  const routes = options?.kind === 'object' ? options.fields.get('routes') : options;
  const lines = routes?.kind === 'array' ? routes.items : [];
  const site = siteOf(file, file.program);
  return [
    ...standard,
    ...lines.flatMap(optionsOf).flatMap((line): readonly Matched[] => {
      if (line.kind !== 'object') return [];
      const pattern = textOf(line.fields.get('matcher') ?? line);
      const checks = line.fields.get('middlewares');
      const wanted = line.fields.get('method') ?? line.fields.get('methods');
      const methods = wanted?.kind === 'array' ? wanted.items.flatMap((item) => textOf(item) ?? []) : [];
      if (pattern === undefined || checks === undefined) return [];
      return [{ pattern, methods, guards: given([checks], site, 0), standard: false }];
    }),
  ];
}

/** Next.js: what a middleware file does for a path is not read, so nothing behind it counts as public. */
function middlewareOf(codebase: Codebase, root: string): readonly Matched[] {
  const folder = folderOf(root);
  const file = ['middleware.ts', 'middleware.js', 'proxy.ts', 'proxy.js']
    .map((name) => codebase.tree(joinPath(folder, name)))
    .find((each) => each !== undefined);
  if (file === undefined) return [];
  const site = siteOf(file, file.program);
  const value: Value = { kind: 'unknown', why: 'the middleware of Next.js', configured: false };
  return [
    {
      pattern: '/',
      methods: [],
      guards: [{ value, site, conditional: false, written: 'middleware' }],
      standard: false,
    },
  ];
}

const fits = (each: Matched, path: string, verb: Method, optedOut: boolean): boolean =>
  !(each.standard && optedOut) &&
  (each.methods.length === 0 ||
    each.methods.some((method) => method === verb || method === 'ALL' || method === 'USE')) &&
  (each.methods.length === 0 || each.pattern.includes('*')
    ? covers(each.pattern.replace(/\/?\*.*$/, ''), path)
    : covers(each.pattern, path) && each.pattern.split('/').length === path.split('/').length);

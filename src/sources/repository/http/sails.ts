import type { Codebase } from '../javascript/codebase.ts';
import type { Evaluator } from '../javascript/evaluator.ts';
import { siteOf } from '../javascript/machine.ts';
import type { Site, Value } from '../javascript/value.ts';
import { nothing } from '../javascript/value.ts';
import type { RoutePath } from './paths.ts';
import { pathsOf, rootPath } from './paths.ts';
import type { CallFramework } from './routers.ts';
import type { Route } from './routing.ts';
import { actionNamed, handlersOf, inputsOf } from './sails-actions.ts';
import { blueprintRoutes } from './sails-blueprints.ts';
import { policiesFor } from './sails-policies.ts';
import { verbNamed } from './verbs.ts';
import { lineAt } from '../lines.ts';

/** Sails: a table of routes, actions in files, policies that stand before them, and routes by convention. */
export function sails(): CallFramework {
  return {
    technology: 'sails',
    standIn: () => nothing,
    entryPackages: [],
    library: { packages: ['sails'] },
    routes: (evaluator, codebase) =>
      projectsIn(codebase).flatMap((folder) => routesOf({ evaluator, codebase, folder })),
  };
}

export interface Project {
  readonly evaluator: Evaluator;
  readonly codebase: Codebase;
  /** Empty, or ending in a slash. */
  readonly folder: string;
}

/** Folders with the table of routes and the package among the dependencies. */
const projectsIn = ({ repository }: Codebase): readonly string[] =>
  [...repository.files.keys()].flatMap((path) => {
    const folder = /^(.*\/)?config\/routes\.[jt]s$/.exec(path)?.[1] ?? '';
    if (!/(^|\/)config\/routes\.[jt]s$/.test(path)) return [];
    const text = repository.files.get(`${folder}package.json`)?.text ?? '';
    return /"sails"\s*:/.test(text) ? [folder] : [];
  });

/** A table that a file of the project exports under a name. */
export function tableOf(project: Project, file: string, name: string): ReadonlyMap<string, Value> {
  const table = exportsOf(project, file).get(name);
  return table?.kind === 'object' ? table.fields : new Map();
}

/** What a file of the project exports, by name. */
export function exportsOf(
  { evaluator, codebase, folder }: Project,
  file: string,
): ReadonlyMap<string, Value> {
  const path = ['.js', '.ts']
    .map((ending) => `${folder}${file}${ending}`)
    .find((each) => codebase.files.has(each));
  if (path === undefined) return new Map();
  const value = evaluator.machine.importFrom(`/${path}`, path);
  if (value.kind === 'object') return value.fields;
  return value.kind === 'module' ? new Map(evaluator.machine.exportsOf(path)) : new Map();
}

function routesOf(project: Project): readonly Route[] {
  const table = tableOf(project, 'config/routes', 'routes');
  const file =
    project.codebase.tree(`${project.folder}config/routes.js`) ??
    project.codebase.tree(`${project.folder}config/routes.ts`);
  if (file === undefined) return [];
  const site = siteOf(file, file.program);
  const own = [...table].flatMap(([address, target]) =>
    routeOf(project, address, target, placeOf(site, address)),
  );
  return [...own, ...blueprintRoutes(project, site)];
}

/** The line on which an address stands. */
function placeOf(site: Site, address: string): Site {
  const at = site.file.text.indexOf(address);
  if (at === -1) return site;
  const line = lineAt(site.file.text, at);
  return { ...site, origin: { ...site.origin, line } };
}

/** `'GET /users/:id': 'UserController.find'`; an address without a method holds for all of them. */
function routeOf(project: Project, address: string, target: Value, site: Site): readonly Route[] {
  const [, verb = 'all', path] = /^(?:(\w+)\s+)?(\/\S*|\*|r\|.+)$/.exec(address.trim()) ?? [];
  const method = verbNamed(verb);
  if (path === undefined || method === undefined) return [];
  return [routeTo(project, [method], path, target, site)];
}

export function routeTo(
  project: Project,
  methods: Route['methods'],
  path: string,
  target: Value,
  site: Site,
): Route {
  const action = actionNamed(target);
  const { before, handler } = handlersOf(project, target, action, site);
  const address = addressed(path);
  const parameters = action === undefined ? undefined : inputsOf(project, action, methods, address.text);
  return {
    technology: 'express',
    methods,
    path: address,
    guards: [],
    handlers: [
      ...(action === undefined ? [] : policiesFor(project, action, site)),
      ...before,
      ...(handler === undefined ? [] : [handler]),
    ],
    ...(parameters === undefined ? {} : { parameters }),
    site,
  };
}

/** `/users/:id`, `*`, and `r|^/users/(\\d+)$|id`: an expression with the names of its groups. */
function addressed(path: string): RoutePath {
  const [, expression, names = ''] = /^r\|(.+?)(?:\|([\w,\s]*))?$/.exec(path) ?? [];
  if (expression === undefined)
    return pathsOf({ kind: 'primitive', value: path === '*' ? '/*' : path })[0] ?? rootPath;
  const source = `/${expression.replaceAll(/\\?\//g, String.raw`\/`)}/`;
  const [found = rootPath] = pathsOf({ kind: 'pattern', source });
  const given = names.split(',').map((name) => name.trim());
  const text = found.text.replaceAll(
    /\{(\*?)(\d+)\}/g,
    (_, rest: string, at: string) => `{${rest}${given[Number(at)] ?? at}}`,
  );
  return { ...found, text: found.resolved ? text : source };
}

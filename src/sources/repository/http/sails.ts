import type { Codebase } from '../javascript/codebase.ts';
import type { Evaluator } from '../javascript/evaluator.ts';
import type { Machine } from '../javascript/machine.ts';
import { siteOf } from '../javascript/machine.ts';
import type { Site, Value } from '../javascript/value.ts';
import { nothing, textOf } from '../javascript/value.ts';
import type { RoutePath } from './paths.ts';
import { pathsOf, rootPath } from './paths.ts';
import type { CallFramework } from './routers.ts';
import type { Given, Route } from './routing.ts';
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
  return {
    technology: 'express',
    methods,
    path: addressed(path),
    guards: [],
    handlers: [
      ...(action === undefined ? [] : policiesFor(project, action, site)),
      ...before,
      ...(handler === undefined ? [] : [handler]),
    ],
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

/** `UserController.findOne` is the action `user/findone`; so is `{ action: 'user/findOne' }`. */
function actionNamed(target: Value): string | undefined {
  const fields = target.kind === 'object' ? target.fields : undefined;
  const text = (name: string): string | undefined => {
    const value = fields?.get(name);
    return value === undefined ? undefined : textOf(value);
  };
  const whole =
    textOf(target) ??
    (text('controller') === undefined
      ? (text('action') ?? text('target'))
      : `${text('controller')}.${text('action') ?? 'index'}`);
  if (whole === undefined || /^(\/|https?:)/.test(whole)) return undefined;
  return whole
    .replace(/Controller\./i, '/')
    .replace('.', '/')
    .toLowerCase();
}

function handlersOf(
  project: Project,
  target: Value,
  action: string | undefined,
  site: Site,
): { readonly before: readonly Given[]; readonly handler: Given | undefined } {
  const given = (value: Value, written?: string): Given => ({
    value,
    site,
    conditional: false,
    ...(written === undefined ? {} : { written }),
  });
  if (target.kind === 'function') return { before: [], handler: given(target) };
  if (target.kind === 'array') {
    const items = target.items.map((item) =>
      item.kind === 'object' ? (item.fields.get('fn') ?? item) : item,
    );
    const last = items.at(-1);
    return {
      before: items.slice(0, -1).map((item) => given(item)),
      handler: last === undefined ? undefined : given(last),
    };
  }
  const own = target.kind === 'object' ? target.fields.get('fn') : undefined;
  if (own !== undefined) return { before: [], handler: given(own) };
  if (action === undefined) return { before: [], handler: undefined };
  const found = actionOf(project, action);
  return {
    before: [],
    handler:
      found === undefined
        ? given({ kind: 'unknown', why: 'an action that was not found', configured: false }, action)
        : given(found, action),
  };
}

/** A method of `api/controllers/UserController.js`, or the file `api/controllers/user/find-one.js`. */
function actionOf({ codebase, evaluator, folder }: Project, action: string): Value | undefined {
  const [last = '', ...above] = action.split('/').toReversed();
  const base = `${folder}api/controllers/`.toLowerCase();
  const controller = `${base}${above.toReversed().join('/')}controller`;
  for (const path of codebase.files.keys()) {
    const plain = path.toLowerCase().replace(/\.[jt]s$/, '');
    if (plain !== controller && plain !== `${base}${action}`) continue;
    const value = evaluator.machine.importFrom(`/${path}`, path);
    const found = plain === controller ? memberNamed(evaluator.machine, value, last, path) : bodyOf(value);
    if (found !== undefined) return found;
  }
  return undefined;
}

function memberNamed(machine: Machine, value: Value, name: string, path: string): Value | undefined {
  const fields =
    value.kind === 'object' ? [...value.fields] : value.kind === 'module' ? machine.exportsOf(path) : [];
  return fields.find(([key]) => key.toLowerCase() === name)?.[1];
}

/** A classic action is the function itself; an "actions2" machine keeps it in `fn`. */
function bodyOf(value: Value): Value | undefined {
  if (value.kind === 'function') return value;
  return value.kind === 'object' ? value.fields.get('fn') : undefined;
}

import type { Method } from '../../../../model/api.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import type { RoutePath } from '../../http/paths.ts';
import { joinPaths } from '../../http/paths.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import { kindByName } from '../../http/guards.ts';
import type { TextFile } from '../../gather.ts';
import { lookInClass } from '../evaluator/classes.ts';
import type { Machine } from '../evaluator/machine.ts';
import { moduleAt, nameInModule, runModule } from '../evaluator/modules.ts';
import { libraryPath } from '../evaluator/paths.ts';
import type { FunctionValue, ResultValue, Value } from '../evaluator/value.ts';
import { argument, itemsOf, stringOf } from '../evaluator/value.ts';
import { originAt } from '../reading/judge.ts';
import { readRequest } from '../reading/requests.ts';
import { methodsIn, methodsOf, routeOf } from '../reading/routes.ts';
import { rewritten, routePath, textsOf } from '../reading/texts.ts';

const dialect = {
  names: /^request$/,
  members: {},
  calls: { input: 'query', query: 'query', header: 'header', cookie: 'cookie' },
} as const;

interface At {
  readonly prefix: RoutePath;
  readonly guards: readonly JudgedGuard[];
  readonly depth: number;
}

const every: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const actions: readonly (readonly [Method, string, string])[] = [
  ['GET', '', 'index'],
  ['GET', '/create', 'create'],
  ['POST', '', 'store'],
  ['GET', '/@id', 'show'],
  ['GET', '/@id/edit', 'edit'],
  ['PUT', '/@id', 'update'],
  ['PATCH', '/@id', 'update'],
  ['DELETE', '/@id', 'destroy'],
];

/** Masonite: the list `ROUTES`, groups with prefixes and middleware, resources. */
export function masoniteRoutes(machine: Machine, files: readonly TextFile[]): readonly DeclaredRoute[] {
  const routes: DeclaredRoute[] = [];
  for (const { path, text } of files) {
    if (!/^ROUTES\b/m.test(text) || !text.includes('masonite')) continue;
    const module = runModule(machine, path);
    const given = nameInModule(machine, module, 'ROUTES');
    for (const each of itemsOf(given))
      walk(machine, each, { prefix: { text: '', resolved: true }, guards: [], depth: 0 }, files, routes);
  }
  return routes;
}

function walk(
  machine: Machine,
  value: Value,
  at: At,
  files: readonly TextFile[],
  routes: DeclaredRoute[],
): void {
  if (value.kind === 'list') for (const each of value.items) walk(machine, each, at, files, routes);
  const [, name = '', rest = ''] =
    /^masonite\.(?:\w+\.)*Route\.(\w+)\(\)((?:\.\w+\(\))*)$/.exec(libraryPath(value) ?? '') ?? [];
  if (value.kind !== 'result' || name === '' || at.depth > 12) return;
  if (rest !== '') {
    // `Route.get(…).middleware('auth')`
    const inner = value.callee.kind === 'member' ? value.callee.object : undefined;
    if (inner !== undefined)
      walk(
        machine,
        inner,
        value.callee.kind === 'member' && value.callee.name === 'middleware'
          ? { ...at, guards: [...at.guards, ...middleware(value, value.args.positional)] }
          : at,
        files,
        routes,
      );
    return;
  }
  const { args } = value;
  if (name === 'group') {
    const inside: At = {
      prefix: joinPaths(at.prefix, routePath(args.keywords.get('prefix'))),
      guards: [...at.guards, ...middleware(value, itemsOf(args.keywords.get('middleware')))],
      depth: at.depth + 1,
    };
    for (const each of args.positional) walk(machine, each, inside, files, routes);
    return;
  }
  addNamed(machine, value, name, at, files, routes);
}

function addNamed(
  machine: Machine,
  value: ResultValue,
  name: string,
  at: At,
  files: readonly TextFile[],
  routes: DeclaredRoute[],
): void {
  const { args } = value;
  if (name === 'resource' || name === 'api') {
    for (const [method, path, action] of actions)
      if (name === 'resource' || !/^(create|edit)$/.test(action))
        add(
          machine,
          value,
          at,
          [method],
          joinPaths(routePath(args.positional[0]), { text: path, resolved: true }),
          controllerAction(machine, args.positional[1], action, files),
          routes,
        );
    return;
  }
  const isMatch = name === 'match';
  const verbs: readonly Method[] =
    name === 'any'
      ? every
      : isMatch
        ? methodsOf(args.positional[0])
        : /^(view|redirect|permanent_redirect)$/.test(name)
          ? ['GET']
          : methodsIn([name]);
  if (verbs.length === 0) return;
  const target = argument(args, isMatch ? 2 : 1, 'controller');
  const handler = target?.kind === 'function' ? target : controllerAction(machine, target, undefined, files);
  add(
    machine,
    value,
    at,
    verbs,
    routePath(args.positional[isMatch ? 1 : 0]),
    handler,
    routes,
    /view|redirect/.test(name),
  );
}

function add(
  machine: Machine,
  place: ResultValue,
  at: At,
  methods: readonly Method[],
  path: RoutePath,
  handler: FunctionValue | undefined,
  routes: DeclaredRoute[],
  harmless = false,
): void {
  routes.push(
    routeOf(machine, {
      technology: 'masonite',
      methods,
      path: rewritten(joinPaths(at.prefix, path), (text) => text.replaceAll(/[@?](\w+)(:\w+)?/g, '{$1}')),
      handler,
      harmless,
      guards: at.guards,
      parameters: handler === undefined ? [] : readRequest(machine, handler, dialect),
      place: place.place,
    }),
  );
}

/** Middleware is named by the aliases of the kernel. */
const middleware = (value: ResultValue, given: readonly Value[]): readonly JudgedGuard[] =>
  given
    .flatMap((each) => textsOf(each))
    .map((name) => ({
      guard: { name, kind: kindByName(name) ?? 'other', requires: [], origin: originAt(value.place) },
      resolved: kindByName(name) !== undefined,
      conditional: false,
      passes: name === 'web' || name === 'api',
    }));

/** `"UserController@show"`: the class of that name, wherever controllers lie. */
function controllerAction(
  machine: Machine,
  target: Value | undefined,
  action: string | undefined,
  files: readonly TextFile[],
): FunctionValue | undefined {
  const text = stringOf(target);
  const [name = '', method = action ?? '__call__'] = text?.split('@') ?? [];
  const of = target?.kind === 'class' ? target : classNamed(machine, name.split('.').at(-1) ?? '', files);
  const found = of === undefined ? undefined : lookInClass(machine, of, action ?? method);
  return found?.kind === 'function' ? found : undefined;
}

function classNamed(
  machine: Machine,
  name: string,
  files: readonly TextFile[],
): Extract<Value, { kind: 'class' }> | undefined {
  const file = files.find(({ path }) => path.endsWith(`/${name}.py`));
  if (file === undefined || name === '') return undefined;
  const found = nameInModule(machine, moduleAt(machine, file.path), name);
  return found?.kind === 'class' ? found : undefined;
}

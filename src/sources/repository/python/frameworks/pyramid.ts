import type { DeclaredRoute } from '../../http/declared.ts';
import type { RoutePath } from '../../http/paths.ts';
import { joinPaths } from '../../http/paths.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import type { Machine } from '../evaluator/machine.ts';
import { isCallOf, libraryPath } from '../evaluator/paths.ts';
import type { Arguments, ClassValue, FunctionValue, Place, Value, Wrapper } from '../evaluator/value.ts';
import { argument, stringOf } from '../evaluator/value.ts';
import { judgeWrappers, originAt } from '../reading/judge.ts';
import type { Dialect } from '../reading/requests.ts';
import { readRequest } from '../reading/requests.ts';
import { methodCall } from '../reading/registrations.ts';
import { methodsOf, routeOf } from '../reading/routes.ts';
import { bracePath, rewritten, routePath } from '../reading/texts.ts';
import { lookInClass } from '../evaluator/classes.ts';

const dialect: Dialect = {
  names: /^(request|req)$/,
  paths: /^self\.request$/,
  members: {
    params: 'query',
    GET: 'query',
    POST: 'body',
    json_body: 'body',
    json: 'body',
    headers: 'header',
    cookies: 'cookie',
    matchdict: 'path',
  },
};

/** Pyramid: routes by name, and views that name them. */
export function pyramidRoutes(machine: Machine): readonly DeclaredRoute[] {
  const isConfig = (value: Value): boolean =>
    /^pyramid\.(\w+\.)*Configurator\(\)$|^config$/.test(libraryPath(value) ?? '') || value.kind === 'unknown';
  const named = new Map<string, { readonly path: RoutePath; readonly place: Place }[]>();
  const routes: DeclaredRoute[] = [];
  for (const event of machine.events) {
    const called = methodCall(event);
    if (called === undefined || !isConfig(called.object)) continue;
    const prefix = includedPrefix(machine, called.place.module.path);
    if (called.name === 'add_route') {
      const name = stringOf(argument(called.args, 0, 'name')) ?? '';
      const path = joinPaths(
        prefix,
        rewritten(routePath(argument(called.args, 1, 'pattern', 'path')), starPath),
      );
      named.set(name, [...(named.get(name) ?? []), { path, place: called.place }]);
    } else if (called.name === 'add_static_view') {
      const path = routePath(argument(called.args, 0, 'name'));
      if (!path.text.includes('://'))
        routes.push(
          routeOf(machine, {
            technology: 'pyramid',
            methods: ['GET'],
            path: joinPaths(path, { text: '{*subpath}', resolved: true }),
            handler: undefined,
            harmless: true,
            guards: [],
            parameters: [],
            place: called.place,
          }),
        );
    }
  }
  if (named.size === 0) return routes;
  for (const view of viewsOf(machine))
    for (const route of named.get(view.route) ?? []) routes.push(viewRoute(machine, view, route));
  return routes;
}

const starPath = (text: string): string => bracePath(text).replaceAll(/\*(\w+)/g, '{*$1}');

/** `config.include('app.routes', route_prefix='/api')` holds for what that module adds. */
function includedPrefix(machine: Machine, path: string): RoutePath {
  for (const { callee, args, place } of machine.events) {
    if (callee.kind !== 'member' || callee.name !== 'include' || !args.keywords.has('route_prefix')) continue;
    const [given] = args.positional;
    const target =
      stringOf(given) === undefined
        ? undefined
        : machine.packages.dotted(place.module.path, (stringOf(given) ?? '').replace(/^\./, ''));
    const file =
      given?.kind === 'function'
        ? given.module.path
        : given?.kind === 'module'
          ? given.module.path
          : target?.kind === 'module'
            ? target.path
            : undefined;
    if (file === path) return routePath(args.keywords.get('route_prefix'));
  }
  return { text: '', resolved: true };
}

interface PyramidView {
  readonly route: string;
  readonly args: Arguments;
  readonly defaults: Arguments | undefined;
  readonly handler: FunctionValue | undefined;
  readonly wrappers: readonly Wrapper[];
  readonly place: Place;
}

function viewsOf(machine: Machine): readonly PyramidView[] {
  return machine.events.flatMap(({ callee, args, place }): readonly PyramidView[] => {
    if (callee.kind === 'member' && callee.name === 'add_view') {
      const view = argument(args, 0, 'view');
      const name = stringOf(args.keywords.get('route_name'));
      return name === undefined
        ? []
        : [
            {
              route: name,
              args,
              defaults: undefined,
              handler: view?.kind === 'function' ? view : methodOf(machine, view, args),
              wrappers: view?.kind === 'function' ? view.wrappers : [],
              place,
            },
          ];
    }
    const [target] = args.positional;
    if (callee.kind !== 'result' || !isCallOf(callee, 'view.view_config') || target === undefined) return [];
    const defaults = target.kind === 'function' ? defaultsOf(target.owner) : undefined;
    const name = stringOf(callee.args.keywords.get('route_name') ?? defaults?.keywords.get('route_name'));
    if (name === undefined) return [];
    const handler = target.kind === 'function' ? target : methodOf(machine, target, callee.args);
    return [
      {
        route: name,
        args: callee.args,
        defaults,
        handler,
        wrappers: target.kind === 'function' ? target.wrappers : [],
        place: callee.place,
      },
    ];
  });
}

function methodOf(machine: Machine, target: Value | undefined, args: Arguments): FunctionValue | undefined {
  if (target?.kind !== 'class') return undefined;
  const found = lookInClass(machine, target, stringOf(args.keywords.get('attr')) ?? '__call__');
  return found?.kind === 'function' ? found : undefined;
}

const defaultsOf = (owner: ClassValue | undefined): Arguments | undefined => {
  const found = owner?.wrappers.find(({ value }) => isCallOf(value, 'view.view_defaults'))?.value;
  return found?.kind === 'result' ? found.args : undefined;
};

function viewRoute(
  machine: Machine,
  view: PyramidView,
  { path }: { readonly path: RoutePath },
): DeclaredRoute {
  const option = (name: string): Value | undefined =>
    view.args.keywords.get(name) ?? view.defaults?.keywords.get(name);
  const methods = methodsOf(option('request_method'));
  const permission = stringOf(option('permission'));
  const guard: readonly JudgedGuard[] =
    permission === undefined || permission === '__no_permission_required__'
      ? []
      : [
          {
            guard: {
              name: 'permission',
              kind: 'authorisation',
              requires: [permission],
              origin: originAt(view.place),
            },
            resolved: true,
            conditional: false,
            passes: false,
          },
        ];
  const outer = judgeWrappers(
    machine,
    view.wrappers.filter(({ value }) => libraryPath(value)?.startsWith('pyramid.') !== true),
  );
  return routeOf(machine, {
    technology: 'pyramid',
    methods: methods.length === 0 ? ['GET'] : methods,
    path,
    handler: view.handler,
    guards: [...guard, ...outer],
    parameters: view.handler === undefined ? [] : readRequest(machine, view.handler, dialect),
    place: view.place,
  });
}

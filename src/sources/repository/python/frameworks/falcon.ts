import type { DeclaredRoute } from '../../http/declared.ts';
import { followDeclaredMounts } from '../../http/declared-mounts.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import type { Machine } from '../evaluator/machine.ts';
import { isCallOf } from '../evaluator/paths.ts';
import type { Value, Wrapper } from '../evaluator/value.ts';
import { argument, itemsOf, stringOf } from '../evaluator/value.ts';
import { judgeCheck, judgeWrappers, nameOf } from '../reading/judge.ts';
import { readRequest } from '../reading/requests.ts';
import { methodCall } from '../reading/registrations.ts';
import { httpVerbs, methodsIn, routeOf, withRoots } from '../reading/routes.ts';
import { bracePath, rewritten, routePath } from '../reading/texts.ts';
import { lookInClass } from '../evaluator/classes.ts';
import type { Micro, MicroWorld } from './micro.ts';
import { addCheck, addStatic, classOf, madeWith, routerOf } from './micro.ts';

const falcon: Micro = {
  technology: 'falcon',
  application: /^falcon\.(\w+\.)*(App|API)\(\)$/,
  router: /^$/,
  dialect: {
    names: /^(req|request)$/,
    members: {
      params: 'query',
      media: 'body',
      headers: 'header',
      cookies: 'cookie',
      bounded_stream: 'body',
      stream: 'body',
    },
    calls: {
      get_param: 'query',
      get_param_as_int: 'query',
      get_param_as_bool: 'query',
      get_param_as_list: 'query',
      get_header: 'header',
      get_cookie_values: 'cookie',
    },
    methods: { get_media: 'body' },
  },
  rewrite: bracePath,
};

/** Falcon: resources with a method for each verb, hooks before them, middleware before everything. */
export function falconRoutes(machine: Machine): readonly DeclaredRoute[] {
  const world: MicroWorld = { machine, micro: falcon, routers: new Map() };
  for (const event of machine.events) {
    const called = methodCall(event);
    const router = routerOf(world, called?.object);
    if (called === undefined || router === undefined) continue;
    if (called.name === 'add_static_route')
      addStatic(world, router, routePath(argument(called.args, 0, 'prefix')), called.place);
    if (called.name === 'add_middleware')
      for (const each of itemsOf(called.args.positional[0])) addCheck(world, router, each, called.place);
    if (called.name !== 'add_route') continue;
    const of = classOf(argument(called.args, 1, 'resource'));
    const suffix = stringOf(called.args.keywords.get('suffix'));
    for (const verb of of === undefined ? [] : httpVerbs) {
      const handler =
        of === undefined
          ? undefined
          : lookInClass(machine, of, `on_${verb}${suffix === undefined ? '' : `_${suffix}`}`);
      if (of === undefined || handler?.kind !== 'function') continue;
      const path = routePath(argument(called.args, 0, 'uri_template'));
      router.entries.push({
        kind: 'route',
        route: routeOf(machine, {
          technology: 'falcon',
          path: rewritten(path, bracePath),
          methods: methodsIn([verb]),
          handler,
          guards: [...hooks(machine, of.wrappers), ...hooks(machine, handler.wrappers)],
          parameters: readRequest(machine, handler, falcon.dialect),
          place: called.place,
        }),
      });
    }
  }
  for (const [value, router] of world.routers)
    for (const each of itemsOf(madeWith(value)?.keywords.get('middleware')))
      if (value.kind === 'result' || value.kind === 'instance') addCheck(world, router, each, value.place);
  return followDeclaredMounts(withRoots(world.routers.values()));
}

/** `@falcon.before(check)`. */
const hooks = (machine: Machine, wrappers: readonly Wrapper[]): readonly JudgedGuard[] =>
  wrappers.flatMap((wrapper) => {
    const { value, place } = wrapper;
    const given: Value | undefined =
      isCallOf(value, 'falcon.before') || isCallOf(value, 'hooks.before')
        ? madeWith(value)?.positional[0]
        : undefined;
    return given === undefined
      ? judgeWrappers(machine, [wrapper])
      : [judgeCheck(machine, { value: given, name: nameOf(given), place })];
  });

import type { DeclaredRoute } from '../../http/declared.ts';
import { followDeclaredMounts } from '../../http/declared-mounts.ts';
import { joinPaths } from '../../http/paths.ts';
import type { Machine } from '../evaluator/machine.ts';
import { argument, booleanOf } from '../evaluator/value.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import { originAt } from '../reading/judge.ts';
import { decoration, methodCall } from '../reading/registrations.ts';
import { methodsIn, withRoots } from '../reading/routes.ts';
import { routePath } from '../reading/texts.ts';
import type { Micro, MicroWorld } from './micro.ts';
import { addCheck, addMicroRoute, madeWith, routerOf } from './micro.ts';

const robyn: Micro = {
  technology: 'robyn',
  application: /^robyn\.(\w+\.)*Robyn\(\)$/,
  router: /^robyn\.(\w+\.)*SubRouter\(\)$/,
  dialect: {
    names: /^(request|req)$/,
    members: {
      query_params: 'query',
      headers: 'header',
      path_params: 'path',
      body: 'body',
      form_data: 'body',
    },
    methods: { json: 'body' },
  },
  rewrite: (text) => text.replaceAll(/:(\w+)/g, '{$1}'),
};

/** Robyn: applications and sub-routers with a prefix; `auth_required` asks the authentication handler. */
export function robynRoutes(machine: Machine): readonly DeclaredRoute[] {
  const world: MicroWorld = { machine, micro: robyn, routers: new Map() };
  for (const event of machine.events) {
    const applied = decoration(event);
    const router = routerOf(world, applied?.object);
    if (applied !== undefined && router !== undefined) {
      const { name, args, place, object, target } = applied;
      const isSocket = name === 'websocket';
      const methods = isSocket ? methodsIn(['GET']) : methodsIn([name]);
      if (name === 'before_request' && args.positional.length === 0) addCheck(world, router, target, place);
      if (methods.length === 0) continue;
      const made = madeWith(object);
      const prefix =
        robyn.router.test('') || made === undefined
          ? undefined
          : (made.keywords.get('prefix') ?? made.positional[1]);
      const guard: JudgedGuard = {
        guard: { name: 'auth_required', kind: 'authentication', requires: [], origin: originAt(place) },
        resolved: true,
        conditional: false,
        passes: false,
      };
      addMicroRoute(world, router, {
        path: joinPaths(routePath(prefix), routePath(argument(args, 0, 'endpoint'))),
        methods,
        handler: target,
        place,
        socket: isSocket,
        guards: booleanOf(args.keywords.get('auth_required')) === true ? [guard] : [],
      });
    }
    const called = methodCall(event);
    const owner = routerOf(world, called?.object);
    const inner = called?.name === 'include_router' ? routerOf(world, called.args.positional[0]) : undefined;
    if (called === undefined || owner === undefined || inner === undefined) continue;
    const above = madeWith(called.object);
    const prefix =
      owner.kind === 'application' ? undefined : (above?.keywords.get('prefix') ?? above?.positional[1]);
    owner.entries.push({ kind: 'mount', path: routePath(prefix), router: inner, guards: [] });
  }
  return followDeclaredMounts(withRoots(world.routers.values()));
}

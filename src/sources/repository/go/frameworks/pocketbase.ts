import { addUse, givensOf } from '../routing/register.ts';
import { standInRouter } from './stand-in.ts';
import { group, register, registerNamed, verbOf } from './common.ts';
import type { Framework } from './framework.ts';
import { ownedBy } from './framework.ts';

/** PocketBase as a framework: routes on the router of the serve event, middlewares bound to groups and routes. */
export const pocketbase: Framework = {
  technology: 'pocketbase',
  owns: ownedBy('github.com/pocketbase/pocketbase'),
  types: { Router: 'application', RouterGroup: 'router' },
  groupType: 'RouterGroup',
  member: (machine, type, field) =>
    type === 'ServeEvent' && field === 'Router'
      ? standInRouter(
          machine,
          { kind: 'library', package: 'github.com/pocketbase/pocketbase/tools/router', name: 'Router' },
          '',
        )
      : undefined,
  method: (machine, receiver, name, call) => {
    const { router } = receiver;
    const methods = verbOf(name);
    if (receiver.kind === 'router' && methods !== undefined) {
      const made = register(machine, router, call, methods, 0, 'first');
      return made;
    }
    switch (name) {
      case 'Route':
        return registerNamed(machine, router, call, 'first');
      case 'Group':
        return group(machine, router, call, call.args[0], 1);
      case 'Bind':
      case 'BindFunc':
        if (receiver.kind === 'route')
          receiver.route.guards = [...receiver.route.guards, ...givensOf(machine, call)];
        else addUse(router, givensOf(machine, call), 'all');
        return receiver;
      case 'Unbind':
        return receiver;
      default:
        return undefined;
    }
  },
};

/** Kratos: generated code registers on the route of an HTTP server. */
export const kratos: Framework = {
  technology: 'kratos',
  owns: ownedBy('github.com/go-kratos/kratos'),
  types: { Server: 'application', Router: 'router' },
  call: (machine, { package: from, path }, call) =>
    from === 'github.com/go-kratos/kratos/transport/http' && path === 'NewServer'
      ? standInRouter(machine, { kind: 'library', package: from, name: 'Server' }, call.site.file)
      : undefined,
  method: (machine, receiver, name, call) => {
    const { router } = receiver;
    const methods = verbOf(name);
    if (methods !== undefined) return register(machine, router, call, methods, 0, 'first');
    switch (name) {
      case 'Route':
      case 'Group':
        return group(machine, router, call, call.args[0], 1);
      case 'Handle':
        return registerNamed(machine, router, call, 'first');
      case 'HandleFunc':
        return register(machine, router, call, ['ANY'], 0, 'first');
      default:
        return undefined;
    }
  },
};

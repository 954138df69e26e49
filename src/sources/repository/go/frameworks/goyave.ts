import { plainText } from '../machine/value.ts';
import { addGroup, addUse, givensOf, methodsOf, newRouter } from '../routing/register.ts';
import { callMethod } from '../machine/methods.ts';
import { register, runWith, verbOf } from './common.ts';
import type { Framework } from './framework.ts';
import { ownedBy } from './framework.ts';

/** Goyave: subrouters, controllers that register themselves, and metadata that an authentication middleware asks for. */
export const goyave: Framework = {
  technology: 'goyave',
  owns: ownedBy('goyave.dev/goyave', 'github.com/System-Glitch/goyave', 'github.com/go-goyave/goyave'),
  types: { Router: 'application', Server: 'application' },
  call: (machine, { package: from, path }, call) =>
    goyave.owns(from) && path === 'New' ? newRouter(machine, 'goyave', 'application', call.site) : undefined,
  method: (machine, receiver, name, call) => {
    const { router } = receiver;
    const methods = verbOf(name);
    if (receiver.kind === 'router' && methods !== undefined)
      return register(machine, router, call, methods, 0);
    switch (name) {
      case 'RegisterRoutes': {
        const [fn] = call.args;
        if (fn !== undefined) runWith(machine, fn, receiver, call, [receiver]);
        return receiver;
      }
      case 'Route':
        return register(machine, router, call, methodsOf(call.args.slice(0, 1)), 1);
      case 'Subrouter':
        return addGroup(machine, router, call.args[0], [], call.site);
      case 'Group':
        return addGroup(machine, router, undefined, [], call.site);
      case 'Controller':
        for (const value of call.args)
          callMethod(machine, value, 'RegisterRoutes', { ...call, args: [receiver] });
        return receiver;
      case 'Middleware':
      case 'GlobalMiddleware':
        if (receiver.kind === 'route')
          receiver.route.guards = [...receiver.route.guards, ...givensOf(machine, call)];
        else addUse(router, givensOf(machine, call), 'all');
        return receiver;
      case 'SetMeta': {
        const [key, value] = call.args;
        const asks = /auth/i.test(plainText(key) ?? (key?.kind === 'library' ? key.path : ''));
        if (asks && !(value?.kind === 'boolean' && !value.value)) {
          const given = {
            value: key ?? value ?? receiver,
            written: 'auth',
            site: call.site,
            branch: machine.branch,
          };
          if (receiver.kind === 'route') receiver.route.guards = [...receiver.route.guards, given];
          else addUse(router, [given], 'all');
        }
        return receiver;
      }
      case 'CORS':
      case 'RemoveMeta':
      case 'Name':
      case 'ValidateBody':
      case 'ValidateQuery':
        return receiver;
      default:
        return undefined;
    }
  },
};

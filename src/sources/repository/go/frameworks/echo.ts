import { addUse, givensOf, methodsOf, newRouter } from '../routing/register.ts';
import { addFile, group, register, registerNamed, verbOf } from './common.ts';
import type { Framework } from './framework.ts';
import { ownedBy } from './framework.ts';

/** Echo: https://echo.labstack.com. The handler stands before its middlewares; those of the application see everything. */
export const echo: Framework = {
  technology: 'echo',
  owns: ownedBy('github.com/labstack/echo'),
  types: { Echo: 'application', Group: 'router' },
  groupType: 'Group',
  call: (machine, { package: from, path }, call) => {
    if (from !== 'github.com/labstack/echo') return undefined;
    if (path === 'New' || path === 'NewWithConfig')
      return newRouter(machine, 'echo', 'application', call.site);
    return /^(WrapHandler|WrapMiddleware|HandlerFunc|MiddlewareFunc)$/.test(path) ? call.args[0] : undefined;
  },
  method: (machine, receiver, name, call) => {
    const { router } = receiver;
    const methods = verbOf(name);
    if (methods !== undefined) return register(machine, router, call, methods, 0, 'first');
    switch (name) {
      case 'Add':
        return registerNamed(machine, router, call, 'first');
      case 'File':
      case 'FileFS':
        return addFile(machine, router, call);
      case 'Match':
        return register(machine, router, call, methodsOf(call.args.slice(0, 1)), 1, 'first');
      case 'Group':
        return group(machine, router, call, call.args[0], 1);
      case 'Use':
      case 'Pre':
        addUse(router, givensOf(machine, call), router.kind === 'application' ? 'all' : 'later');
        return receiver;
      default:
        return undefined;
    }
  },
};

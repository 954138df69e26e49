import { addUse, givensOf, methodsOf, newRouter } from '../routing/register.ts';
import { addFile, group, register, registerNamed, verbOf } from './common.ts';
import type { Framework } from './framework.ts';
import { ownedBy } from './framework.ts';

/** Gin: https://gin-gonic.com/docs. A group takes over the middlewares that its parent has when it is made. */
export const gin: Framework = {
  technology: 'gin',
  owns: ownedBy('github.com/gin-gonic/gin'),
  types: { Engine: 'application', RouterGroup: 'router', IRouter: 'router', IRoutes: 'router' },
  groupType: 'RouterGroup',
  call: (machine, { package: from, path }, call) => {
    if (from !== 'github.com/gin-gonic/gin') return undefined;
    if (path === 'New' || path === 'Default') return newRouter(machine, 'gin', 'application', call.site);
    return path === 'WrapH' || path === 'WrapF' || path === 'HandlerFunc' ? call.args[0] : undefined;
  },
  method: ginMethod,
};

/** Hertz registers as Gin does. */
export const hertz: Framework = {
  technology: 'hertz',
  owns: ownedBy('github.com/cloudwego/hertz'),
  types: {
    Hertz: 'application',
    RouterGroup: 'router',
    IRouter: 'router',
    IRoutes: 'router',
    Engine: 'application',
  },
  groupType: 'RouterGroup',
  call: (machine, { package: from, path }, call) =>
    from.endsWith('/hertz/pkg/app/server') && (path === 'New' || path === 'Default')
      ? newRouter(machine, 'hertz', 'application', call.site)
      : undefined,
  method: ginMethod,
};

function ginMethod(
  ...[machine, receiver, name, call]: Parameters<Framework['method']>
): ReturnType<Framework['method']> {
  const { router } = receiver;
  const plain = name.replace(/EX$/, '');
  const methods = verbOf(plain);
  if (methods !== undefined) {
    register(machine, router, call, methods, 0);
    return receiver;
  }
  switch (name) {
    case 'Handle':
      registerNamed(machine, router, call);
      return receiver;
    case 'Match':
      register(machine, router, call, methodsOf(call.args.slice(0, 1)), 1);
      return receiver;
    case 'Group':
      return group(machine, router, call, call.args[0], 1);
    case 'Use':
      addUse(router, givensOf(machine, call));
      return receiver;
    case 'StaticFile':
    case 'StaticFileFS':
      addFile(machine, router, call);
      return receiver;
    case 'Handler':
    case 'With':
      return receiver;
    default:
      return undefined;
  }
}

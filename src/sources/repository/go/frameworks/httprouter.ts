import { addUse, givensOf, newRouter } from '../routing/register.ts';
import { group, register, registerNamed, verbOf } from './common.ts';
import type { Framework } from './framework.ts';
import { ownedBy } from './framework.ts';

/** httprouter and routers made after it, those of fasthttp among them. */
export const httprouter: Framework = {
  technology: 'httprouter',
  owns: ownedBy(
    'github.com/julienschmidt/httprouter',
    'github.com/fasthttp/router',
    'github.com/buaazp/fasthttprouter',
    'github.com/dimfeld/httptreemux',
    'github.com/uptrace/bunrouter',
    'github.com/bmizerany/pat',
    'goji.io',
  ),
  types: { Router: 'application', Group: 'router', TreeMux: 'application', PatternServeMux: 'application' },
  groupType: 'Group',
  call: (machine, { package: from, path }, call) =>
    httprouter.owns(from) && /^(New|NewContextMux)$/.test(path)
      ? newRouter(machine, 'httprouter', 'application', call.site)
      : undefined,
  method: (machine, receiver, name, call) => {
    const { router } = receiver;
    const methods = verbOf(name);
    if (methods !== undefined) {
      register(machine, router, call, methods, 0);
      return receiver;
    }
    switch (name) {
      case 'Handle':
      case 'Handler':
      case 'HandlerFunc':
        return registerNamed(machine, router, call);
      case 'Group':
      case 'NewGroup':
      case 'WithGroup':
        return group(machine, router, call, call.args[0], 1, ({ value }) => value.kind === 'function');
      case 'Use':
        addUse(router, givensOf(machine, call));
        return receiver;
      default:
        return undefined;
    }
  },
};

/** fasthttp itself registers nothing; it is known so that code that uses it is walked. */
export const fasthttp: Framework = {
  technology: 'fasthttp',
  owns: ownedBy('github.com/valyala/fasthttp'),
  types: {},
  method: () => undefined,
};

import { addGroup, addMount, addUse, givensOf, newRouter } from '../routing/register.ts';
import { unwrapped } from '../routing/wrappers.ts';
import { register, registerNamed, runWith, verbOf } from './common.ts';
import type { Framework } from './framework.ts';
import { ownedBy } from './framework.ts';
import { everyMethod } from '../routing/register.ts';
import { chained } from './net-http.ts';

/** chi: https://go-chi.io. Middlewares stand before all routes of their router; `With` and `Group` make inner ones. */
export const chi: Framework = {
  technology: 'chi',
  owns: ownedBy('github.com/go-chi/chi'),
  types: { Mux: 'router', Router: 'router', Routes: 'router' },
  groupType: 'Router',
  call: (machine, { package: from, path }, call, receiver) => {
    if (from !== 'github.com/go-chi/chi') return undefined;
    if (path === 'NewRouter' || path === 'NewMux') return newRouter(machine, 'chi', 'application', call.site);
    return receiver?.kind === 'result' && receiver.path === 'Chain()'
      ? chained(machine, receiver.args, path, call)
      : undefined;
  },
  method: (machine, receiver, name, call) => {
    const { router } = receiver;
    const methods = verbOf(name);
    if (methods !== undefined) return register(machine, router, call, methods, 0);
    switch (name) {
      case 'Handle':
      case 'HandleFunc':
        return register(machine, router, call, everyMethod, 0);
      case 'Method':
      case 'MethodFunc':
        return registerNamed(machine, router, call);
      case 'Route': {
        const [path, fn] = call.args;
        const made = addGroup(machine, router, path, [], call.site);
        if (fn !== undefined) runWith(machine, fn, made, call);
        return made;
      }
      case 'Group': {
        const made = addGroup(machine, router, undefined, [], call.site);
        const [fn] = call.args;
        if (fn !== undefined) runWith(machine, fn, made, call);
        return made;
      }
      case 'With':
        return addGroup(machine, router, undefined, givensOf(machine, call), call.site);
      case 'Use':
        addUse(router, givensOf(machine, call));
        return receiver;
      case 'Mount': {
        const [given] = givensOf(machine, call, 1);
        const inner = given === undefined ? undefined : unwrapped(given);
        if (inner?.answer.kind === 'router')
          addMount(router, call.args[0], inner.answer.router, inner.guards);
        return receiver;
      }
      default:
        return undefined;
    }
  },
};

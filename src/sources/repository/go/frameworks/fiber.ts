import { addMount, addUse, givensOf, methodsOf, newRouter } from '../routing/register.ts';
import type { Value } from '../machine/value.ts';
import { unwrapped } from '../routing/wrappers.ts';
import { group, register, runWith, verbOf } from './common.ts';
import { addGroup } from '../routing/register.ts';
import type { Framework } from './framework.ts';
import { ownedBy } from './framework.ts';

/** Fiber: https://docs.gofiber.io. Middlewares hold for what is registered later, below their path. */
export const fiber: Framework = {
  technology: 'fiber',
  owns: ownedBy('github.com/gofiber/fiber'),
  types: { App: 'application', Router: 'router', Group: 'router' },
  groupType: 'Router',
  call: (machine, { package: from, path }, call) =>
    from === 'github.com/gofiber/fiber' && path === 'New'
      ? newRouter(machine, 'fiber', 'application', call.site)
      : from.startsWith('github.com/gofiber/') &&
          /^HTTP(Handler|HandlerFunc|Middleware)(WithContext)?$/.test(path)
        ? call.args[0]
        : undefined,
  method: (machine, receiver, name, call) => {
    const { router } = receiver;
    const methods = verbOf(name);
    if (methods !== undefined) {
      register(machine, router, call, methods, 0);
      return receiver;
    }
    switch (name) {
      case 'Add':
        register(machine, router, call, methodsOf(call.args.slice(0, 1)), 1);
        return receiver;
      case 'Group':
        return group(machine, router, call, call.args[0], 1);
      case 'Route': {
        const [path, fn] = call.args;
        const made = addGroup(machine, router, path, [], call.site);
        if (fn?.kind === 'function') runWith(machine, fn, made, call);
        return made;
      }
      case 'Mount':
        mount(machine, receiver, call.args[0], call, 1);
        return receiver;
      case 'Use': {
        const [first] = call.args;
        const isPath = first?.kind === 'text' || first?.kind === 'list';
        const paths: readonly (Value | undefined)[] = isPath
          ? first.kind === 'list'
            ? first.items
            : [first]
          : [undefined];
        for (const path of paths) mount(machine, receiver, path, call, isPath ? 1 : 0);
        return receiver;
      }
      default:
        return undefined;
    }
  },
};

/** What stands behind the path: other applications are mounted, functions are middlewares. */
function mount(
  machine: Parameters<Framework['method']>[0],
  { router }: Parameters<Framework['method']>[1],
  path: Value | undefined,
  call: Parameters<Framework['method']>[3],
  from: number,
): void {
  for (const given of givensOf(machine, call, from)) {
    const { answer, guards } = unwrapped(given);
    if (answer.kind === 'router') addMount(router, path, answer.router, guards);
    else addUse(router, [given], 'later', path);
  }
}

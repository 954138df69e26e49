import type { Machine } from '../machine/machine.ts';
import type { Call } from '../machine/calls.ts';
import type { Value } from '../machine/value.ts';
import { plainText, text } from '../machine/value.ts';
import { inField, allOfType } from '../../languages/syntax.ts';
import { addRoute, addUse, givenOf, givensOf, methodOf, methodsOf, newRouter } from '../routing/register.ts';
import type { GoRouter } from '../routing/router.ts';
import { methodsOfType } from './controllers.ts';
import { group, register, registerNamed, runWith, verbOf } from './common.ts';
import type { Framework } from './framework.ts';
import { ownedBy } from './framework.ts';

/** Iris: https://docs.iris-go.com. Parties, functions that fill them, and MVC controllers. */
export const iris: Framework = {
  technology: 'iris',
  owns: ownedBy('github.com/kataras/iris'),
  types: { Application: 'application', Party: 'router', APIBuilder: 'router' },
  groupType: 'Party',
  call: (machine, { package: from, path }, call) => {
    if (from === 'github.com/kataras/iris' && (path === 'New' || path === 'Default'))
      return newRouter(machine, 'iris', 'application', call.site);
    if (from !== 'github.com/kataras/iris/mvc') return undefined;
    const [party, fn] = call.args;
    if (path === 'New') return party;
    if (path === 'Configure' && party !== undefined && fn !== undefined) runWith(machine, fn, party, call);
    return path === 'Configure' ? party : undefined;
  },
  method: (machine, receiver, name, call) => {
    const { router } = receiver;
    const methods = verbOf(name);
    if (methods !== undefined) {
      register(machine, router, call, methods, 0);
      return receiver;
    }
    switch (name) {
      case 'Handle':
        if (call.args.length === 1) controller(machine, router, call.args[0], call);
        else registerNamed(machine, router, call);
        return receiver;
      case 'HandleMany':
        register(machine, router, call, methodsOf(call.args.slice(0, 1)), 1);
        return receiver;
      case 'Party':
        return group(machine, router, call, pathOf(call.args[0]), 1, ({ value }) => registers(value));
      case 'PartyFunc':
        return group(machine, router, call, pathOf(call.args[0]), 1, () => true);
      case 'Use':
        addUse(router, givensOf(machine, call));
        return receiver;
      case 'UseGlobal':
      case 'UseRouter':
        addUse(router, givensOf(machine, call), 'all');
        return receiver;
      case 'Configure':
        for (const fn of call.args) runWith(machine, fn, receiver, call);
        return receiver;
      case 'Register':
      case 'AllowMethods':
        return receiver;
      default:
        return undefined;
    }
  },
};

/** A function that is given a party, unlike a middleware, which is given a context. */
const registers = (value: Value): boolean =>
  value.kind === 'function' && /\bParty\b|\bRouter\b/.test(inField(value.node, 'parameters')?.text ?? '');

/** A subdomain (`admin.`) is no part of the path. */
const pathOf = (value: Value | undefined): Value | undefined =>
  plainText(value)?.endsWith('.') === true ? text('') : value;

/** Methods of a controller are routes by their names: `GetUsersBy(id)` answers `GET /users/{id}`. */
function controller(machine: Machine, router: GoRouter, value: Value | undefined, call: Call): void {
  if (value?.kind !== 'object' || value.type === undefined) return;
  for (const method of methodsOfType(machine, value)) {
    const words = method.name.match(/[A-Z][a-z0-9]*/g) ?? [];
    const [verb = '', ...rest] = words;
    const told = methodOf(verb);
    if (told === undefined && verb !== 'Any') continue;
    const names = allOfType(inField(method.node, 'parameters'), 'parameter_declaration').flatMap((each) =>
      each.children.flatMap((child) => (child.field === 'name' && child.type !== ',' ? [child.text] : [])),
    );
    const parts = rest.map((word) => (word === 'By' ? `{${names.shift() ?? 'param'}}` : word.toLowerCase()));
    addRoute(machine, router, {
      methods: told === undefined ? ['ANY'] : [told],
      path: text(`/${parts.join('/')}`),
      handler: givenOf(machine, method, undefined, call.site),
      site: call.site,
    });
  }
}

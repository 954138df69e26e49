import type { Machine } from '../machine/machine.ts';
import type { Call } from '../machine/calls.ts';
import type { Value } from '../machine/value.ts';
import { plainText, text } from '../machine/value.ts';
import { allOfType, inField } from '../../languages/syntax.ts';
import { fieldsOf, tagOf, typeOf } from '../machine/types.ts';
import {
  addRoute,
  addUse,
  everyMethod,
  givenOf,
  givensOf,
  methodOf,
  methodsOf,
  newRouter,
} from '../routing/register.ts';
import type { GoRouter } from '../routing/router.ts';
import { parametersOf } from '../routing/bodies.ts';
import { group, register, runWith, verbOf } from './common.ts';
import { methodsOfType } from './controllers.ts';
import type { BoundMethod } from './controllers.ts';
import type { Framework } from './framework.ts';
import { ownedBy } from './framework.ts';

/** GoFrame: groups, bound handlers, and controllers whose request structs carry the route in `g.Meta`. */
export const goFrame: Framework = {
  technology: 'goframe',
  owns: ownedBy('github.com/gogf/gf'),
  types: { Server: 'application', RouterGroup: 'router' },
  groupType: 'RouterGroup',
  call: (machine, { package: from, path }, call) =>
    (from === 'github.com/gogf/gf/frame/g' && path === 'Server') ||
    (from === 'github.com/gogf/gf/net/ghttp' && path === 'GetServer')
      ? server(machine, call)
      : undefined,
  method: (machine, receiver, name, call) => {
    const { router } = receiver;
    const methods = verbOf(name);
    if (methods !== undefined) {
      register(machine, router, call, methods, 0);
      return receiver;
    }
    switch (name) {
      case 'Group': {
        const made = group(machine, router, call, call.args[0], 9);
        const [, fn] = call.args;
        if (fn !== undefined) runWith(machine, fn, made, call);
        return made;
      }
      case 'Middleware':
      case 'Use':
      case 'BindMiddlewareDefault':
        addUse(router, givensOf(machine, call), router.kind === 'application' ? 'all' : 'later');
        return receiver;
      case 'BindMiddleware':
        addUse(router, givensOf(machine, call, 1), 'all', pathPart(call.args[0], true));
        return receiver;
      case 'BindHandler':
        bound(
          machine,
          router,
          call.args[0],
          givenOf(machine, call.args[1] ?? text(''), call.nodes[1], call.site),
          call,
        );
        return receiver;
      case 'Bind':
        for (const given of givensOf(machine, call)) controller(machine, router, given.value, call);
        return receiver;
      case 'BindObject':
      case 'BindObjectRest':
        objects(machine, router, call, name === 'BindObjectRest');
        return receiver;
      default:
        return undefined;
    }
  },
};

function server(machine: Machine, call: Call): Value {
  const key = `goframe:${plainText(call.args[0]) ?? ''}`;
  const known = machine.standIns.get(key) ?? newRouter(machine, 'goframe', 'application', call.site);
  machine.standIns.set(key, known);
  return known;
}

/** `POST:/path@domain`. */
const pathPart = (pattern: Value | undefined, below = false): Value | undefined => {
  const plain = plainText(pattern);
  if (plain === undefined) return pattern;
  const path = plain.replace(/^[A-Za-z]+:(?=\/)/, '').replace(/@.*$/, '');
  return text(below ? path.replace(/\/?\*$/, '') : path);
};

function bound(
  machine: Machine,
  router: GoRouter,
  pattern: Value | undefined,
  handler: ReturnType<typeof givenOf>,
  call: Call,
): void {
  const verb = methodOf(/^([A-Za-z]+):/.exec(plainText(pattern) ?? '')?.[1]);
  const methods = verb === undefined ? everyMethod : [verb];
  addRoute(machine, router, { methods, path: pathPart(pattern), handler, site: call.site });
}

/** Every method of a controller whose request embeds `g.Meta` with a path. */
function controller(machine: Machine, router: GoRouter, value: Value, call: Call): void {
  if (value.kind !== 'object') return;
  for (const method of methodsOfType(machine, value)) standard(machine, router, method, call);
}

function standard(machine: Machine, router: GoRouter, method: BoundMethod, call: Call): void {
  const second = allOfType(inField(method.node, 'parameters'), 'parameter_declaration')[1];
  const type = typeOf(inField(second, 'type'), method.file);
  const meta = fieldsOf(machine.program, type).find(({ name, embedded }) => embedded && name === 'Meta');
  const path = meta === undefined ? undefined : tagOf(meta.tag, 'path');
  if (meta === undefined || path === undefined) return;
  const told = tagOf(meta.tag, 'method');
  const methods = told === undefined ? everyMethod : methodsOf([text(told)]);
  const reads = methods.every((each) => each === 'GET' || each === 'DELETE');
  const made = addRoute(machine, router, {
    methods,
    path: text(path),
    handler: givenOf(machine, method, undefined, call.site),
    site: call.site,
  });
  made.route.parameters = parametersOf(machine.program, type, reads ? 'query' : 'body');
}

/** `BindObject("/user", obj)`: a path for every method; the REST form maps methods named like verbs. */
function objects(machine: Machine, router: GoRouter, call: Call, rest: boolean): void {
  const [pattern, value] = call.args;
  const base = plainText(pathPart(pattern)) ?? '';
  if (value?.kind !== 'object') return;
  for (const method of methodsOfType(machine, value)) {
    const verb = methodOf(method.name);
    if (rest && verb === undefined) continue;
    const name = method.name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();
    addRoute(machine, router, {
      methods: rest && verb !== undefined ? [verb] : everyMethod,
      path: text(rest ? base : name === 'index' ? base : `${base}/${name}`),
      handler: givenOf(machine, method, undefined, call.site),
      site: call.site,
    });
  }
}

import type { Machine } from '../machine/machine.ts';
import type { Call } from '../machine/calls.ts';
import type { Value } from '../machine/value.ts';
import { plainText, text, unknown } from '../machine/value.ts';
import {
  addMount,
  addRoute,
  addUse,
  givenOf,
  givensOf,
  methodOf,
  methodsOf,
  newRouter,
} from '../routing/register.ts';
import type { GoRouter } from '../routing/router.ts';
import { register, verbOf } from './common.ts';
import { commentAbove, methodsOfType } from './controllers.ts';
import type { BoundMethod } from './controllers.ts';
import type { Framework } from './framework.ts';
import { ownedBy } from './framework.ts';

/** Beego: functions of the package register on one application; namespaces are made of parts. */
export const beego: Framework = {
  technology: 'beego',
  owns: ownedBy('github.com/beego/beego', 'github.com/astaxie/beego'),
  types: { HttpServer: 'application', Namespace: 'router' },
  call: (machine, { package: from, path }, call) => {
    if (!/\/beego(\/server\/web)?$/.test(from) || !beego.owns(from)) return undefined;
    const name = path.replace(/^BeeApp\.(Handlers\.)?/, '');
    if (name === 'NewHttpSever' || name === 'NewHttpServer') return application(machine, call);
    const part = /^NS(\w+)$/.exec(name)?.[1];
    if (part !== undefined) return partOf(machine, part, call);
    if (name === 'NewNamespace') return filled(machine, call);
    return registered(machine, application(machine, call).router, name, call);
  },
  method: (machine, receiver, name, call) => registered(machine, receiver.router, name, call) ?? receiver,
};

function application(machine: Machine, call: Call): Value & { readonly kind: 'router' } {
  const known = machine.standIns.get('beego');
  if (known?.kind === 'router') return known;
  const made = newRouter(machine, 'beego', 'application', call.site);
  machine.standIns.set('beego', made);
  return made;
}

function registered(machine: Machine, router: GoRouter, name: string, call: Call): Value | undefined {
  const methods = verbOf(name.replace(/^Ctrl/, ''));
  const self: Value = { kind: 'router', router };
  if (methods !== undefined) {
    register(machine, router, call, methods, 0);
    return self;
  }
  switch (name) {
    case 'Router':
      route(machine, router, call);
      return self;
    case 'Include':
      for (const value of call.args) annotated(machine, router, value, call);
      return self;
    case 'AutoRouter':
    case 'AutoPrefix':
      automatic(machine, router, name === 'AutoPrefix' ? call.args[0] : undefined, call);
      return self;
    case 'AddNamespace':
    case 'Namespace':
      for (const value of call.args) mountPart(router, value);
      return self;
    case 'InsertFilter': {
      const below = plainText(call.args[0])?.replace(/\/?\*$/, '');
      const [given] = givensOf(machine, call, 2);
      if (given !== undefined) addUse(router, [given], 'all', text(below ?? ''));
      return self;
    }
    case 'Filter': {
      addUse(router, givensOf(machine, call, 1), 'later');
      return self;
    }
    default:
      return undefined;
  }
}

const mountPart = (router: GoRouter, value: Value): void => {
  if (value.kind === 'router') addMount(router, text(''), value.router, []);
};

/** `NewNamespace("/v1", NSRouter(…), NSNamespace(…))`: a router whose only entry is mounted below its path. */
function filled(machine: Machine, call: Call): Value {
  const outer = newRouter(machine, 'beego', 'router', call.site);
  const inner = newRouter(machine, 'beego', 'router', call.site);
  addMount(outer.router, call.args[0], inner.router, []);
  for (const part of call.args.slice(1)) mountPart(inner.router, part);
  return outer;
}

function partOf(machine: Machine, part: string, call: Call): Value {
  if (part === 'Namespace') return filled(machine, call);
  const made = newRouter(machine, 'beego', 'router', call.site);
  if (part === 'Before') addUse(made.router, givensOf(machine, call), 'all');
  else if (registered(machine, made.router, part, call) === undefined) return unknown(`NS${part}`);
  return made;
}

/** `Router("/path", &Controller{}, "get:List;post:Create")`; without a mapping every method named like a verb answers. */
function route(machine: Machine, router: GoRouter, call: Call): void {
  const [path, value, ...mappings] = call.args;
  if (value?.kind !== 'object') return;
  const own = methodsOfType(machine, value);
  const mapped = mappings.flatMap((each) => plainText(each)?.split(';') ?? []);
  const pairs =
    mapped.length === 0
      ? own.flatMap((method) =>
          methodOf(method.name) === undefined ? [] : [[method.name, method.name] as const],
        )
      : mapped.flatMap((each) => {
          const [verbs = '', name = ''] = each.split(':');
          return verbs.split(',').map((verb) => [verb.trim(), name.trim()] as const);
        });
  for (const [verb, name] of pairs) {
    const handler = own.find((method) => method.name === name);
    add(machine, router, path, methodsOf([text(verb)]), handler, call);
  }
}

function add(
  machine: Machine,
  router: GoRouter,
  path: Value | undefined,
  methods: ReturnType<typeof methodsOf>,
  handler: BoundMethod | undefined,
  call: Call,
): void {
  const value: Value = handler ?? unknown('the method of the controller was not found');
  addRoute(machine, router, {
    methods,
    path,
    handler: givenOf(machine, value, undefined, call.site),
    site: call.site,
  });
}

/** `// @router /:id [get,post]` above the methods of a controller. */
function annotated(machine: Machine, router: GoRouter, value: Value, call: Call): void {
  if (value.kind !== 'object') return;
  for (const method of methodsOfType(machine, value))
    for (const line of commentAbove(machine, method)) {
      const found = /^\s*@router\s+(\S+)(?:\s+\[([^\]]*)\])?/i.exec(line);
      if (found === null) continue;
      add(machine, router, text(found[1] ?? ''), methodsOf([text(found[2] ?? 'get')]), method, call);
    }
}

/** `AutoRouter(&UserController{})`: `/user/list` for every exported method. */
function automatic(machine: Machine, router: GoRouter, prefix: Value | undefined, call: Call): void {
  const value = call.args.at(-1);
  if (value?.kind !== 'object' || value.type?.kind !== 'own') return;
  const base = `${plainText(prefix) ?? ''}/${value.type.name.replace(/Controller$/, '').toLowerCase()}`;
  for (const method of methodsOfType(machine, value)) {
    if (/^(Init|Prepare|Finish|Render|XSRF\w*|URLMapping|HandlerFunc|Mapping)$/.test(method.name)) continue;
    add(machine, router, text(`${base}/${method.name.toLowerCase()}`), ['ANY'], method, call);
  }
}

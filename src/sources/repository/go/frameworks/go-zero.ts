import type { Machine } from '../machine/machine.ts';
import type { Call } from '../machine/calls.ts';
import type { ResultValue, Value } from '../machine/value.ts';
import { optionsOf } from '../machine/value.ts';
import { addGroup, addRoute, addUse, givenOf, givensOf, methodsOf, newRouter } from '../routing/register.ts';
import type { Given, GoRouter } from '../routing/router.ts';
import { group, register, verbOf } from './common.ts';
import type { Framework } from './framework.ts';
import { ownedBy } from './framework.ts';

/** go-zero: lists of `rest.Route` with options for their prefix, tokens and middlewares. */
export const goZero: Framework = {
  technology: 'go-zero',
  owns: ownedBy('github.com/zeromicro/go-zero', 'github.com/tal-tech/go-zero'),
  types: { Server: 'application' },
  call: (machine, { package: from, path }, call) => {
    if (!from.endsWith('/go-zero/rest')) return undefined;
    if (path === 'MustNewServer' || path === 'NewServer')
      return newRouter(machine, 'go-zero', 'application', call.site);
    if (path === 'WithMiddlewares') return behind(machine, call);
    return path === 'WithMiddleware'
      ? behind(machine, call)
      : path === 'ToMiddleware'
        ? call.args[0]
        : undefined;
  },
  method: (machine, receiver, name, call) => {
    const { router } = receiver;
    switch (name) {
      case 'AddRoute':
      case 'AddRoutes':
        addRoutes(machine, router, call);
        return receiver;
      case 'Use':
        addUse(router, givensOf(machine, call), 'all');
        return receiver;
      case 'Group':
        return group(machine, router, call, call.args[0], 1);
      default: {
        const methods = verbOf(name);
        return methods === undefined ? undefined : register(machine, router, call, methods, 0);
      }
    }
  },
};

function addRoutes(machine: Machine, router: GoRouter, call: Call): void {
  const options = call.args.flatMap((arg) =>
    arg.kind === 'result' && /^With\w+\(\)$/.test(arg.path) ? [arg] : [],
  );
  const prefix = options.find(({ path }) => path === 'WithPrefix()')?.args[0];
  const guards = options.flatMap((option): readonly Given[] =>
    /^With(Jwt|JwtTransition|Signature)\(\)$/.test(option.path)
      ? [{ value: option, written: option.path.slice(0, -2), site: option.site, branch: machine.branch }]
      : [],
  );
  const inner = addGroup(machine, router, prefix, guards, call.site);
  for (const arg of call.args) {
    if (arg.kind === 'result' && options.includes(arg)) continue;
    for (const item of arg.kind === 'list' ? arg.items : [arg])
      for (const each of optionsOf(item)) addOne(machine, inner.router, each, call);
  }
}

/** `rest.Route{Method, Path, Handler}`, perhaps behind middlewares. */
function addOne(machine: Machine, router: GoRouter, value: Value, call: Call): void {
  const guards: Given[] = [];
  let at = value;
  for (let depth = 0; depth < 20 && at.kind === 'wrapped'; depth += 1) {
    guards.push({ value: at.by, site: at.site, branch: machine.branch });
    at = at.inner;
  }
  if (at.kind !== 'result' || at.fields === undefined) return;
  const route: ResultValue = at;
  const [method, path, handler] = ['Method', 'Path', 'Handler'].map((name) => route.fields?.get(name));
  addRoute(machine, router, {
    methods: methodsOf(method === undefined ? [] : [method]),
    path,
    handler: handler === undefined ? undefined : givenOf(machine, handler, undefined, route.site),
    guards,
    site: route.site.line > 1 ? route.site : call.site,
  });
}

/** `rest.WithMiddlewares([]rest.Middleware{a}, routes...)`: the routes behind the middlewares. */
function behind(machine: Machine, call: Call): Value {
  const [first, ...rest] = call.args;
  const by = first?.kind === 'list' ? first.items : first === undefined ? [] : [first];
  const routes = rest.flatMap((each) => (each.kind === 'list' ? each.items : [each]));
  const items = routes.map((route) =>
    by.reduceRight<Value>((inner, one) => ({ kind: 'wrapped', by: one, inner, site: call.site }), route),
  );
  return { kind: 'list', items };
}

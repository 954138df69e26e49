import type { Node } from 'oxc-parser';
import type { Method } from '../../../model/api.ts';
import type { Machine } from '../javascript/machine.ts';
import { dottedName } from '../javascript/syntax.ts';
import type { HostValue, Site, Value } from '../javascript/value.ts';
import { native, nothing, objectOf, primitive, textOf, unknown } from '../javascript/value.ts';
import { onlyHandsOn } from './handing-on.ts';
import { isPath, joinPaths, pathsOf, rootPath } from './paths.ts';
import type { RoutePath } from './paths.ts';
import { isOtherMethod, otherMethod } from './other-methods.ts';
import { routersBehind } from './routers-behind.ts';
import type { CallFramework, Routers } from './routers.ts';
import { routersIn } from './routers.ts';
import type { Given, Router } from './routing.ts';
import { ownEntry } from '../javascript/own.ts';
import { commonVerbs } from './methods.ts';

const routerPackages = new Set(['express-promise-router', 'express-async-router']);

const methods: Readonly<Record<string, Method>> = {
  ...commonVerbs,
  del: 'DELETE',
  query: 'QUERY',
  all: 'ANY',
};

const packages = [
  'express',
  'express-promise-router',
  'express-async-router',
  'express-ws',
  '@awaitjs/express',
  'celebrate',
  'polka',
  '@tinyhttp/app',
  'ultimate-express',
  'hyper-express',
];

/** Express, and packages with the same interface. */
export function express(routers: Routers): CallFramework {
  const make = (machine: Machine, kind: Router['kind'], site: Site, standIn: boolean): Value =>
    routers.add({ technology: 'express', kind, site, standIn }, (router, host, name) =>
      memberOf({ machine, routers, router, host }, name),
    );
  return {
    technology: 'express',
    standIn: (machine, kind, site) => make(machine, kind, site, true),
    library: {
      packages,
      member: ({ package: from, path }, name) =>
        from === 'celebrate' && path === '' && name === 'Segments' ? segments : undefined,
      call: (library, args, site, machine) => {
        const name = library.path.replace(/^default\.?/, '');
        if (library.package === 'celebrate') return undefined;
        if (library.package === 'express-ws') return withSockets(args[0]);
        if (library.package === '@awaitjs/express')
          return /^(addAsync|wrap)$/.test(name) ? args[0] : undefined;
        if (name === '' || /^(App|Server)$/.test(name))
          return make(machine, routerPackages.has(library.package) ? 'router' : 'application', site, false);
        return /^(Async)?Router$/.test(name) ? make(machine, 'router', site, false) : undefined;
      },
    },
  };
}

/** Names that celebrate has for the parts of a request. */
const segments = objectOf(
  ['body', 'query', 'params', 'headers', 'cookies', 'signedCookies'].map((name) => [
    name === 'signedCookies' ? 'SIGNEDCOOKIES' : name.toUpperCase(),
    primitive(name),
  ]),
);

/** `expressWs(app)` hands the application back beside what it adds. */
const withSockets = (app: Value | undefined): Value =>
  objectOf([['app', app ?? unknown('an application')]], 0, true);

interface Host {
  readonly machine: Machine;
  readonly routers: Routers;
  readonly router: Router;
  readonly host: HostValue;
}

function memberOf({ machine, routers, router, host }: Host, name: string): Value | undefined {
  const level = (): number => machine.level;
  const method = methodNamed(name);
  if (method !== undefined)
    return native(name, (args, site) => {
      const [path, ...rest] = args;
      if (path === undefined || rest.length === 0) return unknown('a setting of the application');
      const [paths, handlers] = [pathsOf(path), given(rest, site, 1)];
      if (method === 'ANY' && onlyHandsOn(handlers))
        for (const each of handlers)
          router.entries.push({ kind: 'use', paths, given: each, level: level(), exact: true });
      else addRoute(router, [method], paths, handlers, site, level());
      return host;
    });
  switch (name) {
    case 'use':
    case 'useAsync':
      return native(name, (args, site) => {
        use({ machine, routers, router, host }, args, site);
        return host;
      });
    case 'route':
      return native(name, ([path, second, ...rest], site) => {
        const verb = path === undefined ? undefined : methodNamed((textOf(path) ?? '').toLowerCase());
        if (verb !== undefined && second !== undefined && rest.length > 0)
          addRoute(router, [verb], pathsOf(second), given(rest, site, 2), site, level());
        return routeChain(router, path === undefined ? [] : pathsOf(path), site, level);
      });
    case 'param':
    case 'set':
    case 'engine':
    case 'enable':
    case 'disable':
      return native(name, () => host);
    case 'listen':
      return native(name, (args, site) => {
        for (const arg of args) if (arg.kind === 'function') machine.call(arg, [], site);
        return unknown('a server');
      });
    case 'locals':
      return unknown('application locals');
    case 'handle':
      return native(name, () => {
        machine.called.push(host);
        return unknown('a response');
      });
    default:
      return isOtherMethod(name) ? otherMethod(machine, name, host) : undefined;
  }
}

/** `get`, and `getAsync` of a package that awaits handlers. */
const methodNamed = (name: string): Method | undefined =>
  ownEntry(methods, name) ?? ownEntry(methods, name.replace(/Async$/, ''));

function addRoute(
  router: Router,
  verbs: readonly Method[],
  paths: readonly RoutePath[],
  handlers: readonly Given[],
  site: Site,
  level: number,
): void {
  router.entries.push({ kind: 'route', methods: verbs, paths, handlers, site, level });
}

/** `router.route('/x').get(…).post(…)`; `all` there puts middlewares before the others. */
function routeChain(router: Router, paths: readonly RoutePath[], site: Site, level: () => number): Value {
  const before: Given[] = [];
  const chain: HostValue = {
    kind: 'host',
    technology: 'express',
    fields: new Map(),
    member: (name) => {
      const method = ownEntry(methods, name);
      if (method === undefined) return undefined;
      return native(name, (args, callSite) => {
        const handlers = given(args, callSite, 0);
        if (
          method === 'ANY' &&
          handlers.every((each) => each.value.kind !== 'function' || each.value.node.params.length >= 3)
        )
          before.push(...handlers);
        else addRoute(router, [method], paths, [...before, ...handlers], lastLine(callSite, site), level());
        return chain;
      });
    },
  };
  return chain;
}

/** A chained call begins where the chain begins; its own line is that of its method name. */
export function lastLine(call: Site, chain: Site): Site {
  const { node } = call;
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return chain;
  const at = node.callee.property.start;
  const lines = call.file.text.slice(node.start, at).split('\n').length - 1;
  return { ...call, origin: { ...call.origin, line: call.origin.line + lines } };
}

function use({ machine, routers, router }: Host, args: readonly Value[], site: Site): void {
  const [first, ...others] = args;
  if (first === undefined) return;
  const { level } = machine;
  const hasPath = others.length > 0 && (isPath(first) || couldBePath(first, site));
  const paths = hasPath ? pathsOf(first) : [];
  const items = given(hasPath ? others : args, site, hasPath ? 1 : 0);
  const guards: Given[] = [];
  let mounts = false;
  for (const item of items) {
    const child = routersIn(routers, item.value);
    for (const mounted of child)
      router.entries.push({ kind: 'mount', paths, router: mounted, guards: [...guards], site, level });
    if (child.length === 0) guards.push(item);
    const behind = child.length === 0 ? routersBehind(machine, routers, item.value) : [];
    for (const { router: mounted, prefix } of behind) {
      const own = (hasPath ? paths : [rootPath]).map((path) => joinPaths(path, prefix));
      router.entries.push({ kind: 'mount', paths: own, router: mounted, guards: [...guards], site, level });
    }
    mounts ||= child.length + behind.length > 0;
  }
  if (!mounts) for (const item of guards) router.entries.push({ kind: 'use', paths, given: item, level });
}

/** A first argument that is not known, before a router or a function: it is where the path stands. */
function couldBePath(value: Value, { node }: Site): boolean {
  if (value.kind === 'unknown') return true;
  if (value.kind === 'choice') return value.options.some((option) => isPath(option));
  const [first] = node.type === 'CallExpression' ? node.arguments : [];
  const written = first === undefined ? undefined : dottedName(first);
  const isBare = value.kind === 'library' || value.kind === 'result';
  return isBare && /(path|prefix|base|mount|url|uri|route|endpoint)$/i.test(written ?? '');
}

/** Handlers in order, lists flattened, each with its source text. */
export function given(args: readonly Value[], site: Site, skip: number): readonly Given[] {
  const nodes = site.node.type === 'CallExpression' ? site.node.arguments.slice(skip) : [];
  return args.flatMap((value, at) => flat(value, site, nodes[at]));
}

function flat(value: Value, site: Site, node: Node | undefined, depth = 0): readonly Given[] {
  if (depth > 8) return [];
  if (value.kind === 'array') {
    const elements = node?.type === 'ArrayExpression' ? node.elements : [];
    const items = value.items.flatMap((item, at) => flat(item, site, elements[at] ?? undefined, depth + 1));
    return value.open
      ? [...items, { value: unknown('handlers of a list that is not known'), site, conditional: false }]
      : items;
  }
  if (value === nothing || (value.kind === 'primitive' && value.value !== undefined)) return [];
  const written = node === undefined ? undefined : dottedName(node);
  return [{ value, site, conditional: false, ...(written === undefined ? {} : { written }) }];
}

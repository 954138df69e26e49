import type { Machine } from '../javascript/machine.ts';
import type { HostValue, Site, Value } from '../javascript/value.ts';
import { native, objectOf, optionsOf, unknown } from '../javascript/value.ts';
import { given, lastLine } from './express.ts';
import { pathsOf, rootPath } from './paths.ts';
import type { RoutePath } from './paths.ts';
import type { CallFramework, Routers } from './routers.ts';
import type { Given, Router } from './routing.ts';
import { verbNamed, verbsIn } from './verbs.ts';

/** Elysia: chains of routes, groups, guards and plugins, which are applications or functions of one. */
export function elysia(routers: Routers): CallFramework {
  const make = (machine: Machine, draft: Draft): HostValue =>
    routers.add({ technology: 'elysia', ...draft }, (router, host, name) =>
      memberOf(
        { machine, routers, router, host, below: (site) => make(machine, { kind: 'router', site }) },
        name,
      ),
    );
  return {
    technology: 'elysia',
    standIn: (machine, kind, site) => make(machine, { kind, site, standIn: true }),
    library: {
      packages: ['elysia'],
      call: ({ path }, [options], site, machine) => {
        if (!/^(default|Elysia)?$/.test(path)) return undefined;
        const prefix = options?.kind === 'object' ? options.fields.get('prefix') : undefined;
        const base = prefix === undefined ? rootPath : (pathsOf(prefix)[0] ?? rootPath);
        return make(machine, { kind: 'application', site, prefix: base });
      },
    },
  };
}

interface Draft {
  readonly kind: Router['kind'];
  readonly site: Site;
  readonly prefix?: RoutePath;
  readonly standIn?: boolean;
}

interface Host {
  readonly machine: Machine;
  readonly routers: Routers;
  readonly router: Router;
  readonly host: HostValue;
  readonly below: (site: Site) => HostValue;
}

/** Points of a request's life at which a check can stand; `resolve` and `derive` may throw, too. */
const hooks = /^(onRequest|onParse|onTransform|onBeforeHandle|derive|resolve)$/;

function memberOf(at: Host, name: string): Value | undefined {
  const { host, router, machine } = at;
  const chained = (run: (args: readonly Value[], site: Site) => void): Value =>
    native(name, (args, site) => {
      run(args, lastLine(site, site));
      return host;
    });
  const verb = verbNamed(name);
  if (verb !== undefined && name !== 'query' && name !== 'any')
    return chained(([path, ...rest], site) => {
      if (path !== undefined) addRoute(at, verbsIn({ kind: 'primitive', value: name }), path, rest, site);
    });
  if (hooks.test(name))
    return chained((args, site) => {
      for (const each of given(args.slice(-1), site, args.length - 1))
        router.entries.push({ kind: 'use', paths: [], given: each, level: machine.level });
    });
  switch (name) {
    case 'route':
      return chained(([method, path, ...rest], site) => {
        if (path !== undefined) addRoute(at, verbsIn(method), path, rest, site);
      });
    case 'group':
      return chained((args, site) => group(at, args, site));
    case 'guard':
      return chained((args, site) => guard(at, args, site));
    case 'use':
      return chained(([plugin], site) => use(at, plugin, site));
    case 'listen':
    case 'decorate':
    case 'state':
    case 'model':
    case 'macro':
    case 'error':
    case 'onError':
    case 'onStart':
    case 'onStop':
    case 'onAfterHandle':
    case 'onAfterResponse':
    case 'mapResponse':
    case 'as':
    case 'ws':
    case 'mount':
    case 'headers':
      return chained(() => {});
    default:
      return undefined;
  }
}

function addRoute(
  { router, machine }: Host,
  methods: ReturnType<typeof verbsIn>,
  path: Value,
  [handler, options]: readonly Value[],
  site: Site,
): void {
  const handlers = [...checksIn(options, site), ...(handler === undefined ? [] : given([handler], site, 1))];
  router.entries.push({ kind: 'route', methods, paths: pathsOf(path), handlers, site, level: machine.level });
}

/** `{ beforeHandle, body: t.Object({ … }), query, … }` of a route or a guard. */
function checksIn(options: Value | undefined, site: Site): readonly Given[] {
  if (options?.kind !== 'object') return [];
  const before = ['beforeHandle', 'resolve', 'transform'].flatMap((name) => {
    const value = options.fields.get(name);
    return value === undefined ? [] : given([value], site, Number.MAX_SAFE_INTEGER);
  });
  const schemas = ['body', 'query', 'params', 'headers', 'cookie'].flatMap((name): [string, Value][] => {
    const value = options.fields.get(name);
    return value === undefined ? [] : [[name, value]];
  });
  const callee = { kind: 'library', package: 'elysia', path: 'validate' } as const;
  const value: Value = { kind: 'result', callee, args: [objectOf(schemas)], site };
  const written = 'schema';
  const validation = schemas.length === 0 ? [] : [{ value, site, conditional: false, written }];
  return [...before, ...macros(options, site), ...validation];
}

/** Options that Elysia does not know are macros of the target: `{ auth: true }`. */
function macros(options: Extract<Value, { kind: 'object' }>, site: Site): readonly Given[] {
  const known =
    /^(body|query|params|headers|cookie|response|detail|tags|type|parse|transform|beforeHandle|resolve|afterHandle|afterResponse|mapResponse|error|config|websocket|schema)$/;
  return [...options.fields].flatMap(([name, value]) =>
    known.test(name) ||
    (value.kind === 'primitive' && value.value !== true && typeof value.value !== 'string')
      ? []
      : [{ value: unknown(`the macro ${name}`), site, conditional: false, written: name }],
  );
}

/** `group('/x', app => …)`, with a guard in between. */
function group(at: Host, args: readonly Value[], site: Site): void {
  const [path, ...rest] = args;
  const run = rest.at(-1);
  const below = at.below(site);
  const router = at.routers.of(below);
  if (router === undefined || run === undefined) return;
  const paths = path === undefined ? [] : pathsOf(path);
  const guards = rest.length > 1 ? checksIn(rest[0], site) : [];
  at.router.entries.push({ kind: 'mount', paths, router, guards, site, level: at.machine.level });
  at.machine.call(run, [below], site);
}

/** `guard({ … })` for what follows, `guard({ … }, app => …)` for what is inside. */
function guard(at: Host, [options, run]: readonly Value[], site: Site): void {
  if (run !== undefined) return group(at, [{ kind: 'primitive', value: '' }, options ?? run, run], site);
  for (const each of checksIn(options, site))
    at.router.entries.push({ kind: 'use', paths: [], given: each, level: at.machine.level });
}

/** A plugin is an application, a function that is given one, or a list of those. */
function use(at: Host, plugin: Value | undefined, site: Site, depth = 0): void {
  if (plugin === undefined || depth > 5) return;
  const { level } = at.machine;
  for (const each of optionsOf(plugin)) {
    const router = at.routers.of(each);
    if (router !== undefined)
      at.router.entries.push({ kind: 'mount', paths: [], router, guards: [], site, level });
    else if (each.kind === 'array') for (const item of each.items) use(at, item, site, depth + 1);
    else if (each.kind === 'module') use(at, at.machine.exported(each.path, 'default'), site, depth + 1);
    else if (each.kind === 'function') at.machine.call(each, [at.host], site);
  }
}

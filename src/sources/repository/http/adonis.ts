import type { Machine } from '../javascript/machine.ts';
import type { HostValue, LibraryValue, Site, Value } from '../javascript/value.ts';
import { native, nothing, objectOf, textOf } from '../javascript/value.ts';
import { adonisHandler, lazily } from './adonis-controllers.ts';
import { resourceRoutes } from './adonis-resources.ts';
import { given } from './express.ts';
import { joinPaths, pathsOf, rootPath } from './paths.ts';
import type { CallFramework, Routers } from './routers.ts';
import type { Entry, Given, Router } from './routing.ts';
import { verbNamed, verbsIn } from './verbs.ts';

const packages = ['@adonisjs/core', '@ioc:Adonis/Core'];

/** AdonisJS: one router for the whole application, groups that get their prefix and checks after their routes. */
export function adonis(routers: Routers): CallFramework {
  let world: World | undefined;
  const at = (machine: Machine, site: Site): World => {
    if (world === undefined) {
      const host = routers.add({ technology: 'adonis', kind: 'application', site }, () => undefined);
      const router = routers.of(host);
      if (router === undefined) throw new Error('a router that was just added is known');
      world = { machine, routers, root: router, open: [router] };
    }
    return world;
  };
  return {
    technology: 'adonis',
    standIn: () => nothing,
    library: {
      packages,
      call: (library, args, site, machine) => {
        const name = routerMethod(library);
        return name === undefined ? undefined : called(at(machine, site), name, args, site);
      },
    },
  };
}

export interface World {
  readonly machine: Machine;
  readonly routers: Routers;
  readonly root: Router;
  /** The group that is being filled stands last. */
  readonly open: Router[];
}

export type RouteEntry = Extract<Entry, { kind: 'route' }>;

/** A method of the router service, however it was imported. */
function routerMethod({ from, path }: LibraryValue): string | undefined {
  const isRouter = /^@ioc:Adonis\/Core\/Route$|^@adonisjs\/core\/services\/router$/.test(from ?? '');
  if (!isRouter) return undefined;
  return /^(?:default\.|Route\.)?(\w+)$/.exec(path)?.[1];
}

function called(world: World, name: string, args: readonly Value[], site: Site): Value | undefined {
  const verb = verbNamed(name);
  const [first, second, third] = args;
  if (verb !== undefined && name !== 'query')
    return chain(world, [addRoute(world, verbsIn({ kind: 'primitive', value: name }), first, second, site)]);
  switch (name) {
    case 'route':
      return chain(world, [addRoute(world, verbsIn(second), first, third, site)]);
    case 'on':
      return brisk(world, first, site);
    case 'resource':
    case 'shallowResource':
      return resourceRoutes(world, args, site, name === 'shallowResource', (routes) => chain(world, routes));
    case 'group':
      return group(world, first, site);
    case 'named':
      return namedChecks(world, first);
    case 'use':
      world.root.entries.unshift(...uses(world, args, site));
      return nothing;
    default:
      return undefined;
  }
}

export function addRoute(
  { machine, open, root }: World,
  methods: RouteEntry['methods'],
  path: Value | undefined,
  handler: Value | undefined,
  site: Site,
): RouteEntry {
  const handlers = handler === undefined ? [] : [adonisHandler(machine, handler, site)];
  const paths = pathsOf(path ?? nothing);
  const entry: RouteEntry = { kind: 'route', methods, paths, handlers, site, level: machine.level };
  (open.at(-1) ?? root).entries.push(entry);
  return entry;
}

/** `router.on('/about').render('pages/about')`: a page or a redirect, always by GET. */
function brisk(world: World, path: Value | undefined, site: Site): Value {
  const entry = addRoute(world, ['GET'], path, undefined, site);
  return hostOf((name) =>
    /^(render|redirect)/.test(name) ? native(name, () => chain(world, [entry])) : undefined,
  );
}

const hostOf = (member: HostValue['member']): HostValue => ({
  kind: 'host',
  technology: 'adonis',
  fields: new Map(),
  member,
});

/** What can be said of routes after they were made. */
export function chain(world: World, routes: readonly RouteEntry[]): Value {
  const host: HostValue = hostOf((name) =>
    native(name, (args, site) => {
      if (name === 'middleware' || name === 'use') {
        const last = args.at(-1);
        for (const each of routes) insertBefore(each, last === undefined ? [] : checks(world, [last], site));
      }
      if (name === 'prefix') for (const each of routes) prefixed(each, args[0]);
      return host;
    }),
  );
  return host;
}

function insertBefore(route: RouteEntry, before: readonly Given[]): void {
  const { handlers } = route;
  if (Array.isArray(handlers)) handlers.splice(Math.max(handlers.length - 1, 0), 0, ...before);
}

function prefixed(route: RouteEntry, prefix: Value | undefined): void {
  const base = prefix === undefined ? rootPath : (pathsOf(prefix)[0] ?? rootPath);
  const { paths } = route;
  if (Array.isArray(paths)) paths.splice(0, paths.length, ...paths.map((path) => joinPaths(base, path)));
}

/** Middlewares by name (`'auth'`, `middleware.auth()`), as functions, or as classes that are imported later. */
function checks(world: World, args: readonly Value[], site: Site): readonly Given[] {
  return given(args, site, 0)
    .map((each) => ({ ...each, value: lazily(world.machine, each.value, site) }))
    .concat(
      args
        .flatMap((arg) => (arg.kind === 'array' ? arg.items : [arg]))
        .flatMap((arg): readonly Given[] => {
          const text = textOf(arg);
          if (text === undefined) return [];
          const value: Value = { kind: 'unknown', why: 'a middleware by name', configured: false };
          return [{ value, site, conditional: false, written: text.split(':')[0] ?? text }];
        }),
    );
}

/** `router.named({ auth: () => import('#middleware/auth') })`: each name becomes a function that gives the check. */
function namedChecks({ machine }: World, table: Value | undefined): Value | undefined {
  if (table?.kind !== 'object') return undefined;
  return objectOf(
    [...table.fields].map(([name, value]): readonly [string, Value] => [
      name,
      native(name, (args, site) => {
        const found = lazily(machine, value, site);
        if (found.kind === 'function') return { ...found, name, maker: { name, args } };
        return { kind: 'result', callee: { kind: 'library', package: 'middleware', path: name }, args, site };
      }),
    ]),
  );
}

const uses = (world: World, args: readonly Value[], site: Site): readonly Entry[] =>
  checks(world, args, site).map((each) => ({
    kind: 'use',
    paths: [],
    given: each,
    level: world.machine.level,
  }));

function group(world: World, run: Value | undefined, site: Site): Value {
  const { machine, routers, root, open } = world;
  const holder = routers.add({ technology: 'adonis', kind: 'router', site }, () => undefined);
  const router = routers.of(holder);
  if (router === undefined || run === undefined) return nothing;
  (open.at(-1) ?? root).entries.push({
    kind: 'mount',
    paths: [],
    router,
    guards: [],
    site,
    level: machine.level,
  });
  open.push(router);
  machine.call(run, [], site);
  open.pop();
  const host: HostValue = hostOf((name) =>
    native(name, (args, at) => {
      if (name === 'prefix' && args[0] !== undefined)
        router.prefix = joinPaths(pathsOf(args[0])[0] ?? rootPath, router.prefix);
      if (name === 'middleware' || name === 'use') router.entries.unshift(...uses(world, args, at));
      return host;
    }),
  );
  return host;
}

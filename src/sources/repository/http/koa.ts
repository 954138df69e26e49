import type { Machine } from '../javascript/machine.ts';
import type { HostValue, LibraryValue, Site, Value } from '../javascript/value.ts';
import { native, optionsOf, textOf, unknown } from '../javascript/value.ts';
import { given } from './express.ts';
import { isPath, joinPaths, pathsOf, rootPath } from './paths.ts';
import type { RoutePath } from './paths.ts';
import type { CallFramework, Routers } from './routers.ts';
import { routersIn } from './routers.ts';
import type { Given, Router } from './routing.ts';
import { verbNamed, verbsIn } from './verbs.ts';

const koaPackages = ['koa', 'koa-router', '@koa/router', 'koa-joi-router', 'koa-better-router', 'koa-mount'];

/** Koa with its routers. */
export const koa = (routers: Routers): CallFramework => onion('koa', koaPackages, routers);

/** Oak, whose routers are built like those of Koa. */
export const oak = (routers: Routers): CallFramework =>
  onion('oak', ['oak', '@oak/oak', 'deno.land/x/oak', 'jsr:@oak/oak'], routers);

/** Applications whose middlewares take a context and `next`, with routers that become a middleware by `routes()`. */
function onion(technology: string, packages: readonly string[], routers: Routers): CallFramework {
  const make = (machine: Machine, draft: Pick<Router, 'kind' | 'site'> & Made): Value =>
    routers.add({ technology, ...draft }, (router, host, name) =>
      memberOf({ machine, routers, router, host }, name),
    );
  return {
    technology,
    standIn: (machine, kind, site) => make(machine, { kind, site, standIn: true }),
    library: {
      packages,
      call: (library, args, site, machine) => {
        if (library.package === 'koa-mount') return mounted(machine, routers, technology, args, site);
        const kind = kindOf(library);
        if (kind === undefined) return undefined;
        return make(machine, { kind, site, prefix: kind === 'router' ? prefixIn(args[0]) : rootPath });
      },
    },
  };
}

interface Made {
  readonly prefix?: RoutePath;
  readonly standIn?: boolean;
}

function kindOf({ package: from, path }: LibraryValue): Router['kind'] | undefined {
  const name = path.replace(/^default\.?/, '');
  if (/router/.test(from)) return /^(Router)?$/.test(name) ? 'router' : undefined;
  if (name === 'Router') return 'router';
  return name === '' || name === 'Application' ? 'application' : undefined;
}

function prefixIn(options: Value | undefined): RoutePath {
  const prefix = options?.kind === 'object' ? options.fields.get('prefix') : undefined;
  return prefix === undefined ? rootPath : (pathsOf(prefix)[0] ?? rootPath);
}

interface Host {
  readonly machine: Machine;
  readonly routers: Routers;
  readonly router: Router;
  readonly host: HostValue;
}

function memberOf(at: Host, name: string): Value | undefined {
  const { router, host, routers, machine } = at;
  const verb = name === 'query' || name === 'options' ? undefined : verbNamed(name);
  if (verb !== undefined)
    return native(name, (args, site) => {
      addRoute(at, [verb], args, site);
      return host;
    });
  switch (name) {
    case 'register':
      return native(name, ([path, methods, ...rest], site) => {
        if (path !== undefined) addRoute(at, verbsIn(methods), [path, ...rest], site);
        return host;
      });
    case 'use':
      return native(name, (args, site) => {
        use(at, args, site);
        return host;
      });
    case 'prefix':
      return native(name, ([path]) => {
        if (path !== undefined) router.prefix = joinPaths(pathsOf(path)[0] ?? rootPath, router.prefix);
        return host;
      });
    case 'routes':
    case 'middleware':
      return native(name, () => {
        const middleware = native('routes', () => unknown('a response'));
        routers.alias(middleware, router);
        return middleware;
      });
    case 'allowedMethods':
      return native(name, (_, site) => passing(router.technology, site));
    case 'listen':
    case 'callback':
      return native(name, (args, site) => {
        for (const arg of args) if (arg.kind === 'function') machine.call(arg, [], site);
        return unknown('a server');
      });
    case 'param':
    case 'redirect':
    case 'on':
      return native(name, () => host);
    default:
      return undefined;
  }
}

/** A middleware that lets everyone through. */
const passing = (technology: string, site: Site): Value => ({
  kind: 'result',
  callee: { kind: 'library', package: technology, path: 'allowedMethods' },
  args: [],
  site,
});

/** `get('/x', …)` and, with a name in front, `get('name', '/x', …)`. */
function addRoute(
  { router, machine }: Host,
  methods: ReturnType<typeof verbsIn>,
  args: readonly Value[],
  site: Site,
): void {
  const [first, second] = args;
  if (first === undefined) return;
  const isNamed = args.length > 2 && second !== undefined && isPath(second) && textOf(first) !== undefined;
  const path = isNamed ? second : first;
  const skip = isNamed ? 2 : 1;
  const handlers = given(args.slice(skip), site, skip);
  if (handlers.length === 0) return;
  const { level } = machine;
  router.entries.push({ kind: 'route', methods, paths: pathsOf(path), handlers, site, level });
}

function use({ router, routers, machine }: Host, args: readonly Value[], site: Site): void {
  const [first, ...others] = args;
  if (first === undefined) return;
  const hasPath = others.length > 0 && isPath(first);
  const paths = hasPath ? pathsOf(first) : [];
  const items = given(hasPath ? others : args, site, hasPath ? 1 : 0);
  const { level } = machine;
  const guards: Given[] = [];
  let mounts = false;
  for (const item of items) {
    const children = routersIn(routers, composed(item.value));
    for (const child of children)
      router.entries.push({ kind: 'mount', paths, router: child, guards: [...guards], site, level });
    mounts ||= children.length > 0;
    if (children.length === 0) guards.push(item);
  }
  if (!mounts) for (const item of guards) router.entries.push({ kind: 'use', paths, given: item, level });
}

/** `compose([router.routes(), …])`: the routers among what is composed. */
function composed(value: Value): Value {
  if (value.kind !== 'result' || !/^(koa-compose|koa-convert)$/.test(value.callee.package)) return value;
  const options = value.args.flatMap((arg) => (arg.kind === 'array' ? arg.items : optionsOf(arg)));
  return { kind: 'choice', options };
}

/** `mount('/x', application)` of koa-mount: a router that holds the other one. */
function mounted(
  machine: Machine,
  routers: Routers,
  technology: string,
  args: readonly Value[],
  site: Site,
): Value {
  const [path, ...rest] = args;
  const given = path !== undefined && isPath(path) ? rest : args;
  const prefix = path !== undefined && isPath(path) ? (pathsOf(path)[0] ?? rootPath) : rootPath;
  const draft = { technology, kind: 'router', site, prefix, holder: true } as const;
  const holder = routers.add(draft, (router, host, name) =>
    memberOf({ machine, routers, router, host }, name),
  );
  const router = routers.of(holder);
  if (router !== undefined) use({ machine, routers, router, host: holder }, given, site);
  return holder;
}

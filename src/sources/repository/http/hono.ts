import type { Machine } from '../javascript/machine.ts';
import type { HostValue, Site, Value } from '../javascript/value.ts';
import { arrayOf, native, nothing, objectOf, unknown } from '../javascript/value.ts';
import { given, lastLine } from './express.ts';
import { isPath, joinPaths, pathsOf, rootPath } from './paths.ts';
import type { RoutePath } from './paths.ts';
import type { CallFramework, Routers } from './routers.ts';
import { routersIn } from './routers.ts';
import type { Router } from './routing.ts';
import { verbNamed, verbsIn } from './verbs.ts';

const packages = [
  'hono',
  'hono/tiny',
  'hono/quick',
  '@hono/zod-openapi',
  'hono-openapi',
  '@hono/zod-openapi-fork',
];

/** Hono, also with routes that are described by schemas. */
export function hono(routers: Routers): CallFramework {
  const make = (machine: Machine, kind: Router['kind'], site: Site, more: Made = {}): HostValue =>
    routers.add({ technology: 'hono', kind, site, ...more }, (router, host, name) =>
      memberOf(
        { machine, routers, router, host, make: (prefix) => make(machine, 'router', site, { prefix }) },
        name,
      ),
    );
  return {
    technology: 'hono',
    standIn: (machine, kind, site) => make(machine, kind, site, { standIn: true }),
    library: {
      packages,
      call: ({ path }, args, site, machine) => {
        const name = path.split('.').at(-1) ?? '';
        if (name === 'createRoute' || name === 'createMiddleware') return args[0];
        if (name === 'createHandlers') return arrayOf(args);
        if (!/^(Hono|OpenAPIHono|createApp)$/.test(name)) return undefined;
        return make(machine, 'application', site);
      },
    },
  };
}

interface Made {
  readonly prefix?: RoutePath;
  readonly standIn?: boolean;
}

interface Host {
  readonly machine: Machine;
  readonly routers: Routers;
  readonly router: Router;
  readonly host: HostValue;
  readonly make: (prefix: RoutePath) => HostValue;
}

function memberOf(at: Host, name: string): Value | undefined {
  const { host } = at;
  const verb = verbNamed(name);
  const chained = (run: (args: readonly Value[], site: Site) => void): Value =>
    native(name, (args, site) => {
      run(args, lastLine(site, site));
      return host;
    });
  if (verb !== undefined && name !== 'any')
    return chained((args, site) => {
      const [first] = args;
      const hasPath = first !== undefined && isPath(first);
      const skip = hasPath ? 1 : 0;
      addRoute(at, [verb], hasPath ? pathsOf(first) : [rootPath], args.slice(skip), site, skip);
    });
  switch (name) {
    case 'on':
      return chained(([methods, path, ...rest], site) => {
        if (path !== undefined) addRoute(at, verbsIn(methods), pathsOf(path), rest, site, 2);
      });
    case 'use':
      return chained((args, site) => use(at, args, site));
    case 'route':
      return chained(([path, child], site) => mount(at, path, child, site));
    case 'openapi':
      return chained(([route, ...handlers], site) => describedRoute(at, route, handlers, site));
    case 'basePath':
      return native(name, ([path], site) => {
        const prefix = path === undefined ? rootPath : (pathsOf(path)[0] ?? rootPath);
        const below = at.make(prefix);
        mount(at, undefined, below, site);
        return below;
      });
    case 'notFound':
    case 'onError':
    case 'doc':
    case 'doc31':
      return chained(() => {});
    // Another application answers below the path, whatever the method.
    case 'mount':
      return chained(([path, ...rest], site) => {
        if (path === undefined) return;
        const paths = pathsOf(path).map((each) => joinPaths(each, { text: '/*', resolved: true }));
        addRoute(at, ['ANY'], paths, rest.slice(0, 1), site, 1);
      });
    case 'fetch':
      return unknown('the handler of the application');
    default:
      return undefined;
  }
}

function addRoute(
  { router, machine }: Host,
  methods: ReturnType<typeof verbsIn>,
  paths: readonly RoutePath[],
  args: readonly Value[],
  site: Site,
  skip: number,
): void {
  const handlers = given(args, site, skip);
  if (handlers.length === 0) return;
  router.entries.push({ kind: 'route', methods, paths, handlers, site, level: machine.level });
}

/** `use('/admin', check)` runs for that very path, `use('/admin/*', check)` for all below it. */
function use({ router, machine }: Host, args: readonly Value[], site: Site): void {
  const [first] = args;
  const hasPath = first !== undefined && isPath(first);
  const paths = hasPath ? pathsOf(first) : [];
  const skip = hasPath ? 1 : 0;
  for (const each of given(args.slice(skip), site, skip))
    router.entries.push({ kind: 'use', paths, given: each, level: machine.level, exact: hasPath });
}

function mount(
  { router, routers, machine }: Host,
  path: Value | undefined,
  child: Value | undefined,
  site: Site,
): void {
  const paths = path === undefined ? [] : pathsOf(path);
  for (const each of child === undefined ? [] : routersIn(routers, child))
    router.entries.push({ kind: 'mount', paths, router: each, guards: [], site, level: machine.level });
}

/** `openapi(createRoute({ method, path, request, middleware }), handler)`. */
function describedRoute(at: Host, route: Value | undefined, handlers: readonly Value[], site: Site): void {
  if (route?.kind !== 'object') return;
  const { fields } = route;
  const paths = pathsOf(fields.get('path') ?? nothing).map((path) => joinPaths(rootPath, path));
  const before = fields.get('middleware');
  const checks = before === undefined ? [] : given([before], site, Number.MAX_SAFE_INTEGER);
  at.router.entries.push({
    kind: 'route',
    methods: verbsIn(fields.get('method')),
    paths,
    handlers: [
      ...checks,
      ...requestSchema(fields.get('request'), site),
      ...given(handlers.slice(0, 1), site, 1),
    ],
    site,
    level: at.machine.level,
  });
}

/** The described request as a validator that stands before the handler. */
function requestSchema(request: Value | undefined, site: Site): ReturnType<typeof given> {
  if (request?.kind !== 'object') return [];
  const parts = [...request.fields].map(([name, value]): readonly [string, Value] => [
    name,
    contentOf(value),
  ]);
  const callee = { kind: 'library', package: '@hono/zod-validator', path: 'zValidator' } as const;
  const value: Value = { kind: 'result', callee, args: [objectOf(parts)], site };
  return [{ value, site, conditional: false, written: 'request' }];
}

/** `{ content: { 'application/json': { schema } } }`, or the schema itself. */
function contentOf(value: Value): Value {
  const content = value.kind === 'object' ? value.fields.get('content') : undefined;
  const [first] = content?.kind === 'object' ? [...content.fields.values()] : [];
  const schema = first?.kind === 'object' ? first.fields.get('schema') : undefined;
  return schema ?? value;
}

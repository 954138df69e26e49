import type { Method } from '../../../../model/api.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import type { DeclaredRouter } from '../../http/declared-mounts.ts';
import type { RoutePath } from '../../http/paths.ts';
import { rootPath } from '../../http/paths.ts';
import { writtenName } from '../checks.ts';
import type { ClassDeclaration } from '../classes.ts';
import { lastName } from '../code.ts';
import { joinAll } from '../http-paths.ts';
import type { Registry } from '../routers.ts';
import { addRoute, newRouter, routesOf, verbOf } from '../routers.ts';
import { run } from '../run/calls.ts';
import type { Given, Library, LibraryCall, Machine } from '../run/machine.ts';
import { createMachine, walkFiles } from '../run/start.ts';
import { textIn } from '../run/texts.ts';
import type { Host, Value } from '../run/value.ts';
import { methodOf } from '../names.ts';
import { pathOf } from '../values.ts';
import type { World } from '../world.ts';
import { annotatedClasses, serviceRoutes } from './annotated.ts';

/** A server while it is built. */
interface ServerHost extends Host {
  readonly type: 'armeria-server';
  readonly router: DeclaredRouter;
}

/** A route while it is described; it may be added to a server, or given to one. */
interface RouteHost extends Host {
  readonly type: 'armeria-route';
  readonly server: ServerHost | undefined;
  readonly methods: Method[];
  path: RoutePath;
}

type HostIn<T> = Value & { readonly kind: 'host'; readonly host: T };
const isServer = (value: Value | undefined): value is HostIn<ServerHost> =>
  value?.kind === 'host' && value.host.type === 'armeria-server';
const isRoute = (value: Value | undefined): value is HostIn<RouteHost> =>
  value?.kind === 'host' && value.host.type === 'armeria-route';

/** Services of Armeria: calls on the server's builder, and classes with annotated methods. */
export function armeriaRoutes(world: World): readonly DeclaredRoute[] {
  const files = world.filesWith(/\bcom\.linecorp\.armeria\.server\b/);
  if (files.length === 0) return [];
  const registry: Registry = {
    technology: 'armeria',
    routers: [],
    reading: { named: {}, whole: ['aggregate'] },
    pathOf: (text) =>
      text
        .replace(/^(prefix|exact|glob):/, '')
        .replaceAll(/(?<!\{)\*+(?!\w)/g, '{*}')
        .replaceAll(/:(\w+)/g, '{$1}'),
  };
  const mounted = new Set<ClassDeclaration>();
  walkFiles(createMachine(world, [armeria(registry, mounted)]), files);
  const free = annotatedClasses(world, files).filter((of) => !mounted.has(of));
  return [...routesOf(registry), ...free.flatMap((of) => serviceRoutes(world, of, rootPath))];
}

function armeria(registry: Registry, mounted: Set<ClassDeclaration>): Library {
  return {
    call: (call, machine) => {
      const { name, on, frame, line } = call;
      if (on?.kind === 'static' && /(^|\.)Server$/.test(on.name) && name === 'builder')
        return serverValue(newRouter(registry, 'application', frame, line));
      if (on?.kind === 'static' && /(^|\.)Route$/.test(on.name) && name === 'builder')
        return routeValue(undefined);
      if (isServer(on)) return serverCall(machine, { registry, mounted }, on, call);
      return isRoute(on) ? routeCall(machine, registry, on, call) : undefined;
    },
    standIn: (type, scope, line) =>
      /(^|\.)ServerBuilder$/.test(type.name)
        ? serverValue(newRouter(registry, 'router', { scope }, line))
        : undefined,
  };
}

const serverValue = (router: DeclaredRouter): Value => {
  const host: ServerHost = { type: 'armeria-server', router };
  return { kind: 'host', host };
};

const routeValue = (server: ServerHost | undefined): Value => {
  const host: RouteHost = { type: 'armeria-route', server, methods: [], path: rootPath };
  return { kind: 'host', host };
};

interface Found {
  readonly registry: Registry;
  readonly mounted: Set<ClassDeclaration>;
}

function serverCall(
  machine: Machine,
  { registry, mounted }: Found,
  on: HostIn<ServerHost>,
  call: LibraryCall,
): Value {
  const { name, args, frame, line } = call;
  const { router } = on.host;
  const add = (methods: readonly Method[], path: RoutePath, handler: Value | undefined): void =>
    addRoute(machine, registry, router, { methods, path, handler, frame, line });
  if (name === 'route') return routeValue(on.host);
  if (name === 'withRoute') {
    for (const { value } of args) run(machine, value, [routeValue(on.host)]);
    return on;
  }
  if (name === 'annotatedService') {
    const service = args.map(({ value }) => value).find(({ kind }) => kind === 'instance');
    const path = textIn(machine, args[0]?.value);
    if (service?.kind === 'instance') {
      mounted.add(service.of);
      for (const route of serviceRoutes(
        machine.world,
        service.of,
        path.text === undefined ? rootPath : pathOf(path),
      ))
        router.entries.push({ kind: 'route', route });
    }
    return on;
  }
  if (name !== 'service' && name !== 'serviceUnder') return on;
  const [first, second] = args;
  if (isRoute(first?.value)) add(methodsOr(first.value.host.methods), first.value.host.path, second?.value);
  else if (second === undefined)
    for (const route of ownRoutes(machine, first?.value))
      add(methodsOr(route.methods), route.path, first?.value);
  else {
    const path = pathOf(textIn(machine, first?.value));
    const inner = ownRoutes(machine, second.value);
    if (inner.length > 0)
      for (const route of inner) add(methodsOr(route.methods), joinAll(path, route.path), second.value);
    else add(servesFiles(second.value) ? ['GET', 'HEAD'] : ['ANY'], path, second.value);
  }
  return on;
}

const methodsOr = (methods: readonly Method[]): readonly Method[] =>
  methods.length === 0 ? ['ANY'] : methods;

const servesFiles = (value: Value): boolean => /(^|\b)(FileService|HttpFile)\b/.test(rootOf(value));

function rootOf(value: Value): string {
  let code = value.kind === 'code' ? value.code : undefined;
  for (let depth = 0; code?.kind === 'call' && code.on !== undefined && depth < 20; depth += 1)
    code = code.on;
  return code?.kind === 'name' ? code.name : (writtenName(value) ?? '');
}

/** A service that tells its routes itself. */
function ownRoutes(machine: Machine, value: Value | undefined): readonly RouteHost[] {
  if (value?.kind !== 'instance') return [];
  const found = methodOf(machine.world, value.of, 'routes');
  if (found === undefined) return [];
  const made = run(machine, { kind: 'method', method: found.method, owner: found.owner, self: value }, []);
  const items = made.kind === 'list' ? made.items : [made];
  return items.flatMap((item) => (isRoute(item) ? [item.host] : []));
}

function routeCall(machine: Machine, registry: Registry, on: HostIn<RouteHost>, call: LibraryCall): Value {
  const { name, args, frame, line } = call;
  const { host } = on;
  const verb = verbOf(name);
  if (verb !== undefined) host.methods.push(verb);
  if (verb !== undefined || /^(path|pathPrefix|exact|glob|prefix)$/.test(name))
    host.path = pathOf(textIn(machine, args[0]?.value));
  else if (name === 'methods') host.methods.push(...args.flatMap(namedMethod));
  else if (name === 'build' && host.server !== undefined) {
    addRoute(machine, registry, host.server.router, {
      methods: methodsOr(host.methods),
      path: host.path,
      handler: args[0]?.value,
      frame,
      line,
    });
    return { kind: 'host', host: host.server };
  }
  return on;
}

const namedMethod = ({ value }: Given): readonly Method[] => {
  const method = value.kind === 'static' ? verbOf(lastName(value.name)) : undefined;
  return method === undefined ? [] : [method];
};

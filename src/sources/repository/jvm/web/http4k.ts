import type { Method } from '../../../../model/api.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import type { DeclaredRouter } from '../../http/declared-mounts.ts';
import type { RoutePath } from '../../http/paths.ts';
import { rootPath } from '../../http/paths.ts';
import { kindByName } from '../../http/guards.ts';
import { judgeFilter, writtenName } from '../checks.ts';
import { lastName } from '../code.ts';
import type { Reading } from '../readings.ts';
import type { Registry } from '../routers.ts';
import { addRoute, newRouter, routesOf, verbOf } from '../routers.ts';
import { run } from '../run/calls.ts';
import type { Library, LibraryCall, Machine } from '../run/machine.ts';
import { createMachine, walkFiles } from '../run/start.ts';
import { textIn } from '../run/texts.ts';
import type { Host, Value } from '../run/value.ts';

import { pathOf } from '../values.ts';
import type { World } from '../world.ts';

const reading: Reading = {
  named: { query: 'query', queries: 'query', header: 'header', cookie: 'cookie', form: 'body' },
  whole: ['bodyString'],
};

interface RoutesHost extends Host {
  readonly type: 'http4k-routes';
  readonly router: DeclaredRouter;
}

/** `"/x" bind GET`, waiting for its handler. */
interface BoundHost extends Host {
  readonly type: 'http4k-bound';
  readonly path: RoutePath;
  readonly methods: readonly Method[];
}

type HostIn<T> = Value & { readonly kind: 'host'; readonly host: T };
const isRoutes = (value: Value | undefined): value is HostIn<RoutesHost> =>
  value?.kind === 'host' && value.host.type === 'http4k-routes';
const isBound = (value: Value | undefined): value is HostIn<BoundHost> =>
  value?.kind === 'host' && value.host.type === 'http4k-bound';

/** Routes of http4k: values that are bound to paths, put together and wrapped into filters. */
export function http4kRoutes(world: World): readonly DeclaredRoute[] {
  const files = world.filesWith(/\borg\.http4k\.(routing|contract|core)\b/);
  if (files.length === 0) return [];
  const registry: Registry = {
    technology: 'http4k',
    routers: [],
    reading,
    pathOf: (text) => text.replaceAll(/\{(\w+):[^{}]*\}/g, '{$1}'),
  };
  const library = http4k(registry);
  walkFiles(createMachine(world, [library]), files);
  return routesOf(registry);
}

function http4k(registry: Registry): Library {
  return {
    call: (call, machine) => {
      const { name, on, args, frame, line } = call;
      const routes = (): HostIn<RoutesHost> => ({
        kind: 'host',
        host: { type: 'http4k-routes', router: newRouter(registry, 'application', frame, line) },
      });
      if (on === undefined && (name === 'routes' || name === 'contract')) {
        const made = routes();
        for (const { value } of args.flatMap((each) =>
          each.value.kind === 'list' ? each.value.items.map((value) => ({ value })) : [each],
        )) {
          if (value.kind === 'closure') run(machine, value, [made], made);
          else mount(made, rootPath, value);
        }
        return made;
      }
      if (on === undefined) return undefined;
      if (name === 'bind' || name === 'bindContract' || name === 'meta' || name === 'div')
        return bind(machine, on, call, routes);
      if (name === 'to')
        return isBound(on)
          ? to(machine, registry, on.host, call, routes)
          : verbTo(machine, registry, on, call, routes);
      if (name === 'then' || name === 'withFilter') return filtered(machine, call, on, routes);
      return undefined;
    },
    assign: (on, name, value) => {
      if (!isRoutes(on) || name !== 'routes') return false;
      mount(on, rootPath, value);
      return true;
    },
  };
}

function mount(to: HostIn<RoutesHost>, path: RoutePath, value: Value): void {
  if (value.kind === 'list') for (const item of value.items) mount(to, path, item);
  if (isRoutes(value) && value.host.router !== to.host.router)
    to.host.router.entries.push({ kind: 'mount', path, router: value.host.router, guards: [] });
}

const methodOf = (value: Value | undefined): Method | undefined =>
  value?.kind === 'static' ? verbOf(lastName(value.name)) : undefined;

function bind(
  machine: Machine,
  on: Value,
  { name, args }: LibraryCall,
  routes: () => HostIn<RoutesHost>,
): Value | undefined {
  const value = args[0]?.value;
  const path = isBound(on) ? on.host.path : pathOf(textIn(machine, on));
  if (name === 'meta') return bound(path, []);
  if (!path.resolved && !isBound(on) && on.kind !== 'code') return undefined;
  const method = methodOf(value);
  if (method !== undefined) return bound(path, [method]);
  if (value === undefined) return undefined;
  if (isRoutes(value)) {
    const made = routes();
    mount(made, path, value);
    return made;
  }
  return name === 'bind' && (value.kind === 'closure' || value.kind === 'method')
    ? bound(path, [])
    : undefined;
}

const bound = (path: RoutePath, methods: readonly Method[]): HostIn<BoundHost> => ({
  kind: 'host',
  host: { type: 'http4k-bound', path, methods },
});

function to(
  machine: Machine,
  registry: Registry,
  host: BoundHost,
  { args, frame, line }: LibraryCall,
  routes: () => HostIn<RoutesHost>,
): Value {
  const made = routes();
  const methods: readonly Method[] = host.methods.length === 0 ? ['ANY'] : host.methods;
  addRoute(machine, registry, made.host.router, {
    methods,
    path: host.path,
    handler: args[0]?.value,
    frame,
    line,
  });
  return made;
}

/** `GET to handler` inside of routes that are bound to a path. */
function verbTo(
  machine: Machine,
  registry: Registry,
  on: Value,
  call: LibraryCall,
  routes: () => HostIn<RoutesHost>,
): Value | undefined {
  const method = methodOf(on);
  return method === undefined
    ? undefined
    : to(machine, registry, { type: 'http4k-bound', path: rootPath, methods: [method] }, call, routes);
}

/** `filter.then(routes)`: the filter runs before all of them. */
function filtered(
  machine: Machine,
  { name, args, frame, line }: LibraryCall,
  on: Value,
  routes: () => HostIn<RoutesHost>,
): Value | undefined {
  const [inner, filter] = name === 'then' ? [args[0]?.value, on] : [on, args[0]?.value];
  if (!isRoutes(inner)) return undefined;
  const made = routes();
  const written = writtenName(filter) ?? 'filter';
  const guard = judgeFilter(machine, filter, { frame, line, fallback: written });
  const isPlain =
    guard.guard.kind === 'other' &&
    /^(ServerFilters|CatchAll|Cors|DebuggingFilters|PrintRequest|RequestFilters|ResponseFilters|InitialiseRequestContext|CatchLensFailure|GZip|CatchUnhandled\w*)/.test(
      written,
    );
  made.host.router.entries.push({
    kind: 'mount',
    path: rootPath,
    router: inner.host.router,
    guards: isPlain || kindByName(written) === 'other' ? [] : [guard],
  });
  return made;
}

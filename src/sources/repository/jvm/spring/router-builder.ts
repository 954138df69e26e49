import type { Method } from '../../../../model/api.ts';
import type { RoutePath } from '../../http/paths.ts';
import { rootPath } from '../../http/paths.ts';
import { judgeFilter } from '../checks.ts';
import type { Code } from '../code.ts';
import type { Registry } from '../routers.ts';
import { addRoute, newRouter } from '../routers.ts';
import { run } from '../run/calls.ts';
import type { Given, LibraryCall, Machine } from '../run/machine.ts';
import { textIn } from '../run/texts.ts';
import type { Frame, Value } from '../run/value.ts';
import { hostValue } from '../run/value.ts';
import { pathOf } from '../values.ts';
import type { HostIn, PredicateHost, RoutesHost } from './router-hosts.ts';
import { isPredicate, isRoutes, predicate } from './router-hosts.ts';

export const verbs: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];
export const verbOf = (name: string): Method | undefined => verbs.find((each) => each === name);
export const predicates = /^(accept|contentType|headers|queryParam|param|all|pathExtension|version)$/;

export const isDsl = (name: string): boolean =>
  verbOf(name) !== undefined ||
  /^(nest|path|add|filter|method|accept|contentType|headers|pathExtension|before|after|onError|resources)$/.test(
    name,
  );

export const methodsIn = (args: readonly Given[]): readonly Method[] =>
  args.flatMap(({ value }) =>
    value.kind === 'static' ? (verbOf(value.name.split('.').at(-1) ?? '') ?? []) : [],
  );

export function addPredicate(
  machine: Machine,
  registry: Registry,
  to: HostIn<RoutesHost>,
  host: PredicateHost,
  handler: Given | undefined,
  { frame, line }: LibraryCall,
): void {
  const methods: readonly Method[] = host.methods.length === 0 ? ['ANY'] : host.methods;
  addRoute(machine, registry, to.host.router, {
    methods,
    path: host.path,
    handler: handler?.value,
    frame,
    line: lineOf(handler?.code) ?? line,
  });
}

export const lineOf = (code: Code | undefined): number | undefined =>
  code === undefined || code.line === 0 ? undefined : code.line;

export function mount(to: HostIn<RoutesHost>, path: RoutePath, value: Value | undefined): void {
  if (isRoutes(value) && value.host !== to.host)
    to.host.router.entries.push({ kind: 'mount', path, router: value.host.router, guards: [] });
}

/** Calls on a builder, and those that add to finished routes. */
export function register(
  machine: Machine,
  registry: Registry,
  on: HostIn<RoutesHost>,
  call: LibraryCall,
): Value | undefined {
  const { name, args, frame, line } = call;
  const [first, second] = args;
  const verb = verbOf(name);
  const handler = args.findLast(
    ({ value, code }) =>
      /^(closure|method|instance|anonymous)$/.test(value.kind) || code.kind === 'reference',
  );
  const given = predicateOf(machine, first);
  if (verb !== undefined) {
    const path = given?.path ?? rootPath;
    if (handler === undefined) return predicate([verb], path);
    addRoute(machine, registry, on.host.router, {
      methods: [verb],
      path,
      handler: handler.value,
      frame,
      line,
    });
    return on;
  }
  switch (name) {
    case 'andRoute':
    case 'route':
      if (given !== undefined) addPredicate(machine, registry, on, given, second ?? handler, call);
      return on;
    case 'and':
    case 'add':
    case 'andOther':
      mount(on, rootPath, first?.value);
      return on;
    case 'andNest':
    case 'nest':
    case 'path':
      if (handler === undefined && isRoutes(second?.value)) mount(on, given?.path ?? rootPath, second.value);
      else if (handler === undefined) return given === undefined ? on : predicate([], given.path);
      else nest(machine, registry, on, { path: given?.path ?? rootPath, body: handler.value, frame, line });
      return on;
    case 'filter':
    case 'before':
      on.host.router.entries.push({
        kind: 'use',
        reach: 'all',
        guard: judgeFilter(machine, first?.value, { frame, line, fallback: name }),
      });
      return on;
    case 'method':
      return predicate(methodsIn(args), rootPath);
    default:
      return predicates.test(name) && isDsl(name) ? predicate([], rootPath) : on;
  }
}

function predicateOf(machine: Machine, given: Given | undefined): PredicateHost | undefined {
  if (given === undefined) return undefined;
  if (isPredicate(given.value)) return given.value.host;
  if (/^(closure|method|instance|anonymous)$/.test(given.value.kind) || given.code.kind === 'reference')
    return undefined;
  return { type: 'spring-predicate', methods: [], path: pathOf(textIn(machine, given.value)) };
}

interface Nested {
  readonly path: RoutePath;
  readonly body: Value;
  readonly frame: Frame;
  readonly line: number;
}

/** Runs a nested group with a router of its own; a lambda may also return finished routes. */
function nest(machine: Machine, registry: Registry, on: HostIn<RoutesHost>, nested: Nested): void {
  const child = newRouter(registry, 'router', nested.frame, nested.line);
  on.host.router.entries.push({ kind: 'mount', path: nested.path, router: child, guards: [] });
  const made: RoutesHost = { type: 'spring-routes', router: child };
  const value = run(machine, nested.body, [hostValue(made)], hostValue(made));
  if (isRoutes(value) && value.host.router !== child)
    child.entries.push({ kind: 'mount', path: rootPath, router: value.host.router, guards: [] });
}

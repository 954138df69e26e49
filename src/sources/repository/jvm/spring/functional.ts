import { rootPath } from '../../http/paths.ts';
import { lastName } from '../code.ts';
import { bracePath, joinAll } from '../http-paths.ts';
import { qualifiedNames } from '../names.ts';
import { moduleOf } from '../properties.ts';
import type { Reading } from '../readings.ts';
import type { Registry } from '../routers.ts';
import { newRouter, routesOf } from '../routers.ts';
import { run } from '../run/calls.ts';
import { textIn } from '../run/texts.ts';
import type { Library, LibraryCall, Machine } from '../run/machine.ts';
import { createMachine, walkFiles } from '../run/start.ts';
import type { Frame, Value } from '../run/value.ts';
import { hostValue, receiversOf } from '../run/value.ts';
import { pathOf } from '../values.ts';
import type { World } from '../world.ts';
import { addPredicate, isDsl, methodsIn, mount, predicates, register, verbOf } from './router-builder.ts';
import type { HostIn, PredicateHost, RoutesHost } from './router-hosts.ts';
import { isPredicate, isRoutes, predicate } from './router-hosts.ts';
import type { SpringContext } from './context.ts';
import type { AskedRoute } from './controllers.ts';

const reading: Reading = {
  named: {
    queryParam: 'query',
    queryParamOrNull: 'query',
    param: 'query',
    header: 'header',
    firstHeader: 'header',
    cookie: 'cookie',
  },
  whole: [
    'bodyToMono',
    'bodyToFlux',
    'awaitBody',
    'awaitBodyOrNull',
    'body',
    'awaitMultipartData',
    'awaitFormData',
  ],
  byField: true,
};

/** Router functions of WebFlux and WebMvc. */
export function functionalRoutes(world: World, context: SpringContext): readonly AskedRoute[] {
  const files = world.filesWith(/org\.springframework\.web\.(reactive|servlet)\.function\b/);
  if (files.length === 0) return [];
  const registry: Registry = { technology: 'spring', routers: [], reading, pathOf: (text) => text };
  const machine = createMachine(world, []);
  // What a bean returns is served; where anything else is put together, only a caller can tell.
  const kindHere = (): 'application' | 'router' => {
    const [root] = machine.running;
    const isBean = root === undefined || root.annotations.some(({ name }) => lastName(name) === 'Bean');
    return isBean ? 'application' : 'router';
  };
  machine.libraries.push(functional(registry, kindHere));
  walkFiles(machine, files);
  return routesOf(registry).map((route) => {
    const near = route.origin.file;
    const path = bracePath(route.path);
    const full = bracePath(joinAll(context.outerOf(near), path));
    return {
      route: { ...route, path: full, application: moduleOf(near) },
      asked: { near, methods: route.methods, path },
    };
  });
}

function functional(registry: Registry, kindHere: () => 'application' | 'router'): Library {
  const routes = (frame: Pick<Frame, 'scope'>, line: number): HostIn<RoutesHost> => {
    const host: RoutesHost = {
      type: 'spring-routes',
      router: newRouter(registry, kindHere(), frame, line),
    };
    return { kind: 'host', host };
  };
  const isStatic = (on: Value | undefined, name: string, frame: Frame): boolean =>
    on === undefined
      ? qualifiedNames(name, frame.scope).some((full) =>
          /\.(RouterFunctions|RequestPredicates|SpringdocRouteBuilder)\.\w+$|\.function\.(server\.)?\w+$/.test(
            full,
          ),
        )
      : on.kind === 'static' &&
        /(^|\.)(RouterFunctions|RequestPredicates|SpringdocRouteBuilder)$/.test(on.name);
  return {
    call: (call, machine) => {
      const { name, on, args, frame, line } = call;
      if (
        on === undefined &&
        /^(coRouter|router)$/.test(name) &&
        args.some(({ value }) => value.kind === 'closure')
      ) {
        const made = routes(frame, line);
        for (const { value } of args) run(machine, value, [made], made);
        return made;
      }
      if (isPredicate(on)) return predicateCall(machine, registry, on, call);
      const receiver = receiversOf(frame).find(isRoutes);
      if (isRoutes(on)) return register(machine, registry, on, call);
      if (on === undefined && receiver !== undefined) {
        const found = isDsl(name) ? register(machine, registry, receiver, call) : undefined;
        if (found !== undefined) return found;
      }
      if (receiver !== undefined && on !== undefined && /^(nest|invoke|and|or)$/.test(name)) {
        const text = textIn(machine, on);
        if (text.text !== undefined)
          return predicateCall(machine, registry, predicate([], pathOf(text)), call);
      }
      if (!isStatic(on, name, frame)) return undefined;
      return staticCall(machine, registry, call, routes);
    },
    standIn: (type, scope, line) =>
      /(^|\.)(RouterFunctions\.Builder|RouterFunctionDsl|CoRouterFunctionDsl)$/.test(type.name)
        ? routes({ scope }, line)
        : undefined,
  };
}

function staticCall(
  machine: Machine,
  registry: Registry,
  call: LibraryCall,
  routes: (frame: Frame, line: number) => HostIn<RoutesHost>,
): Value | undefined {
  const { name, args, frame, line } = call;
  const [first, second] = args;
  const verb = verbOf(name);
  if (verb !== undefined) return predicate([verb], pathOf(textIn(machine, first?.value)));
  if (name === 'path') return predicate([], pathOf(textIn(machine, first?.value)));
  if (name === 'method') return predicate(methodsIn(args), rootPath);
  if (predicates.test(name)) return predicate([], rootPath);
  if (name === 'route') {
    const made = routes(frame, line);
    if (isPredicate(first?.value)) addPredicate(machine, registry, made, first.value.host, second, call);
    return made;
  }
  if (name === 'nest' && isPredicate(first?.value)) {
    const made = routes(frame, line);
    mount(made, first.value.host.path, second?.value);
    return made;
  }
  return undefined;
}

function predicateCall(
  machine: Machine,
  registry: Registry,
  on: HostIn<PredicateHost>,
  call: LibraryCall,
): Value {
  const { name, args, frame, line } = call;
  const [first] = args;
  if (name === 'and') {
    const other = isPredicate(first?.value) ? first.value.host : undefined;
    const text = other === undefined ? textIn(machine, first?.value) : undefined;
    if (text?.text !== undefined) return predicate(on.host.methods, joinAll(on.host.path, pathOf(text)));
    return other === undefined
      ? on
      : predicate([...on.host.methods, ...other.methods], joinAll(on.host.path, other.path));
  }
  const receiver = receiversOf(frame).find(isRoutes);
  if (name === 'nest' && receiver !== undefined && first !== undefined) {
    const child = newRouter(registry, 'router', frame, line);
    receiver.host.router.entries.push({ kind: 'mount', path: on.host.path, router: child, guards: [] });
    const made: RoutesHost = { type: 'spring-routes', router: child };
    run(machine, first.value, [hostValue(made)], hostValue(made));
  } else if (name === 'invoke' && receiver !== undefined)
    addPredicate(machine, registry, receiver, on.host, first, call);
  return on;
}

import type { Method } from '../../../../model/api.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import type { DeclaredRouter } from '../../http/declared-mounts.ts';
import type { RoutePath } from '../../http/paths.ts';
import { rootPath } from '../../http/paths.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import { judgeFilter, writtenName } from '../checks.ts';
import { fits } from '../filters.ts';
import { joinAll } from '../http-paths.ts';
import type { Reading } from '../readings.ts';
import type { Registry } from '../routers.ts';
import { colonPath, newRouter, routeOf, routesOf, verbOf } from '../routers.ts';
import { run } from '../run/calls.ts';
import { textIn } from '../run/texts.ts';
import type { Given, Library, LibraryCall, Machine } from '../run/machine.ts';
import { createMachine, walkFiles } from '../run/start.ts';
import type { Frame, Host, Value } from '../run/value.ts';
import { hostValue, unknownValue } from '../run/value.ts';
import { pathOf } from '../values.ts';
import type { World } from '../world.ts';

const reading: Reading = {
  named: {
    getParam: 'query',
    queryParam: 'query',
    getHeader: 'header',
    getCookie: 'cookie',
    getFormAttribute: 'body',
  },
  whole: ['getBodyAsJson', 'asJsonObject', 'asPojo', 'body', 'getBodyAsString', 'getBody'],
};

/** A route while it is described; what it is shows when everything was walked. */
interface RouteHost extends Host {
  readonly type: 'vertx-route';
  readonly owner: RouterState;
  readonly methods: Method[];
  path: RoutePath | undefined;
  readonly handlers: Value[];
  mounted: RouterState | undefined;
  readonly frame: Frame;
  readonly line: number;
}

interface RouterState {
  readonly router: DeclaredRouter;
  readonly routes: RouteHost[];
}

interface RouterHost extends Host {
  readonly type: 'vertx-router';
  readonly state: RouterState;
}

const isRouter = (
  value: Value | undefined,
): value is Value & { readonly kind: 'host'; readonly host: RouterHost } =>
  value?.kind === 'host' && value.host.type === 'vertx-router';
const isRoute = (
  value: Value | undefined,
): value is Value & { readonly kind: 'host'; readonly host: RouteHost } =>
  value?.kind === 'host' && value.host.type === 'vertx-route';

/** Routes of Vert.x: a router is the root unless another one mounts it. */
export function vertxRoutes(world: World): readonly DeclaredRoute[] {
  const files = world.filesWith(/\bio\.vertx\.([\w.]+\.)?ext\.web\b/);
  if (files.length === 0) return [];
  const registry: Registry = { technology: 'vertx', routers: [], reading, pathOf: colonPath };
  const states: RouterState[] = [];
  const machine = createMachine(world, [vertx(registry, states)]);
  walkFiles(machine, files);
  for (const state of states) finish(machine, registry, state);
  return routesOf(registry).map(withoutPathReads);
}

/** `getParam` also reads parameters of the path. */
function withoutPathReads(route: DeclaredRoute): DeclaredRoute {
  const inPath = new Set([...route.path.text.matchAll(/\{\*?(\w+)\}/g)].map((match) => match[1]));
  return {
    ...route,
    parameters: route.parameters.filter((each) => each.in !== 'query' || !inPath.has(each.name)),
  };
}

function vertx(registry: Registry, states: RouterState[]): Library {
  const made = (frame: Pick<Frame, 'scope'>, line: number): Value => {
    const state: RouterState = { router: newRouter(registry, 'application', frame, line), routes: [] };
    states.push(state);
    const host: RouterHost = { type: 'vertx-router', state };
    return hostValue(host);
  };
  return {
    call: (call, machine) => {
      const { name, on, frame, line } = call;
      if (on?.kind === 'static' && /(^|\.)Router$/.test(on.name) && name === 'router')
        return made(frame, line);
      if (isRouter(on)) return routerCall(machine, on, call);
      return isRoute(on) ? routeCall(machine, on, call) : undefined;
    },
    standIn: (type, scope, line) => (/(^|\.)Router$/.test(type.name) ? made({ scope }, line) : undefined),
  };
}

function routerCall(
  machine: Machine,
  on: Value & { readonly host: RouterHost },
  call: LibraryCall,
): Value | undefined {
  const { name, args, frame, line } = call;
  const { state } = on.host;
  const verb = verbOf(name.replace(/WithRegex$/, ''));
  if (verb === undefined && !/^route(WithRegex)?$/.test(name)) {
    if (name === 'mountSubRouter' && isRouter(args[1]?.value))
      mount(state, pathOf(textIn(machine, args[0]?.value)), args[1].value.host.state);
    else for (const { value } of args) run(machine, value, [on]);
    return on;
  }
  const method = args.map(methodOf).find((each) => each !== undefined);
  const path = args.find((each) => methodOf(each) === undefined);
  const host: RouteHost = {
    type: 'vertx-route',
    owner: state,
    methods: [...(verb === undefined ? [] : [verb]), ...(method === undefined ? [] : [method])],
    path: path === undefined ? undefined : regexAware(name, pathOf(textIn(machine, path.value))),
    handlers: [],
    mounted: undefined,
    frame,
    line,
  };
  state.routes.push(host);
  return hostValue(host);
}

const regexAware = (name: string, path: RoutePath): RoutePath =>
  name.endsWith('WithRegex') ? { ...path, resolved: false, why: 'the path is a regular expression' } : path;

const methodOf = ({ value }: Given): Method | undefined =>
  value.kind === 'static' && /(^|\.)HttpMethod\.[A-Z]+$/.test(value.name)
    ? verbOf(value.name.split('.').at(-1) ?? '')
    : undefined;

function routeCall(machine: Machine, on: Value & { readonly host: RouteHost }, call: LibraryCall): Value {
  const { name, args } = call;
  const { host } = on;
  const [first] = args;
  if (name === 'method' && first !== undefined) {
    const method = methodOf(first);
    if (method !== undefined) host.methods.push(method);
  } else if (name === 'path') host.path = pathOf(textIn(machine, first?.value));
  else if (name === 'pathRegex') host.path = regexAware('WithRegex', pathOf(textIn(machine, first?.value)));
  else if (name === 'subRouter' && isRouter(first?.value)) host.mounted = first.value.host.state;
  else if (/^(handler|blockingHandler|respond|coroutineHandler|suspendHandler)$/.test(name))
    host.handlers.push(...args.slice(0, 1).map(({ value }) => value));
  else {
    const verb = verbOf(name);
    if (verb !== undefined && first !== undefined) {
      host.methods.push(verb);
      host.handlers.push(first.value);
    }
  }
  return on;
}

function mount(state: RouterState, path: RoutePath, mounted: RouterState): void {
  state.router.entries.push({
    kind: 'mount',
    path: { ...path, text: colonPath(path.text).replace(/\/?\{\*\}$/, '') },
    router: mounted.router,
    guards: [],
  });
}

/** Routes in order: one without an end of its own checks what comes after it. */
function finish(machine: Machine, registry: Registry, state: RouterState): void {
  const checks: { readonly path: RoutePath; readonly guard: JudgedGuard }[] = [];
  for (const route of state.routes) {
    const path = route.path ?? rootPath;
    const before = checks.flatMap(({ path: pattern, guard }) => {
      const fit = fits(colonPath(pattern.text).replace(/\{\*\}$/, '**'), colonPath(path.text));
      return fit === 'no' ? [] : [fit === 'yes' ? guard : { ...guard, conditional: true }];
    });
    if (route.mounted !== undefined) {
      state.router.entries.push({
        kind: 'mount',
        path: { ...path, text: colonPath(path.text).replace(/\/?\{\*\}$/, '') },
        router: route.mounted.router,
        guards: before,
      });
      continue;
    }
    const isFilter =
      route.methods.length === 0 &&
      (route.path === undefined || path.text.endsWith('*') || route.handlers.every(isLibrary));
    const judged = (value: Value): JudgedGuard => judged0(machine, route, value);
    const isFolder = isFilter && servesFolder(route);
    if (isFilter && !isFolder) {
      for (const value of route.handlers) {
        const guard = judged(value);
        if (!guard.passes)
          checks.push({
            path: joinAll(route.path === undefined ? { text: '/**', resolved: true } : path),
            guard,
          });
      }
      continue;
    }
    const handler = route.handlers.at(-1);
    const guards = [...before, ...route.handlers.slice(0, -1).map(judged)];
    const all: readonly Method[] = isFolder ? ['GET'] : ['ANY'];
    const { frame, line } = route;
    const methods = route.methods.length === 0 ? all : route.methods;
    const made = routeOf(machine, registry, { methods, path, handler, guards, frame, line });
    state.router.entries.push({
      kind: 'route',
      route: isFolder ? { ...made, handlerLooksAtCredentials: 'no' } : made,
    });
  }
}

/** Files below a path of their own; those at the root stand behind every other route. */
const servesFolder = ({ path, handlers }: RouteHost): boolean =>
  path !== undefined &&
  /[^/*]/.test(path.text) &&
  (writtenName(handlers.at(-1) ?? unknownValue) ?? '').startsWith('StaticHandler');

const harmless =
  /^(BodyHandler|LoggerHandler|CorsHandler|SessionHandler|StaticHandler|ResponseTimeHandler|TimeoutHandler|FaviconHandler|ResponseContentTypeHandler|CSPHandler|HSTSHandler|XFrameHandler|ErrorHandler|TemplateHandler|SockJSHandler|HealthCheckHandler)/;

const isLibrary = (value: Value): boolean => harmless.test(writtenName(value) ?? '');

function judged0(machine: Machine, route: RouteHost, value: Value): JudgedGuard {
  const guard = judgeFilter(machine, value, { frame: route.frame, line: route.line, fallback: 'handler' });
  return isLibrary(value) ? { ...guard, passes: true } : guard;
}

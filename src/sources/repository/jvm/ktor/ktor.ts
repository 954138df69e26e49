import type { Method } from '../../../../model/api.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import type { DeclaredRouter } from '../../http/declared-mounts.ts';
import type { RoutePath } from '../../http/paths.ts';
import { rootPath } from '../../http/paths.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import { kindByName } from '../../http/guards.ts';
import { lastName } from '../code.ts';
import type { Registry } from '../routers.ts';
import { addRoute, newRouter, originAt, routesOf, verbOf } from '../routers.ts';
import { run } from '../run/calls.ts';
import { textIn } from '../run/texts.ts';
import type { Given, Library, LibraryCall, Machine } from '../run/machine.ts';
import { createMachine, walkFiles } from '../run/start.ts';
import type { Frame, Host, Value } from '../run/value.ts';
import { hostValue, receiversOf, unknownValue } from '../run/value.ts';
import { pathOf } from '../values.ts';
import type { World } from '../world.ts';
import { reading, withoutPathReads } from './reading.ts';
import { resourcePath } from './resources.ts';

interface KtorHost extends Host {
  readonly type: 'ktor-route' | 'ktor-application';
  readonly router: DeclaredRouter;
  /** Method that a `method(…)` around has fixed. */
  readonly method?: Method;
}

const isHost = (
  value: Value | undefined,
): value is Value & { readonly kind: 'host'; readonly host: KtorHost } =>
  value?.kind === 'host' && value.host.type.startsWith('ktor-');

/** Routes of Ktor: nested lambdas with a route as receiver, spread over extension functions. */
export function ktorRoutes(world: World): readonly DeclaredRoute[] {
  const files = world.filesWith(
    /\bio\.ktor\.(server\.)?(routing|application|resources|locations|auth|websocket)\b/,
  );
  if (files.length === 0) return [];
  const registry: Registry = { technology: 'ktor', routers: [], reading, pathOf: ktorPath };
  walkFiles(createMachine(world, [ktor(registry)]), files);
  return routesOf(registry).map(withoutPathReads);
}

/** `{id?}`, `{path...}` and `*`. */
const ktorPath = (text: string): string =>
  text
    .replaceAll(/\{(\w+)\?\}/g, '{$1}')
    .replaceAll(/\{(\w*)\.\.\.\}/g, '{*$1}')
    .replaceAll(/(?<!\{)\*(?!\w)/g, '{*}');

const routeType =
  /(^|\.)(Route|Routing|RoutingBuilder|RootRoute|RoutingNode|IRoute|OpenAPIRoute|NormalOpenAPIRoute)$/;
const applicationType = /(^|\.)(Application|ApplicationEngine)$/;

function ktor(registry: Registry): Library {
  const route = (router: DeclaredRouter, method?: Method): Value => {
    const host: KtorHost = { type: 'ktor-route', router, ...(method === undefined ? {} : { method }) };
    return hostValue(host);
  };
  return {
    call: (call, machine) => {
      const { name, on, args, frame, line } = call;
      const isRouting =
        name === 'install' && args[0]?.value.kind === 'static' && args[0].value.name === 'Routing';
      if (
        (isRouting || name === 'routing' || name === 'routingRoot') &&
        (on === undefined || isHost(on) || isApplicationLike(on))
      ) {
        const router = newRouter(registry, 'application', frame, line);
        const made = route(router);
        for (const { value } of args) run(machine, value, [made], made);
        return made;
      }
      if (on !== undefined && !isHost(on)) return undefined;
      const host = isHost(on)
        ? on
        : receiversOf(frame).find(
            (each): each is Value & { readonly kind: 'host'; readonly host: KtorHost } =>
              isHost(each) && each.host.type === 'ktor-route',
          );
      return host === undefined || host.host.type !== 'ktor-route'
        ? undefined
        : register(machine, registry, host.host, call, route);
    },
    standIn: (type, scope, line) => {
      if (routeType.test(type.name)) return route(newRouter(registry, 'router', { scope }, line));
      if (!applicationType.test(type.name)) return undefined;
      const host: KtorHost = {
        type: 'ktor-application',
        router: { kind: 'application', entries: [], origin: originAt({ scope }, line) },
      };
      return hostValue(host);
    },
  };
}

const isApplicationLike = (on: Value): boolean =>
  on.kind === 'static' || on.kind === 'code' || on.kind === 'unknown';

const nested =
  /^(authenticate|route|method|accept|contentType|header|param|host|port|localPort|intercept|rateLimit|createChild|createRouteFromPath|optionalParam|resource|location|tag|group|withRoles?|withRole|authorized|authorize|requireRole\w*|withAnyRole|withAllRoles|withoutRoles)$/;

type MakeRoute = (router: DeclaredRouter, method?: Method) => Value;

function register(
  machine: Machine,
  registry: Registry,
  host: KtorHost,
  call: LibraryCall,
  route: MakeRoute,
): Value | undefined {
  const { name, args, frame, line, types } = call;
  const { router } = host;
  const closure = args.find(({ value }) => value.kind === 'closure' || value.kind === 'method')?.value;
  const paths = pathsOf(machine, call);
  const verb = verbOf(name);
  if (
    (verb !== undefined ||
      name === 'handle' ||
      name === 'webSocket' ||
      name === 'webSocketRaw' ||
      name === 'sse') &&
    closure !== undefined
  ) {
    const methods: readonly Method[] =
      verb !== undefined ? [verb] : [name === 'handle' ? (host.method ?? 'ANY') : 'GET'];
    const protocol = name.startsWith('webSocket') ? { protocol: 'ws' as const } : {};
    const typed = types[0] === undefined ? undefined : resourcePath(machine.world, types[0], frame.scope);
    const parameters = typed?.parameters ?? [];
    for (const path of typed === undefined ? paths : [typed.path])
      addRoute(machine, registry, router, {
        methods,
        path,
        handler: closure,
        frame,
        line,
        parameters,
        ...protocol,
      });
    return unknownValue;
  }
  if (name === 'install' || (closure === undefined && name !== 'createChild')) {
    const plugin = name === 'install' ? pluginGuard(args[0], frame, line) : undefined;
    if (plugin !== undefined) router.entries.push({ kind: 'use', reach: 'all', guard: plugin });
    return name === 'install' ? unknownValue : undefined;
  }
  const isKnown =
    nested.test(name) || (machine.world.functions(name).length === 0 && kindByName(name) !== undefined);
  if (!isKnown) return undefined;
  const child = newRouter(registry, 'router', frame, line);
  const typed =
    name === 'resource' && types[0] !== undefined
      ? resourcePath(machine.world, types[0], frame.scope).path
      : undefined;
  const guards = guardsOf(machine, call);
  for (const path of typed === undefined ? (name === 'route' ? paths : [rootPath]) : [typed])
    router.entries.push({ kind: 'mount', path, router: child, guards });
  const method = args.map(methodOf).find((each) => each !== undefined) ?? host.method;
  const made = route(child, method);
  if (closure !== undefined) run(machine, closure, [made], made);
  return made;
}

const methodOf = ({ value }: Given): Method | undefined =>
  value.kind === 'static' && /(^|\.)HttpMethod\.\w+$/.test(value.name)
    ? verbOf(lastName(value.name))
    : undefined;

/** Paths in the arguments; without any the route stands where it is. */
function pathsOf(machine: Machine, { args }: LibraryCall): readonly RoutePath[] {
  const [first] = args.filter(
    ({ name, value }) =>
      (name === undefined || name === 'path') &&
      value.kind !== 'closure' &&
      value.kind !== 'method' &&
      methodOf({ value, code: { kind: 'null', line: 0 } }) === undefined,
  );
  if (first === undefined) return [rootPath];
  return [pathOf(textIn(machine, first.value))];
}

/** `authenticate("jwt") { … }`: all of its configurations may answer; an optional one does not insist. */
function guardsOf(machine: Machine, { name, args, frame, line }: LibraryCall): readonly JudgedGuard[] {
  const kind =
    name === 'authenticate' ? 'authentication' : /^(rateLimit)$/.test(name) ? 'rate-limit' : kindByName(name);
  if (
    kind === undefined ||
    /^(route|method|accept|contentType|header|param|host|port|createChild|resource|location|tag|group|localPort)$/.test(
      name,
    )
  )
    return [];
  const requires = args.flatMap(({ value, name: of }) =>
    of === 'optional' || value.kind === 'closure' ? [] : (textIn(machine, value).text ?? []),
  );
  const optional = args.find((each) => each.name === 'optional')?.code;
  const strategy = args.find((each) => each.name === 'strategy')?.code;
  const isOptional =
    (optional?.kind === 'boolean' && optional.value) ||
    (strategy?.kind === 'member' && strategy.name === 'Optional');
  const guard = { name, kind, requires, origin: originAt(frame, line) } as const;
  return [{ guard, resolved: true, conditional: isOptional, passes: false }];
}

/** A plugin of a route: by its name, as its code runs around the handler. */
function pluginGuard(given: Given | undefined, frame: Frame, line: number): JudgedGuard | undefined {
  const name =
    given?.value.kind === 'static'
      ? given.value.name
      : given?.code.kind === 'name'
        ? given.code.name
        : undefined;
  const kind = name === undefined ? undefined : kindByName(name);
  if (name === undefined || (kind !== 'authentication' && kind !== 'authorisation')) return undefined;
  return {
    guard: { name, kind, requires: [], origin: originAt(frame, line) },
    resolved: true,
    conditional: false,
    passes: false,
  };
}

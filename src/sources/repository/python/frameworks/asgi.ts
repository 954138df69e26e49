import type { DeclaredRoute } from '../../http/declared.ts';
import { followDeclaredMounts } from '../../http/declared-mounts.ts';
import type { RoutePath } from '../../http/paths.ts';
import { joinPaths } from '../../http/paths.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import type { Machine } from '../evaluator/machine.ts';
import { isCallOf, libraryPath } from '../evaluator/paths.ts';
import type { Arguments, Place, Value } from '../evaluator/value.ts';
import { argument, isNone, itemsOf } from '../evaluator/value.ts';
import { atPath, atPathOf } from '../reading/at-path.ts';
import { judgeCheck, nameOf } from '../reading/judge.ts';
import type { Registration } from '../reading/registrations.ts';
import { decoration, methodCall } from '../reading/registrations.ts';
import type { RouterDraft } from '../reading/routes.ts';
import { makeRouter, methodsIn, methodsOf, routeOf, withRoots } from '../reading/routes.ts';
import { bracePath, rewritten, routePath } from '../reading/texts.ts';
import { fillFromLists } from './asgi-lists.ts';
import { asgiHandler, endpointViews, namesIn } from './asgi-handlers.ts';
import { withoutDescribed } from './described-applications.ts';
import { dependencyGuards } from './fastapi-dependencies.ts';
import { noteWrappers } from './wrapped-applications.ts';

const application = /^(fastapi|starlette|\w*fastapi\w*)\.(\w+\.)*(FastAPI|Starlette)\(\)$/;
const router =
  /^(fastapi|starlette|fastapi_\w+)\.(\w+\.)*(APIRouter|Router|InferringRouter|VersionedAPIRouter)\(\)$/;

export interface AsgiWorld {
  readonly machine: Machine;
  readonly routers: Map<Value, RouterDraft>;
}

/** FastAPI and Starlette: applications, routers and mounts, which may hold one another. */
export function asgiRoutes(machine: Machine): readonly DeclaredRoute[] {
  const world: AsgiWorld = { machine, routers: new Map() };
  for (const event of machine.events) {
    routerFor(world, event.result);
    const applied = decoration(event);
    if (applied !== undefined) decorated(world, applied);
    const called = methodCall(event);
    if (called !== undefined) registered(world, called);
  }
  fillFromLists(world);
  noteWrappers(machine, world.routers);
  return followDeclaredMounts(withRoots(withoutDescribed(world.routers)));
}

export const madeWith = (value: Value): Arguments | undefined =>
  value.kind === 'result' ? value.args : value.kind === 'instance' ? value.made : undefined;

export function routerFor(world: AsgiWorld, value: Value): RouterDraft | undefined {
  if (value.kind === 'member' && value.name === 'router') return routerFor(world, value.object);
  const known = world.routers.get(value);
  if (known !== undefined) return known;
  if (value.kind !== 'result' && value.kind !== 'instance') return undefined;
  const path = libraryPath(value) ?? '';
  const kind = application.test(path) ? 'application' : router.test(path) ? 'router' : undefined;
  if (kind === undefined) return undefined;
  const made = makeRouter(kind, value.place);
  world.routers.set(value, made);
  const args = madeWith(value);
  if (args === undefined) return made;
  for (const each of itemsOf(args.keywords.get('dependencies')))
    for (const guard of dependencyGuards(world.machine, [each], value.place))
      before(made, guard, atPathOf(world.machine, madeWith(each)?.positional[0], guard));
  const routed = args.keywords.get('route_class') ?? value.attributes.get('route_class');
  if (routed !== undefined) {
    const guard = judgeCheck(world.machine, { value: routed, name: nameOf(routed), place: value.place });
    made.entries.push({ kind: 'use', reach: 'all', guard });
  }
  for (const each of itemsOf(args.keywords.get('middleware')))
    middleware(world, made, madeWith(each)?.positional[0], value.place);
  return made;
}

/** Everything a router holds answers below its own prefix. */
const ownPrefix = (value: Value): RoutePath => {
  const target = value.kind === 'member' ? value.object : value;
  const path = libraryPath(target) ?? '';
  return router.test(path)
    ? rewritten(routePath(madeWith(target)?.keywords.get('prefix')), bracePath)
    : { text: '', resolved: true };
};

export function middleware(
  world: AsgiWorld,
  draft: RouterDraft,
  value: Value | undefined,
  place: Place,
): void {
  if (value === undefined) return;
  const path = libraryPath(value) ?? '';
  if (value.kind === 'library' && path.endsWith('AuthenticationMiddleware') && path.startsWith('starlette'))
    return;
  const guard = judgeCheck(world.machine, { value, name: nameOf(value), place, general: true });
  before(draft, guard, atPath(world.machine, value, guard));
}

/** A check before everything that a router holds, and what it is at one path where that differs. */
const before = (
  { entries }: RouterDraft,
  guard: JudgedGuard,
  at: ((path: string) => JudgedGuard) | undefined,
): void => void entries.push({ kind: 'use', reach: 'all', guard, ...(at === undefined ? {} : { at }) });

function decorated(world: AsgiWorld, { object, name, args, target, place }: Registration): void {
  const draft = routerFor(world, object);
  if (draft === undefined) return;
  if (name === 'middleware') {
    middleware(world, draft, target, place);
    return;
  }
  const verb = /^(get|post|put|patch|delete|head|options)$/.exec(name)?.[1];
  if (verb === undefined && !/^(api_route|route|websocket|websocket_route)$/.test(name)) return;
  addRoute(world, draft, object, {
    args,
    target,
    place,
    socket: name.startsWith('websocket'),
    raw: /^(route|websocket_route)$/.test(name),
    ...(verb === undefined ? {} : { verb }),
  });
}

interface Added {
  readonly args: Arguments;
  readonly target: Value | undefined;
  readonly place: Place;
  readonly socket: boolean;
  readonly verb?: string;
  /** A route of Starlette: the handler is given the request and nothing else. */
  readonly raw: boolean;
}

export function addRoute(
  world: AsgiWorld,
  draft: RouterDraft,
  object: Value,
  { args, target, place, socket, verb, raw }: Added,
): void {
  const written = argument(args, 0, 'path');
  const told = socket
    ? methodsIn(['GET'])
    : verb === undefined
      ? methodsOf(argument(args, -1, 'methods'))
      : methodsIn([verb]);
  const path = joinPaths(ownPrefix(object), rewritten(routePath(written), bracePath));
  const given = itemsOf(args.keywords.get('dependencies'));
  const guards = dependencyGuards(world.machine, given, place, new Set(namesIn(path.text)));
  push(world, draft, path, {
    told,
    target,
    guards,
    place,
    socket,
    raw,
    written: routePath(written).text,
  });
}

interface Pushed {
  readonly told: ReturnType<typeof methodsOf>;
  readonly target: Value | undefined;
  readonly guards: readonly JudgedGuard[];
  readonly place: Place;
  readonly socket: boolean;
  readonly written: string;
  readonly raw: boolean;
}

function push(
  world: AsgiWorld,
  draft: RouterDraft,
  path: RoutePath,
  { told, target, guards, place, socket, written, raw }: Pushed,
): void {
  for (const view of endpointViews(world.machine, target, told)) {
    const read = asgiHandler(world.machine, view.handler, `${path.text} ${written}`, place, raw);
    draft.entries.push({
      kind: 'route',
      route: routeOf(world.machine, {
        technology: raw ? 'starlette' : 'fastapi',
        path,
        methods: view.methods,
        handler: view.handler,
        guards: [...guards, ...view.guards, ...read.guards],
        parameters: read.parameters,
        place,
        ...(socket ? { protocol: 'ws' as const } : {}),
      }),
    });
  }
}

function registered(world: AsgiWorld, { object, name, args, place }: Omit<Registration, 'target'>): void {
  const draft = routerFor(world, object);
  if (draft === undefined) return;
  switch (name) {
    case 'add_api_route':
    case 'add_route':
    case 'add_api_websocket_route':
    case 'add_websocket_route':
      addRoute(world, draft, object, {
        args,
        target: argument(args, 1, 'endpoint', 'route'),
        place,
        socket: name.includes('websocket'),
        raw: !name.includes('api'),
      });
      return;
    case 'include_router':
      include(world, draft, object, args, place);
      return;
    case 'host': {
      const host = argument(args, 0, 'host');
      // A host that nobody sets has no requests.
      if (host !== undefined && isNone(host)) return;
      mount(world, draft, undefined, argument(args, 1, 'app'), place);
      return;
    }
    case 'mount':
      mount(world, draft, argument(args, 0, 'path'), argument(args, 1, 'app'), place);
      return;
    case 'add_middleware':
      middleware(world, draft, argument(args, 0, 'middleware_class'), place);
      return;
    default:
      return;
  }
}

function include(world: AsgiWorld, draft: RouterDraft, object: Value, args: Arguments, place: Place): void {
  const child = argument(args, 0, 'router');
  const inner = child === undefined ? undefined : routerFor(world, child);
  if (inner === undefined) return;
  const prefix = rewritten(routePath(argument(args, -1, 'prefix')), bracePath);
  draft.entries.push({
    kind: 'mount',
    path: joinPaths(ownPrefix(object), prefix),
    router: inner,
    guards: dependencyGuards(world.machine, itemsOf(args.keywords.get('dependencies')), place),
  });
}

export function mount(
  world: AsgiWorld,
  draft: RouterDraft,
  at: Value | undefined,
  app: Value | undefined,
  place: Place,
): void {
  const path = rewritten(routePath(at), bracePath);
  const inner = app === undefined ? undefined : routerFor(world, app);
  if (inner !== undefined) {
    draft.entries.push({ kind: 'mount', path, router: inner, guards: [] });
    return;
  }
  if (!isCallOf(app, 'StaticFiles')) return;
  draft.entries.push({
    kind: 'route',
    route: routeOf(world.machine, {
      technology: 'fastapi',
      methods: ['GET'],
      path: joinPaths(path, { text: '{*path}', resolved: true }),
      handler: undefined,
      harmless: true,
      guards: [],
      parameters: [],
      place,
    }),
  });
}

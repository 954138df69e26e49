import type { TextFile } from '../../gather.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import { followDeclaredMounts } from '../../http/declared-mounts.ts';
import type { RoutePath } from '../../http/paths.ts';
import { joinPaths } from '../../http/paths.ts';
import type { CallEvent, Machine } from '../evaluator/machine.ts';
import { libraryPath } from '../evaluator/paths.ts';
import type { Arguments, Place, Value } from '../evaluator/value.ts';
import { argument, stringOf } from '../evaluator/value.ts';
import { atPath } from '../reading/at-path.ts';
import { judgeCheck, judgeWrappers, nameOf } from '../reading/judge.ts';
import type { Registration } from '../reading/registrations.ts';
import { decoration, methodCall } from '../reading/registrations.ts';
import type { RouterDraft } from '../reading/routes.ts';
import { makeRouter, methodsIn, methodsOf, routeOf, withRoots } from '../reading/routes.ts';
import { anglePath, rewritten, routePath, textOf } from '../reading/texts.ts';
import { addResource, addNamespaces, isApi } from './flask-resources.ts';
import { flaskViews } from './flask-views.ts';
import { describedRoutes } from './connexion.ts';
import type { Surroundings } from './surroundings.ts';
import { noteWrappers } from './wrapped-applications.ts';

const application =
  /^(flask|quart|apiflask|flask_openapi3|eve|flask_appbuilder|connexion)\.(\w+\.)*(Flask|Quart|APIFlask|OpenAPI|Eve|FlaskApp|AsyncApp|AioHttpApp|App)\(\)$/;
const blueprint =
  /^(flask|quart|apiflask|flask_smorest|flask_openapi3)\.(\w+\.)*(Blueprint|APIBlueprint)\(\)$/;

/** The routers of one program, with what was registered on them. */
export interface FlaskWorld {
  readonly machine: Machine;
  readonly around: Surroundings;
  readonly routers: Map<Value, RouterDraft>;
  /** Checks of each socket's own: what stands before requests does not stand before sockets. */
  readonly sockets: Map<DeclaredRoute['origin'], DeclaredRoute['guards']>;
  /** What a blueprint puts before every request of the applications. */
  readonly everywhere: { readonly value: Value; readonly place: Place }[];
}

/** Flask, Quart and what extends them: applications, blueprints, class based views and resources. */
export function flaskRoutes(
  machine: Machine,
  _: readonly TextFile[],
  around: Surroundings,
): readonly DeclaredRoute[] {
  const world: FlaskWorld = {
    machine,
    around,
    routers: new Map(),
    sockets: new Map(),
    everywhere: [],
  };
  for (const event of machine.events) {
    created(world, event);
    const applied = decoration(event);
    if (applied !== undefined) decorated(world, applied);
    const called = methodCall(event);
    if (called !== undefined) registered(world, called);
  }
  for (const { value, place } of world.everywhere)
    for (const router of world.routers.values())
      if (router.kind === 'application') check(world, router, value, place);
  addNamespaces(world);
  noteWrappers(machine, world.routers);
  return followDeclaredMounts(withRoots(world.routers.values())).map((route) =>
    route.protocol === 'ws' ? { ...route, guards: world.sockets.get(route.origin) ?? [] } : route,
  );
}

function created(world: FlaskWorld, { result, args, place }: CallEvent): void {
  const path = libraryPath(result) ?? '';
  if (!application.test(path)) return;
  const folder = argument(args, -1, 'static_url_path');
  if (folder === undefined) return;
  const { machine } = world;
  const router = routerFor(world, result);
  const prefix = routePath(folder);
  if (textOf(folder) === '') return;
  router?.entries.push({
    kind: 'route',
    route: routeOf(machine, {
      technology: 'flask',
      methods: ['GET'],
      path: joinPaths(prefix, { text: '{*filename}', resolved: true }),
      handler: undefined,
      harmless: true,
      guards: [],
      parameters: [],
      place,
    }),
  });
}

/** The router of an application or a blueprint; undefined for anything else. */
export function routerFor({ routers }: Pick<FlaskWorld, 'routers'>, value: Value): RouterDraft | undefined {
  const known = routers.get(value);
  if (known !== undefined) return known;
  const path = libraryPath(value) ?? '';
  // The application of Flask inside one that is described by a document.
  if (value.kind === 'member' && value.name === 'app' && path.startsWith('connexion.'))
    return routerFor({ routers }, value.object);
  const kind = application.test(path)
    ? 'application'
    : blueprint.test(path) || isApi(path)
      ? 'router'
      : undefined;
  if (kind === undefined || (value.kind !== 'result' && value.kind !== 'instance')) return undefined;
  const made = makeRouter(kind, value.place);
  routers.set(value, made);
  return made;
}

export const madeWith = (value: Value): Arguments | undefined =>
  value.kind === 'result' ? value.args : value.kind === 'instance' ? value.made : undefined;

function decorated(world: FlaskWorld, { object, name, args, target, place }: Registration): void {
  const router = routerFor(world, object);
  if (router === undefined) return;
  const verb = /^(get|post|put|patch|delete|query)$/.exec(name)?.[1];
  // Quart's own: Flask's routers have no such decorator.
  const socket = name === 'websocket';
  if (name !== 'route' && verb === undefined && !socket) {
    if (name === 'before_request') check(world, router, target, place);
    if (name === 'before_app_request') world.everywhere.push({ value: target, place });
    return;
  }
  if (isApi(libraryPath(object) ?? '')) {
    addResource(world, { object, name, args, target, place, conditional: false });
    return;
  }
  addRule(world, router, {
    path: routePath(argument(args, 0, 'rule', 'path')),
    methods: verb === undefined ? argument(args, 1, 'methods') : undefined,
    ...(verb === undefined ? {} : { verb }),
    socket,
    view: target,
    place,
  });
}

interface Rule {
  readonly path: RoutePath;
  readonly methods: Value | undefined;
  readonly verb?: string;
  readonly socket?: boolean;
  readonly view: Value | undefined;
  readonly place: Place;
}

function addRule(world: FlaskWorld, router: RouterDraft, rule: Rule): void {
  const told = rule.verb === undefined ? methodsOf(rule.methods) : methodsIn([rule.verb]);
  for (const view of flaskViews(world.machine, rule.view, told.length === 0 ? undefined : told)) {
    const made = routeOf(world.machine, {
      technology: 'flask',
      path: rewritten(rule.path, anglePath),
      place: rule.place,
      ...view,
      parameters: view.parameters(rule.path.text),
    });
    // Checks before sockets are not read: only a check of its own tells who may open one.
    const route: DeclaredRoute =
      rule.socket === true ? { ...made, protocol: 'ws', handlerLooksAtCredentials: 'perhaps' } : made;
    if (rule.socket === true) world.sockets.set(route.origin, route.guards);
    router.entries.push({ kind: 'route', route });
  }
}

/** What runs before requests: the function, and what stands around it (`@login_required` on a function without a body). */
function check({ machine }: FlaskWorld, router: RouterDraft, value: Value, place: Place): void {
  const around = value.kind === 'function' ? judgeWrappers(machine, value.wrappers) : [];
  const own = judgeCheck(machine, { value, name: nameOf(value), place, general: true });
  for (const guard of around.filter(({ passes }) => !passes))
    router.entries.push({ kind: 'use', reach: 'all', guard });
  const at = atPath(machine, value, own);
  router.entries.push({ kind: 'use', reach: 'all', guard: own, ...(at === undefined ? {} : { at }) });
}

function registered(
  world: FlaskWorld,
  { object, name, args, place, conditional }: Omit<Registration, 'target'>,
): void {
  const router = routerFor(world, object);
  if (router === undefined) return;
  switch (name) {
    case 'add_url_rule': {
      const positional = args.positional
        .slice(1)
        .find((each) => stringOf(each) === undefined && each.kind !== 'list');
      const view = args.keywords.get('view_func') ?? positional;
      addRule(world, router, {
        path: routePath(argument(args, 0, 'rule')),
        methods: args.keywords.get('methods'),
        view,
        place,
      });
      return;
    }
    case 'before_request': {
      const [value] = args.positional;
      if (value !== undefined) check(world, router, value, place);
      return;
    }
    case 'before_app_request': {
      const [value] = args.positional;
      if (value !== undefined) world.everywhere.push({ value, place });
      return;
    }
    case 'register_blueprint':
    case 'register_api':
      mount(world, router, args);
      return;
    case 'before_request_funcs':
      return;
    case 'add_api':
      for (const route of describedRoutes(world, object, args, place))
        router.entries.push({ kind: 'route', route });
      return;
    default:
      addResource(world, { object, name, args, place, conditional, target: object });
  }
}

function mount(world: FlaskWorld, router: RouterDraft, args: Arguments): void {
  const child = argument(args, 0, 'blueprint', 'api');
  if (child === undefined) return;
  const inner = routerFor(world, child);
  if (inner === undefined) return;
  const prefix =
    args.keywords.get('url_prefix') ?? madeWith(child)?.keywords.get('url_prefix') ?? positionalPrefix(child);
  router.entries.push({
    kind: 'mount',
    path: rewritten(routePath(prefix), anglePath),
    router: inner,
    guards: [],
  });
}

/** `Blueprint(name, import_name, static_folder, static_url_path, template_folder, url_prefix)`. */
const positionalPrefix = (value: Value): Value | undefined => madeWith(value)?.positional[5];

import type { Parameter } from '../../../../model/api.ts';
import { keepsOut } from '../../http/access.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import { joinPaths } from '../../http/paths.ts';
import type { RoutePath } from '../../http/paths.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import { walkSyntax, originIn } from '../../languages/syntax.ts';
import type { Code, Method as RubyMethod } from '../code.ts';
import { underscore } from '../inflections.ts';
import { readsOf } from '../reads.ts';
import { callOf, constantName, statementsOf } from '../syntax.ts';
import type { Controller, Controllers } from './controllers.ts';
import { actionOf, callersIn, readControllers } from './controllers.ts';
import { isDead } from './dead.ts';
import { drawStatements } from './dsl.ts';
import { broughtByDevise, demandedByDevise } from './devise.ts';
import { guardsFor } from './filters.ts';
import { checksIn, turnsCallersAway } from './in-action.ts';
import { demandsCaller, looksAtCaller, reachedText } from './judging.ts';
import { asksMadeObject } from './made-objects.ts';
import type { Draw, Mount, RailsRoute } from './place.ts';
import { topPlace } from './place.ts';
import { standingBefore } from './rack-stack.ts';
import { ranAction } from './running.ts';

interface Drawn {
  /** The engine whose routes these are; undefined for the application. */
  readonly engine?: string;
  readonly draw: Draw;
  readonly file: string;
}

export interface RailsFacts {
  readonly routes: readonly DeclaredRoute[];
  /** What the applications mount that is no engine of the repository. */
  readonly mounts: readonly Mount[];
}

/** Routes that Rails applications and engines draw, with the controllers that answer them. */
export function railsRoutes(code: Code): RailsFacts {
  const drawn = code.files
    .filter(({ text }) => /\broutes\.(draw|append|prepend)\b|\.add_routes\b|Routes\.draw\b/.test(text))
    .flatMap(({ path }) => drawsIn(code, path));
  if (drawn.length === 0) return { routes: [], mounts: [] };
  const controllers = readControllers(code);
  const engines = new Set(drawn.flatMap(({ engine }) => engine ?? []));
  const applications = drawn.filter(({ engine }) => engine === undefined);
  const mounts = drawn.flatMap(({ draw }) => draw.mounts);
  const standing = standingBefore(code);
  const routes = drawn.flatMap(({ engine, draw, file }) => {
    const at = engine === undefined ? [undefined] : placesOf(engine, mounts, applications.length > 0);
    return at.flatMap((mount) =>
      draw.routes.flatMap((route) =>
        declared(code, controllers, mounted(route, mount), file).map((each) => ({
          ...each,
          guards: [...standing(file), ...each.guards],
        })),
      ),
    );
  });
  return { routes, mounts: mounts.filter(({ constant }) => !engines.has(constant)) };
}

interface Place {
  readonly path: RoutePath;
  readonly guards: readonly JudgedGuard[];
}

/** Where an engine is mounted; at the root where the repository has no application that could. */
function placesOf(
  engine: string,
  mounts: readonly Mount[],
  hasApplication: boolean,
): readonly (Place | undefined)[] {
  const own = mounts.filter(({ constant }) => constant === engine);
  if (own.length > 0) return own;
  if (!hasApplication) return [undefined];
  return [
    { path: { text: '', resolved: false, why: `where ${engine} is mounted was not found` }, guards: [] },
  ];
}

const mounted = (route: RailsRoute, place: Place | undefined): RailsRoute =>
  place === undefined
    ? route
    : { ...route, path: joinPaths(place.path, route.path), guards: [...place.guards, ...route.guards] };

function drawsIn(code: Code, path: string): readonly Drawn[] {
  const tree = code.tree(path);
  const found: Drawn[] = [];
  if (tree === undefined) return found;
  const root = path.replace(/(^|\/)config\/routes(\/.*)?\.rb$/, '').replace(/^[^/]*\.rb$/, '');
  walkSyntax(tree, (node) => {
    const call = node.type === 'call' ? callOf(node) : undefined;
    if (
      call?.block === undefined ||
      call.receiver === undefined ||
      !/^(draw|append|prepend|add_routes)$/.test(call.name)
    )
      return true;
    const owner = ownerOf(call.receiver.text);
    if (owner === undefined) return true;
    const draw: Draw = {
      code,
      root,
      routes: [],
      mounts: [],
      concerns: new Map(),
      methods: new Map(),
      steps: 0,
    };
    const module = owner === 'application' ? '' : isolatedModule(code, owner);
    drawStatements(draw, statementsOf(call.block), topPlace(path, module));
    found.push({ ...(owner === 'application' ? {} : { engine: owner }), draw, file: path });
    return false;
  });
  return found;
}

function ownerOf(receiver: string): string | undefined {
  if (
    /(^|::)Rails\.application(\.routes)?$|^Rails\.application\b|Application\.routes$|^ActionController::Routing::Routes$|Application$/.test(
      receiver,
    )
  )
    return 'application';
  return /^(?:::)?([A-Z][\w:]*)(\.routes)?$/.exec(receiver)?.[1];
}

/** `isolate_namespace Foo` puts the engine's controllers into that module. */
function isolatedModule(code: Code, engine: string): string {
  for (const { statements, name } of code.find(engine, ''))
    for (const node of statements) {
      const call = callOf(node);
      if (call?.name === 'isolate_namespace')
        return underscore(constantName(call.args[0]) || name.split('::').slice(0, -1).join('::'));
    }
  return '';
}

function declared(
  code: Code,
  controllers: Controllers,
  route: RailsRoute,
  routesFile: string,
): readonly DeclaredRoute[] {
  const { controller: path, action = 'index' } = route;
  const base = {
    technology: 'rails',
    methods: route.methods,
    path: route.path,
    application: routesFile,
    origin: originIn(route.file, route.node),
  };
  const controller = path === undefined ? undefined : controllers.of(path, routesFile);
  if (controller === undefined) return [unseenRoute(route, base)];
  const method = actionOf(controller, action);
  if (route.methods.length > 1 && /\brequest\.(get|post|put|patch|delete)\?/.test(method?.node.text ?? ''))
    return route.methods.flatMap((each) =>
      declared(code, controllers, { ...route, methods: [each] }, routesFile),
    );
  if (method === undefined && isDead(code, controller, route, action, routesFile)) return [];
  const filters = guardsFor(code, controller, action);
  const before = [
    ...route.guards,
    ...filters.guards,
    ...demandedByDevise(controller.lineage, route, method !== undefined),
  ];
  const isGuarded = before.some(keepsOut);
  const ran =
    method === undefined || isGuarded
      ? undefined
      : ranAction(filters.ran, method, filters.holders, route.methods);
  const nodes = [...filters.nodes, ...(method === undefined ? [] : [method.node])];
  const text =
    method === undefined
      ? ''
      : reachedText(controller.lineage, method.node, new Set([action, ...callersIn(controller)]), 0);
  const unseen =
    method === undefined && !controller.whole && broughtByDevise(controller.lineage) === undefined;
  return [
    {
      ...base,
      guards: [...before, ...inAction(controller, method, filters.holders, ran?.guards ?? [])],
      handler: handlerOf(route, controller, method),
      handlerLooksAtCredentials: unseen
        ? 'unseen'
        : ran?.told === 'perhaps' || (!isGuarded && asksMadeObject(code, controller, method))
          ? 'perhaps'
          : looksOf(text, method, filters, route),
      parameters: readsOf(nodes, {
        file: method?.opening.file ?? route.file,
        scope: { code, namespace: controller.name },
        methods: route.methods,
        lineage: controller.lineage,
      }).filter(besidePath(route)),
    },
  ];
}

const besidePath =
  ({ path }: RailsRoute) =>
  ({ name, in: place }: Parameter): boolean =>
    place === 'header' || place === 'cookie' || !path.text.includes(`{${name}}`);

const handlerOf = (
  { controller: path, action = 'index', file, node }: RailsRoute,
  { lineage }: Controller,
  method: RubyMethod | undefined,
): NonNullable<DeclaredRoute['handler']> => {
  const name = `${path ?? ''}#${action}`;
  const [first] = lineage.openings;
  return method === undefined
    ? { file: first?.file ?? file, line: first?.node.line ?? node.line, name }
    : { file: method.opening.file, line: method.node.line, name };
};

/** What an action checks first of all, or the walk through it tells. */
function inAction(
  { lineage }: Controller,
  method: RubyMethod | undefined,
  holders: readonly string[],
  ran: readonly JudgedGuard[],
): readonly JudgedGuard[] {
  const first = method === undefined ? [] : checksIn(lineage, method, holders);
  return first.length > 0 ? first : ran;
}

/** Nothing of the repository answers: a gem, a redirect, or a controller that is not there. */
function unseenRoute(
  route: RailsRoute,
  base: Pick<DeclaredRoute, 'technology' | 'methods' | 'path' | 'application' | 'origin'>,
): DeclaredRoute {
  const { controller: path, action = 'index', file, node } = route;
  // What Devise does itself is known: nobody has to be signed in to sign in, up, or to reset a password.
  const known = /^(rails\/|devise\/(sessions|passwords|registrations|confirmations|unlocks)$)/;
  const answers =
    route.answers === 'redirect' ||
    (known.test(path ?? '') &&
      !/^(destroy|edit|update)$/.test(path?.startsWith('devise/reg') === true ? action : ''));
  return {
    ...base,
    guards: route.guards,
    ...(path === undefined ? {} : { handler: { file, line: node.line, name: `${path}#${action}` } }),
    handlerLooksAtCredentials: answers ? 'no' : 'unseen',
    parameters: [],
  };
}

/** Whoever signs in with a name and a password is nobody yet. */
const signsIn = (action: string | undefined, text: string): boolean =>
  /^(create|login|log_in|sign_in|signin|authenticate|token)$/.test(action ?? '') &&
  /\b(authenticate(_by)?|(is|valid)_password\?|try_to_login)\b/.test(text) &&
  /\bpassw(or)?d\b/.test(text) &&
  !/\b(current_user|Current\.user)\s*\./.test(text);

/** Callbacks that are no guards may still demand a caller: `current_user.posts.find(…)`. */
const looksOf = (
  text: string,
  method: RubyMethod | undefined,
  { text: callbacks, holders: all }: ReturnType<typeof guardsFor>,
  { methods, path, action }: RailsRoute,
): 'no' | 'perhaps' => {
  if (signsIn(action, text) && !demandsCaller(callbacks)) return 'no';
  // What the action fills itself holds no caller.
  const holders = all.filter((name) => !new RegExp(`${name}\\s*=(?![=~])`).test(text));
  return /\{(secret|signature)\}/.test(path.text) ||
    (method !== undefined && turnsCallersAway(method.node, holders)) ||
    looksAtCaller(text, methods, holders) === 'perhaps' ||
    demandsCaller(callbacks)
    ? 'perhaps'
    : 'no';
};

import type { Method } from '../../../../model/api.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import { followDeclaredMounts } from '../../http/declared-mounts.ts';
import type { Machine } from '../evaluator/machine.ts';
import { libraryPath } from '../evaluator/paths.ts';
import type { Arguments, Place, Value } from '../evaluator/value.ts';
import { argument, itemsOf, stringOf } from '../evaluator/value.ts';
import { decoration, methodCall } from '../reading/registrations.ts';
import type { RouterDraft } from '../reading/routes.ts';
import { methodsIn, withRoots } from '../reading/routes.ts';
import { bracePath, routePath } from '../reading/texts.ts';
import type { Micro, MicroWorld } from './micro.ts';
import { addCheck, addMicroRoute, addStatic, madeWith, routerOf } from './micro.ts';

const every: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

const aiohttp: Micro = {
  technology: 'aiohttp',
  application: /^aiohttp\.web\.Application\(\)$/,
  router: /^aiohttp\.web\.RouteTableDef\(\)$/,
  dialect: {
    names: /^(request|req)$/,
    paths: /^(self\.request|request\.rel_url)$/,
    members: { query: 'query', headers: 'header', cookies: 'cookie', match_info: 'path', rel_url: 'query' },
    methods: { json: 'body', post: 'body' },
  },
  rewrite: bracePath,
};

/** aiohttp servers: routes on applications, in tables and lists, and applications below others. */
export function aiohttpRoutes(machine: Machine): readonly DeclaredRoute[] {
  const world: MicroWorld = { machine, micro: aiohttp, routers: new Map() };
  const listed = new Set<Value>();
  for (const event of machine.events) {
    middlewares(world, event.result);
    const applied = decoration(event);
    const table = applied === undefined ? undefined : routerOf(world, applied.object);
    if (applied !== undefined && table !== undefined)
      register(world, table, applied.name, applied.args, applied.target, applied.place);
    const called = methodCall(event);
    if (called === undefined) continue;
    const object =
      called.object.kind === 'member' && called.object.name === 'router'
        ? called.object.object
        : called.object;
    const router = routerOf(world, object);
    if (router === undefined) continue;
    const [first, second] = called.args.positional;
    if (called.name === 'add_routes' && first !== undefined) addList(world, router, first, listed);
    else if (called.name === 'add_subapp') {
      const inner = routerOf(world, second);
      if (inner !== undefined)
        router.entries.push({ kind: 'mount', path: routePath(first), router: inner, guards: [] });
    } else if (called.name === 'append') addCheck(world, router, first, called.place);
    else if (called.name.startsWith('add_'))
      register(world, router, called.name.slice(4), called.args, undefined, called.place);
  }
  return followDeclaredMounts(withRoots(world.routers.values()));
}

function middlewares(world: MicroWorld, value: Value): void {
  const known = world.routers.has(value);
  const router = routerOf(world, value);
  if (router === undefined || known || (value.kind !== 'result' && value.kind !== 'instance')) return;
  for (const each of itemsOf(madeWith(value)?.keywords.get('middlewares')))
    addCheck(world, router, each, value.place);
}

/** `get(path, handler)`, `route(method, path, handler)`, `view(path, Class)`, `static(prefix, folder)`. */
function register(
  world: MicroWorld,
  router: RouterDraft,
  name: string,
  args: Arguments,
  target: Value | undefined,
  place: Place,
): void {
  if (name === 'static') {
    addStatic(world, router, routePath(argument(args, 0, 'prefix')), place);
    return;
  }
  const isGeneral = name === 'route';
  const verbs = isGeneral ? verbsOf(argument(args, 0, 'method')) : name === 'view' ? [] : methodsIn([name]);
  if (!isGeneral && name !== 'view' && verbs.length === 0) return;
  const at = isGeneral ? 1 : 0;
  addMicroRoute(world, router, {
    path: routePath(argument(args, at, 'path')),
    methods: verbs,
    handler: target ?? argument(args, at + 1, 'handler'),
    place,
  });
}

const verbsOf = (value: Value | undefined): readonly Method[] => {
  const text = stringOf(value) ?? '';
  return text === '*' ? every : methodsIn([text]);
};

function addList(world: MicroWorld, router: RouterDraft, given: Value, listed: Set<Value>): void {
  const table = routerOf(world, given);
  if (table !== undefined) {
    router.entries.push({ kind: 'mount', path: { text: '', resolved: true }, router: table, guards: [] });
    return;
  }
  for (const each of itemsOf(given)) {
    const name = /^aiohttp\.web\.(\w+)\(\)$/.exec(libraryPath(each) ?? '')?.[1];
    if (name === undefined || each.kind !== 'result') {
      if (each.kind === 'result' && !listed.has(each)) listed.add(each);
      continue;
    }
    register(world, router, name, each.args, undefined, each.place);
  }
}

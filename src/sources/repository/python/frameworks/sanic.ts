import type { DeclaredRoute } from '../../http/declared.ts';
import { followDeclaredMounts } from '../../http/declared-mounts.ts';
import type { RoutePath } from '../../http/paths.ts';
import { joinPaths } from '../../http/paths.ts';
import type { Machine } from '../evaluator/machine.ts';
import { isCallOf } from '../evaluator/paths.ts';
import type { Arguments, Place, Value } from '../evaluator/value.ts';
import { argument, itemsOf, numberOf, stringOf } from '../evaluator/value.ts';
import { decoration, methodCall } from '../reading/registrations.ts';
import type { RouterDraft } from '../reading/routes.ts';
import { methodsIn, methodsOf, withRoots } from '../reading/routes.ts';
import { routePath } from '../reading/texts.ts';
import type { Micro, MicroWorld } from './micro.ts';
import { addCheck, addMicroRoute, addStatic, madeWith, routerOf } from './micro.ts';

const sanic: Micro = {
  technology: 'sanic',
  application: /^sanic\.(\w+\.)*Sanic\(\)$/,
  router: /^sanic\.(\w+\.)*Blueprint\(\)$/,
  dialect: {
    names: /^(request|req)$/,
    members: {
      args: 'query',
      form: 'body',
      json: 'body',
      files: 'body',
      headers: 'header',
      cookies: 'cookie',
    },
  },
  rewrite: (text) =>
    text.replaceAll(/<(\w+)(?::([^<>]*))?>/g, (_, name: string, kind: string | undefined) =>
      kind === 'path' ? `{*${name}}` : `{${name}}`,
    ),
};

/** Sanic: applications, blueprints with versions, groups of blueprints. */
export function sanicRoutes(machine: Machine): readonly DeclaredRoute[] {
  const world: MicroWorld = { machine, micro: sanic, routers: new Map() };
  for (const event of machine.events) {
    const applied = decoration(event);
    const router = applied === undefined ? undefined : routerOf(world, applied.object);
    if (applied !== undefined && router !== undefined)
      register(world, router, applied.object, applied.name, applied.args, applied.target, applied.place);
    const called = methodCall(event);
    const owner = called === undefined ? undefined : routerOf(world, called.object);
    if (called === undefined || owner === undefined) continue;
    const [first] = called.args.positional;
    if (called.name === 'blueprint')
      mount(world, owner, argument(called.args, 0, 'blueprint'), called.args, 0);
    else if (called.name === 'static')
      addStatic(world, owner, prefixed(called.object, routePath(first), called.args), called.place);
    else if (/^(register_middleware|on_request|middleware)$/.test(called.name) && first?.kind === 'function')
      addCheck(world, owner, first, called.place);
    else if (/^add_(websocket_)?route$/.test(called.name)) {
      const path = argument(called.args, 1, 'uri');
      register(
        world,
        owner,
        called.object,
        called.name.includes('websocket') ? 'websocket' : 'route',
        { ...called.args, positional: path === undefined ? [] : [path] },
        argument(called.args, 0, 'handler'),
        called.place,
      );
    }
  }
  return followDeclaredMounts(withRoots(world.routers.values()));
}

function register(
  world: MicroWorld,
  router: RouterDraft,
  object: Value,
  name: string,
  args: Arguments,
  target: Value | undefined,
  place: Place,
): void {
  if (/^(middleware|on_request)$/.test(name)) {
    if (stringOf(args.positional[0]) !== 'response') addCheck(world, router, target, place);
    return;
  }
  const isSocket = name === 'websocket';
  const verbs =
    name === 'route'
      ? methodsOf(argument(args, 1, 'methods'))
      : isSocket
        ? methodsIn(['GET'])
        : methodsIn([name]);
  if (name !== 'route' && verbs.length === 0) return;
  const isClass = target?.kind !== 'function';
  addMicroRoute(world, router, {
    path: prefixed(object, routePath(argument(args, 0, 'uri')), args),
    methods: verbs.length > 0 ? verbs : isClass ? [] : ['GET'],
    handler: target,
    place,
    socket: isSocket,
  });
}

/** A blueprint's version and prefix stand before everything of it; a route's own version wins. */
function prefixed(object: Value, path: RoutePath, args: Arguments): RoutePath {
  const own = version(args);
  return own === '' ? path : { ...path, text: `${own}\u0000${path.text}` };
}

const version = (args: Arguments | undefined): string => {
  const given = args?.keywords.get('version');
  const text = numberOf(given)?.toString() ?? stringOf(given);
  return text === undefined ? '' : `/v${text.replace(/^v/, '')}`;
};

function mount(
  world: MicroWorld,
  owner: RouterDraft,
  child: Value | undefined,
  args: Arguments,
  depth: number,
): void {
  if (child === undefined || depth > 6) return;
  const group =
    isCallOf(child, 'Blueprint.group') || isCallOf(child, 'BlueprintGroup') ? madeWith(child) : undefined;
  const members =
    child.kind === 'list'
      ? child.items
      : group === undefined
        ? undefined
        : group.positional.flatMap((each) => itemsOf(each));
  if (members !== undefined) {
    for (const each of members) {
      const inner = routerOf(world, each);
      if (inner === undefined) continue;
      const own = madeWith(each);
      const prefix = joinPaths(
        routePath(group?.keywords.get('url_prefix')),
        routePath(own?.keywords.get('url_prefix')),
      );
      place(owner, inner, version(own) || version(group), prefix);
    }
    return;
  }
  const inner = routerOf(world, child);
  if (inner === undefined) return;
  const own = madeWith(child);
  const given = args.keywords.get('url_prefix');
  const prefix = joinPaths(
    routePath(given),
    routePath(own?.keywords.get('url_prefix') ?? own?.positional[1]),
  );
  place(owner, inner, version(own) || version(args), prefix);
}

/** Routes with a version of their own leave the blueprint's out. */
function place(owner: RouterDraft, inner: RouterDraft, at: string, prefix: RoutePath): void {
  for (const entry of inner.entries) {
    if (entry.kind !== 'route') {
      owner.entries.push(
        entry.kind === 'mount'
          ? { ...entry, path: joinPaths({ text: at, resolved: true }, joinPaths(prefix, entry.path)) }
          : entry,
      );
      continue;
    }
    const { path } = entry.route;
    const [own, rest] = path.text.includes('\u0000') ? path.text.split('\u0000') : [at, path.text];
    const text = joinPaths(prefix, { ...path, text: rest ?? '' });
    const guards = inner.entries.flatMap((each) => (each.kind === 'use' ? [each.guard] : []));
    owner.entries.push({
      kind: 'route',
      route: {
        ...entry.route,
        guards: [...guards, ...entry.route.guards],
        path: joinPaths({ text: own ?? '', resolved: true }, { ...text, text: sanic.rewrite(text.text) }),
      },
    });
  }
  inner.entries.length = 0;
}

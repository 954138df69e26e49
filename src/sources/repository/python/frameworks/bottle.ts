import type { DeclaredRoute } from '../../http/declared.ts';
import { followDeclaredMounts } from '../../http/declared-mounts.ts';
import type { Machine } from '../evaluator/machine.ts';
import { libraryPath } from '../evaluator/paths.ts';
import type { Arguments, Place, Value } from '../evaluator/value.ts';
import { argument, itemsOf, stringOf } from '../evaluator/value.ts';
import { judgeCheck, nameOf } from '../reading/judge.ts';
import { decoration, methodCall } from '../reading/registrations.ts';
import type { RouterDraft } from '../reading/routes.ts';
import { makeRouter, methodsIn, withRoots } from '../reading/routes.ts';
import { routePath } from '../reading/texts.ts';
import type { Micro, MicroWorld } from './micro.ts';
import { addCheck, addMicroRoute, routerOf } from './micro.ts';

const bottle: Micro = {
  technology: 'bottle',
  application: /^bottle\.Bottle\(\)$/,
  router: /^$/,
  dialect: {
    globals: /^bottle\.request$/,
    members: {
      query: 'query',
      params: 'query',
      GET: 'query',
      forms: 'body',
      POST: 'body',
      json: 'body',
      files: 'body',
      headers: 'header',
      cookies: 'cookie',
    },
    calls: { get_cookie: 'cookie', get_header: 'header' },
    attributes: true,
  },
  rewrite: (text) =>
    text.replaceAll(/<(\w+)(?::([^<>]*))?>/g, (_, name: string, kind: string | undefined) =>
      kind === 'path' ? `{*${name}}` : `{${name}}`,
    ),
};

/** Bottle: the default application of the module, others, and those mounted below. */
export function bottleRoutes(machine: Machine): readonly DeclaredRoute[] {
  const world: MicroWorld = { machine, micro: bottle, routers: new Map() };
  let general: RouterDraft | undefined;
  const ofModule = (place: Place): RouterDraft => (general ??= makeRouter('application', place));
  for (const event of machine.events) {
    const { callee, args } = event;
    if (callee.kind === 'result') {
      const name = /^bottle\.(route|get|post|put|patch|delete|hook)\(\)$/.exec(
        libraryPath(callee) ?? '',
      )?.[1];
      if (name !== undefined)
        register(world, ofModule(callee.place), name, callee.args, args.positional[0], callee.place);
      const applied = decoration(event);
      const router = routerOf(world, applied?.object);
      if (applied !== undefined && router !== undefined)
        register(world, router, applied.name, applied.args, applied.target, applied.place);
    }
    const called = methodCall(event);
    const owner = routerOf(world, called?.object);
    if (called === undefined || owner === undefined) continue;
    if (called.name === 'mount' || called.name === 'merge') {
      const inner = routerOf(
        world,
        called.args.positional.find((each) => stringOf(each) === undefined),
      );
      const prefix = called.args.positional.find((each) => stringOf(each) !== undefined);
      if (inner !== undefined)
        owner.entries.push({ kind: 'mount', path: routePath(prefix), router: inner, guards: [] });
    } else if (called.args.keywords.has('callback'))
      register(world, owner, called.name, called.args, called.args.keywords.get('callback'), called.place);
  }
  return followDeclaredMounts(
    withRoots([...world.routers.values(), ...(general === undefined ? [] : [general])]),
  );
}

function register(
  world: MicroWorld,
  router: RouterDraft,
  name: string,
  args: Arguments,
  target: Value | undefined,
  place: Place,
): void {
  if (name === 'hook') {
    if (stringOf(args.positional[0]) === 'before_request') addCheck(world, router, target, place);
    return;
  }
  const told =
    name === 'route'
      ? methodsIn(itemsOf(argument(args, 1, 'method')).flatMap((each) => stringOf(each) ?? []))
      : methodsIn([name]);
  const given = argument(args, 0, 'path', 'rule');
  const guards = itemsOf(args.keywords.get('apply')).map((value) =>
    judgeCheck(world.machine, { value, name: nameOf(value), place }),
  );
  for (const each of given?.kind === 'list' ? given.items : [given])
    addMicroRoute(world, router, {
      path: routePath(each),
      methods: told.length === 0 ? ['GET'] : told,
      handler: target,
      place,
      guards,
    });
}

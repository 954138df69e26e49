import { libraryPath } from '../evaluator/paths.ts';
import type { Arguments, Place, Value } from '../evaluator/value.ts';
import { argument, itemsOf } from '../evaluator/value.ts';
import type { RouterDraft } from '../reading/routes.ts';
import { makeRouter } from '../reading/routes.ts';
import { bracePath, rewritten, routePath } from '../reading/texts.ts';
import type { AsgiWorld } from './asgi.ts';
import { addRoute, madeWith, middleware, mount } from './asgi.ts';

const routeObject =
  /^(fastapi|starlette)\.(\w+\.)*(Route|APIRoute|WebSocketRoute|APIWebSocketRoute|Mount)\(\)$/;

/** `Starlette(routes=[Route(…), Mount(…)])`: the lists are read when everything has been put into them. */
export function fillFromLists(world: AsgiWorld): void {
  for (const [value, draft] of world.routers) {
    const args = madeWith(value);
    if (args === undefined) continue;
    const given =
      args.keywords.get('routes') ??
      (/starlette/.test(libraryPath(value) ?? '')
        ? args.positional.find(({ kind }) => kind === 'list')
        : undefined);
    fill(world, draft, itemsOf(given), 0);
  }
}

function fill(world: AsgiWorld, draft: RouterDraft, items: readonly Value[], depth: number): void {
  if (depth > 12) return;
  for (const each of items) {
    const path = libraryPath(each) ?? '';
    const args = madeWith(each);
    if (args === undefined || !routeObject.test(path) || (each.kind !== 'result' && each.kind !== 'instance'))
      continue;
    if (path.endsWith('Mount()')) fillMount(world, draft, args, each.place, depth);
    else
      addRoute(world, draft, each, {
        args,
        target: argument(args, 1, 'endpoint'),
        place: each.place,
        socket: /WebSocket/.test(path),
        raw: !/API/.test(path),
      });
  }
}

function fillMount(world: AsgiWorld, draft: RouterDraft, args: Arguments, place: Place, depth: number): void {
  const routes = args.keywords.get('routes');
  if (routes === undefined) {
    mount(world, draft, argument(args, 0, 'path'), argument(args, 1, 'app'), place);
    return;
  }
  const inner = makeRouter('router', place);
  for (const each of itemsOf(args.keywords.get('middleware')))
    middleware(world, inner, madeWith(each)?.positional[0], place);
  fill(world, inner, itemsOf(routes), depth + 1);
  draft.entries.push({
    kind: 'mount',
    path: rewritten(routePath(argument(args, 0, 'path')), bracePath),
    router: inner,
    guards: [],
  });
}

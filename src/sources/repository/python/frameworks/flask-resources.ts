import { joinPaths } from '../../http/paths.ts';
import { lookInClass } from '../evaluator/classes.ts';
import { libraryPath } from '../evaluator/paths.ts';
import type { Value } from '../evaluator/value.ts';
import { argument, itemsOf } from '../evaluator/value.ts';
import { judgeCheck, nameOf } from '../reading/judge.ts';
import type { Registration } from '../reading/registrations.ts';
import type { RouterDraft } from '../reading/routes.ts';
import { routeOf } from '../reading/routes.ts';
import { anglePath, rewritten, routePath } from '../reading/texts.ts';
import type { FlaskWorld } from './flask.ts';
import { madeWith, routerFor } from './flask.ts';
import { classViews } from './flask-views.ts';

const api =
  /^(flask|quart)_(restful|restx|restplus|smorest|rest_jsonapi)\.(\w+\.)*(Api|Namespace)\(\)(\.namespace\(\))?$/;

export const isApi = (path: string): boolean => api.test(path);

/** Flask-RESTful and Flask-RESTX: resources with their paths, namespaces, and what an Api is put on. */
export function addResource(world: FlaskWorld, { object, name, args, target, place }: Registration): void {
  const router = routerFor(world, object);
  if (router === undefined || !isApi(libraryPath(object) ?? '')) return;
  if (name === 'route') {
    add(world, router, object, target, args.positional, place);
    return;
  }
  if (name === 'add_resource') {
    const [resource, ...paths] = args.positional;
    if (resource !== undefined) add(world, router, object, resource, paths, place);
    return;
  }
  if (name === 'add_namespace') {
    const child = argument(args, 0, 'ns');
    const inner = child === undefined ? undefined : routerFor(world, child);
    if (child === undefined || inner === undefined) return;
    router.entries.push({
      kind: 'mount',
      path: rewritten(namespacePath(child, argument(args, 1, 'path')), anglePath),
      router: inner,
      guards: [],
    });
    return;
  }
  if (name === 'init_app') {
    const owner = argument(args, 0, 'app');
    if (owner !== undefined) putOn(world, owner, object, router);
  }
}

function add(
  world: FlaskWorld,
  router: RouterDraft,
  object: Value,
  resource: Value,
  paths: readonly Value[],
  place: Registration['place'],
): void {
  if (resource.kind !== 'class') return;
  const around = itemsOf(madeWith(object)?.keywords.get('decorators')).map((value) =>
    judgeCheck(world.machine, { value, name: nameOf(value), place }),
  );
  const documented = itemsOf(lookInClass(world.machine, resource, 'decorators'));
  for (const given of paths)
    for (const view of classViews(world.machine, resource, undefined)) {
      const path = routePath(given);
      router.entries.push({
        kind: 'route',
        route: routeOf(world.machine, {
          technology: documented.length > 0 ? 'flask-restful' : 'flask',
          ...view,
          guards: [...around, ...view.guards],
          path: rewritten(path, anglePath),
          parameters: view.parameters(path.text),
          place,
        }),
      });
    }
}

/** A namespace answers at the path it was given, else at its own, else at its name. */
function namespacePath(value: Value, given: Value | undefined): ReturnType<typeof routePath> {
  if (given !== undefined) return routePath(given);
  const made = madeWith(value);
  const own = made?.keywords.get('path');
  return own === undefined
    ? routePath(made === undefined ? undefined : argument(made, 0, 'name'))
    : routePath(own);
}

/** Each Api is put on the application or blueprint it was made with; `api.namespace('x')` makes one of its own. */
export function addNamespaces(world: FlaskWorld): void {
  for (const { callee, result } of world.machine.events) {
    if (callee.kind !== 'member' || callee.name !== 'namespace' || !isApi(libraryPath(result) ?? ''))
      continue;
    const [router, inner] = [routerFor(world, callee.object), routerFor(world, result)];
    if (router !== undefined && inner !== undefined)
      router.entries.push({
        kind: 'mount',
        path: rewritten(namespacePath(result, undefined), anglePath),
        router: inner,
        guards: [],
      });
  }
  for (const [value, router] of world.routers) {
    const path = libraryPath(value) ?? '';
    if (!path.endsWith('.Api()')) continue;
    const owner = argument(
      madeWith(value) ?? { positional: [], keywords: new Map(), open: false },
      0,
      'app',
      'blueprint',
    );
    if (owner !== undefined) putOn(world, owner, value, router);
  }
}

function putOn(world: FlaskWorld, owner: Value, value: Value, router: RouterDraft): void {
  const above = routerFor(world, owner);
  const prefix = routePath(madeWith(value)?.keywords.get('prefix'));
  if (above === undefined || above.entries.some((entry) => entry.kind === 'mount' && entry.router === router))
    return;
  above.entries.push({
    kind: 'mount',
    path: joinPaths({ text: '', resolved: true }, prefix),
    router,
    guards: [],
  });
}

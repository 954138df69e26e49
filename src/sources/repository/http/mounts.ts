import type { Entry, Given, Route, Router } from './routing.ts';
import { covers, joinPaths, rootPath } from './paths.ts';
import type { RoutePath } from './paths.ts';

interface Scoped {
  readonly given: Given;
  readonly path: RoutePath;
  readonly level: number;
  readonly exact: boolean;
}

interface Position {
  readonly prefix: RoutePath;
  readonly guards: readonly Scoped[];
  readonly application: Router | undefined;
  readonly above: readonly Router[];
  readonly standIn: boolean;
}

/**
 * Follows every router from the applications down and joins prefixes and middlewares. A router that no application
 * reaches keeps its routes, marked as unresolved: a fragment is never passed off as a path. Where the repository makes
 * no application at all, a router that nothing mounts is all there is to say, and counts as the root.
 */
export function followMounts(routers: readonly Router[]): readonly Route[] {
  const mounted = new Set(
    routers.flatMap((router) =>
      router.entries.flatMap((entry) => (entry.kind === 'mount' ? [entry.router] : [])),
    ),
  );
  const held = heldApplications(routers, mounted);
  const routes: Route[] = [];
  const alone = !routers.some(({ kind, standIn }) => kind === 'application' && standIn !== true);
  for (const router of routers) {
    if (!held.applications.has(router) && mounted.has(router) && !isItsOwnParent(router, routers)) continue;
    if (held.holders.has(router)) continue;
    const isRoot = alone || (router.kind === 'application' && router.standIn !== true);
    const prefix: RoutePath = isRoot
      ? rootPath
      : { text: '', resolved: false, why: 'where this router is mounted was not found' };
    visit(
      router,
      {
        prefix,
        guards: [],
        application: isRoot ? router : undefined,
        above: [],
        standIn: router.standIn === true,
      },
      routes,
    );
  }
  return routes;
}

/**
 * An application that is held as it stands by a middleware which is called by hand, and not mounted: it is reached at
 * the root. What holds it at another place beside is the same under another setting.
 */
function heldApplications(
  routers: readonly Router[],
  mounted: ReadonlySet<Router>,
): { readonly applications: ReadonlySet<Router>; readonly holders: ReadonlySet<Router> } {
  const holders = routers.filter((router) => router.holder === true && !mounted.has(router));
  const inside = (holder: Router): readonly Router[] =>
    holder.entries.flatMap((entry) => (entry.kind === 'mount' ? [entry.router] : []));
  const applications = new Set(
    holders
      .filter(({ prefix }) => prefix.resolved && /^\/?$/.test(prefix.text))
      .flatMap((holder) =>
        inside(holder).filter(({ kind, standIn }) => kind === 'application' && standIn !== true),
      ),
  );
  const isAll = (holder: Router): boolean => inside(holder).every((router) => applications.has(router));
  return {
    applications,
    holders: new Set(holders.filter((holder) => inside(holder).length > 0 && isAll(holder))),
  };
}

const isItsOwnParent = (router: Router, routers: readonly Router[]): boolean =>
  routers
    .filter((other) => other.entries.some((entry) => entry.kind === 'mount' && entry.router === router))
    .every((other) => other === router);

function visit(router: Router, at: Position, routes: Route[]): void {
  if (at.above.includes(router) || at.above.length > 30) return;
  const above = [...at.above, router];
  const prefix = joinPaths(at.prefix, router.prefix);
  const guards: Scoped[] = [...at.guards];
  for (const entry of router.entries) {
    const paths = entry.paths.length === 0 ? [rootPath] : entry.paths;
    for (const own of paths) {
      const path = joinPaths(prefix, own);
      if (entry.kind === 'use')
        guards.push({ given: entry.given, path, level: entry.level, exact: entry.exact === true });
      else if (entry.kind === 'mount')
        visit(entry.router, { ...at, prefix: path, guards: mountGuards(guards, entry, path), above }, routes);
      else routes.push({ ...routeAt(router, entry, path, guards, at.application), standIn: at.standIn });
    }
  }
}

function mountGuards(
  guards: readonly Scoped[],
  entry: Extract<Entry, { kind: 'mount' }>,
  path: RoutePath,
): readonly Scoped[] {
  const { level } = entry;
  return [...guards, ...entry.guards.map((given) => ({ given, path, level, exact: false }))];
}

function routeAt(
  router: Router,
  entry: Extract<Entry, { kind: 'route' }>,
  path: RoutePath,
  guards: readonly Scoped[],
  application: Router | undefined,
): Route {
  return {
    technology: router.technology,
    methods: entry.methods,
    path,
    guards: guards
      .filter((guard) => covers(guard.path.text, path.text, guard.exact))
      .map((guard) => ({
        ...guard.given,
        conditional: guard.given.conditional || guard.level > entry.level,
        mount: guard.path.text === '/' ? '' : guard.path.text,
      })),
    handlers: entry.handlers,
    site: entry.site,
    ...entry.told,
    ...(application === undefined ? {} : { application: application.site }),
  };
}

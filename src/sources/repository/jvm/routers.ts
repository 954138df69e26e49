import type { Method, Parameter } from '../../../model/api.ts';
import type { DeclaredRoute } from '../http/declared.ts';
import type { DeclaredRouter } from '../http/declared-mounts.ts';
import { followDeclaredMounts } from '../http/declared-mounts.ts';
import type { RoutePath } from '../http/paths.ts';
import type { JudgedGuard } from '../http/routing.ts';
import { handlerOf } from './run/handler.ts';
import type { Machine } from './run/machine.ts';
import type { Frame, Value } from './run/value.ts';
import type { Reading } from './readings.ts';
import { readParameters } from './readings.ts';
import { looksAtCredentials } from './credentials.ts';
import { commonVerbs } from '../http/methods.ts';

export interface Registry {
  readonly technology: string;
  readonly routers: DeclaredRouter[];
  readonly reading: Reading;
  /** Writes `:id` or `<id>` as `{id}`. */
  readonly pathOf: (text: string) => string;
}

export const originAt = (frame: Pick<Frame, 'scope'>, line: number): DeclaredRouter['origin'] => ({
  kind: 'read',
  file: frame.scope.file.path,
  line,
});

export function newRouter(
  registry: Registry,
  kind: DeclaredRouter['kind'],
  frame: Pick<Frame, 'scope'>,
  line: number,
): DeclaredRouter {
  const router: DeclaredRouter = { kind, entries: [], origin: originAt(frame, line) };
  registry.routers.push(router);
  return router;
}

export interface NewRoute {
  readonly methods: readonly Method[];
  readonly path: RoutePath;
  readonly handler: Value | undefined;
  readonly frame: Frame;
  readonly line: number;
  readonly guards?: readonly JudgedGuard[];
  readonly parameters?: readonly Parameter[];
  readonly protocol?: DeclaredRoute['protocol'];
}

export function addRoute(machine: Machine, registry: Registry, router: DeclaredRouter, made: NewRoute): void {
  router.entries.push({ kind: 'route', route: routeOf(machine, registry, made) });
}

export function routeOf(machine: Machine, registry: Registry, made: NewRoute): DeclaredRoute {
  const handler = made.handler === undefined ? undefined : handlerOf(machine, made.handler);
  const read = handler === undefined ? [] : readParameters(machine.world, handler, registry.reading);
  return {
    technology: registry.technology,
    methods: made.methods,
    path: { ...made.path, text: registry.pathOf(made.path.text) },
    guards: made.guards ?? [],
    ...(handler === undefined ? {} : { handler: handler.place }),
    handlerLooksAtCredentials: handler === undefined ? 'unseen' : looksAtCredentials(machine.world, handler),
    parameters: [...(made.parameters ?? []), ...read],
    ...(made.protocol === undefined ? {} : { protocol: made.protocol }),
    origin: originAt(made.frame, made.line),
  };
}

/**
 * Routes of all routers with their prefixes. Where the target makes no application at all, what it tells of a router
 * is all there is to know: it counts as the root.
 */
export function routesOf({ routers }: Registry): readonly DeclaredRoute[] {
  if (routers.some(({ kind }) => kind === 'application')) return withoutEchoes(followDeclaredMounts(routers));
  const mounted = new Set(
    routers.flatMap(({ entries }) =>
      entries.flatMap((entry) => (entry.kind === 'mount' ? [entry.router] : [])),
    ),
  );
  const roots = routers.map((router) =>
    mounted.has(router) ? router : { ...router, kind: 'application' as const },
  );
  return withoutEchoes(followDeclaredMounts(roots));
}

/** What a stand-in tells counts only where the same place tells nothing on a real router. */
function withoutEchoes(routes: readonly DeclaredRoute[]): readonly DeclaredRoute[] {
  const place = ({ origin }: DeclaredRoute): string => `${origin.file}:${origin.line}`;
  const real = new Set(routes.filter(({ path }) => path.resolved).map(place));
  return routes.filter((route) => route.path.resolved || !real.has(place(route)));
}

const verbs: Readonly<Record<string, Method>> = { ...commonVerbs, query: 'QUERY' };

/** The method a call is named after. */
export const verbOf = (name: string): Method | undefined =>
  Object.hasOwn(verbs, name.toLowerCase()) ? verbs[name.toLowerCase()] : undefined;

/** `/a/:id` and `/a/*` as templates. */
export const colonPath = (text: string): string =>
  text
    .replaceAll(/:([A-Za-z_]\w*)(\((?:[^()]|\([^()]*\))*\))?[?+*]?/g, '{$1}')
    .replaceAll(/(?<!\{)\*+(?!\w)/g, '{*}');

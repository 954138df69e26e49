import type { Origin } from '../../../model/origin.ts';
import type { DeclaredRoute } from './declared.ts';
import type { RoutePath } from './paths.ts';
import { joinPaths, rootPath } from './paths.ts';
import type { JudgedGuard } from './routing.ts';

export type DeclaredEntry =
  | { readonly kind: 'route'; readonly route: DeclaredRoute }
  /** A check for what is registered later, or for everything of the router. */
  | {
      readonly kind: 'use';
      readonly guard: JudgedGuard;
      readonly reach: 'later' | 'all';
      /** What it is for one path, where what it does depends on that. */
      readonly at?: (path: string) => JudgedGuard;
    }
  | {
      readonly kind: 'mount';
      readonly path: RoutePath;
      readonly router: DeclaredRouter;
      readonly guards: readonly JudgedGuard[];
    };

/** A router, group, blueprint or application with what was registered on it, in order. */
export interface DeclaredRouter {
  /** An application answers at `/`; a router answers where it is mounted. */
  readonly kind: 'application' | 'router';
  readonly entries: DeclaredEntry[];
  readonly origin: Origin & { readonly kind: 'read' };
}

/** A check on the way to a route. */
interface Standing {
  readonly guard: JudgedGuard;
  readonly at?: (path: string) => JudgedGuard;
}

const always = (guard: JudgedGuard): Standing => ({ guard });

interface Position {
  readonly prefix: RoutePath;
  readonly guards: readonly Standing[];
  readonly above: readonly DeclaredRouter[];
  readonly application: string | undefined;
}

/**
 * Follows every router from the applications down and joins prefixes and checks. One that nothing mounts keeps its
 * routes, marked as unresolved: a fragment is never passed off as a path.
 */
export function followDeclaredMounts(routers: readonly DeclaredRouter[]): readonly DeclaredRoute[] {
  const mounted = new Set(
    routers.flatMap(({ entries }) =>
      entries.flatMap((entry) => (entry.kind === 'mount' ? [entry.router] : [])),
    ),
  );
  return routers
    .filter((router) => router.kind === 'application' || !mounted.has(router))
    .flatMap((router) => {
      if (router.kind === 'application' && mounted.has(router)) return [];
      const isRoot = router.kind === 'application';
      const prefix: RoutePath = isRoot
        ? rootPath
        : { text: '', resolved: false, why: 'where this router is mounted was not found' };
      return visit(router, {
        prefix,
        guards: [],
        above: [],
        application: isRoot ? router.origin.file : undefined,
      });
    });
}

function visit(router: DeclaredRouter, at: Position): readonly DeclaredRoute[] {
  if (at.above.includes(router) || at.above.length > 30) return [];
  const above = [...at.above, router];
  const everywhere = router.entries.flatMap((entry) =>
    entry.kind === 'use' && entry.reach === 'all' ? [entry] : [],
  );
  const guards: Standing[] = [...at.guards, ...everywhere];
  return router.entries.flatMap((entry): readonly DeclaredRoute[] => {
    switch (entry.kind) {
      case 'use':
        if (entry.reach === 'later') guards.push(entry);
        return [];
      case 'mount':
        return visit(entry.router, {
          ...at,
          prefix: joinPaths(at.prefix, entry.path),
          guards: [...guards, ...entry.guards.map(always)],
          above,
        });
      case 'route': {
        const { route } = entry;
        const path = joinPaths(at.prefix, route.path);
        const application = route.application ?? at.application;
        return [
          {
            ...route,
            path,
            guards: [...guards.map((each) => each.at?.(path.text) ?? each.guard), ...route.guards],
            ...(application === undefined ? {} : { application }),
          },
        ];
      }
    }
  });
}

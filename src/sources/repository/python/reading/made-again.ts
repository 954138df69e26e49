import type { DeclaredRouter } from '../../http/declared-mounts.ts';

type Routers = readonly DeclaredRouter[];

/**
 * A factory that nothing was seen to call is called to see what it makes. Where an application turns out to call it
 * later and mounts what it gives, the first router is the same one made again, and answers nowhere of its own: it goes,
 * with what only it mounts. What the mounted one does not answer stays.
 */
export function withoutMadeAgain(routers: Routers): Routers {
  const mounted = mountedBy(routers);
  const roots = routers.filter((router) => router.kind === 'application' || !mounted.has(router));
  const served = reached(roots.filter(({ kind }) => kind === 'application'));
  const answered = new Map<string, Set<string>>();
  for (const router of served) {
    const known = answered.get(placeOf(router)) ?? new Set();
    answered.set(placeOf(router), new Set([...known, ...routesOf(router)]));
  }
  const isMadeAgain = (router: DeclaredRouter): boolean => {
    const known = router.kind === 'application' ? undefined : answered.get(placeOf(router));
    return known !== undefined && routesOf(router).every((route) => known.has(route));
  };
  const kept = reached(roots.filter((router) => !isMadeAgain(router)));
  return routers.filter((router) => kept.has(router));
}

const mountedBy = (routers: Iterable<DeclaredRouter>): ReadonlySet<DeclaredRouter> =>
  new Set([...routers].flatMap(({ entries }) => childrenIn(entries)));

const childrenIn = (entries: DeclaredRouter['entries']): Routers =>
  entries.flatMap((entry) => (entry.kind === 'mount' ? [entry.router] : []));

function reached(roots: Routers): ReadonlySet<DeclaredRouter> {
  const found = new Set(roots);
  // A set that grows is walked to its new end.
  for (const { entries } of found) for (const child of childrenIn(entries)) found.add(child);
  return found;
}

const placeOf = ({ origin }: DeclaredRouter): string => `${origin.file}:${origin.line}`;

/** Routes of a router and of those below it, each by where it was declared and by its path below its own router. */
export const routesOf = (router: DeclaredRouter): readonly string[] =>
  [...reached([router])].flatMap(({ entries }) =>
    entries.flatMap((entry) =>
      entry.kind === 'route'
        ? [
            `${entry.route.origin.file}:${entry.route.origin.line} ${entry.route.methods.join()} ${entry.route.path.text}`,
          ]
        : [],
    ),
  );

import type { Value } from '../javascript/value.ts';
import { optionsOf } from '../javascript/value.ts';
import { covers, joinPaths, rootPath } from './paths.ts';
import type { RoutePath } from './paths.ts';
import type { Entry, Given, Router } from './routing.ts';

/** A value that serves a router of its own where it is given as a middleware or handler. */
export interface MountableAdapter {
  readonly value: Value;
  /** The entry of another framework's router whose handler makes it. */
  readonly within?: Entry;
}

/**
 * Puts the router where the adapter was given as a middleware or handler, or was made by one:
 * `app.use('/trpc/*', adapter)`. Where the adapter is told its own address, that is the path, and what is left of the
 * mount are the checks before it.
 */
export function mountOn(
  others: readonly Router[],
  adapter: MountableAdapter,
  made: Router,
  addressed: boolean,
): readonly Router[] | undefined {
  const own: Router[] = [];
  for (const { entries } of others)
    for (const [at, entry] of entries.entries()) {
      if (entry.kind === 'mount') continue;
      const given = entry.kind === 'use' ? [entry.given] : entry.handlers;
      const isHere = ({ value }: Given): boolean => optionsOf(value).includes(adapter.value);
      if (entry !== adapter.within && !given.some(isHere)) continue;
      const guards = given
        .filter((each) => !isHere(each))
        .slice(0, entry === adapter.within ? -1 : undefined);
      if (addressed) {
        own.push(withGuards(made, [...checksBefore(entries.slice(0, at), entry), ...guards]));
        continue;
      }
      const paths = entry.paths.map(withoutRest);
      const site = entry.kind === 'use' ? entry.given.site : entry.site;
      const router: Router = { ...made, kind: 'router', prefix: rootPath };
      const mount: Entry = { kind: 'mount', paths, router, guards, site, level: entry.level };
      entries[at] = mount;
      return [];
    }
  return own.length === 0 ? undefined : own;
}

/** Middlewares of the same router that run for the path of an entry. */
const checksBefore = (before: readonly Entry[], { paths }: Entry): readonly Given[] =>
  before.flatMap((entry) => {
    if (entry.kind !== 'use') return [];
    const own = entry.paths.length === 0 ? [rootPath] : entry.paths;
    const runs = own.some((path) => paths.some((each) => covers(withoutRest(path).text, each.text)));
    return runs ? [entry.given] : [];
  });

const withGuards = (made: Router, guards: readonly Given[]): Router => ({
  ...made,
  entries: [...guards.map((given): Entry => ({ kind: 'use', paths: [], given, level: 0 })), ...made.entries],
});

const withoutRest = (path: RoutePath): RoutePath => ({
  ...joinPaths(rootPath, path),
  text: path.text.replace(/\/?(\*\w*|:\w+\*|:\w+\{\.\+\}|\(\.\*\))$/, ''),
});

/** `pages/api/trpc/[trpc].ts`, `app/api/trpc/[trpc]/route.ts`, `server/api/trpc/[trpc].ts`. */
export function fileAddress(path: string): string | undefined {
  const found =
    /(?:^|\/)(?:pages|app|server|src\/routes)(\/(?:[\w-]+\/)*)\[{1,2}(?:\.\.\.)?\w+\]{1,2}(?:\/(?:route|\+server))?\.[cm]?[jt]sx?$/.exec(
      path,
    );
  return found?.[1]?.replace(/\/$/, '');
}

import type { Codebase } from '../../javascript/codebase.ts';
import type { Machine } from '../../javascript/machine.ts';
import { perhaps } from '../../javascript/machine.ts';
import type { Value } from '../../javascript/value.ts';
import { isMissing, optionsOf, unknown } from '../../javascript/value.ts';
import { covers, joinPaths, pathsOf, rootPath } from '../paths.ts';
import type { RoutePath } from '../paths.ts';
import type { Entry, Given, Router } from '../routing.ts';
import type { Adapter, TrpcWorld } from './library.ts';
import { openApiRouter, proceduresOf, trpcRouter } from './routes.ts';

/**
 * Routers of tRPC where they are served: at the address an adapter names, at the path of the file that makes it, or
 * where it is mounted on a router of another framework, whose entries are changed for it. A router that nothing serves
 * stays unresolved; where the repository has no adapter at all, the usual address stands for it.
 */
export function servedRouters(
  machine: Machine,
  world: TrpcWorld,
  codebase: Codebase,
  others: readonly Router[],
): readonly Router[] {
  const served = new Set<Value>();
  const roots: Router[] = [];
  for (const adapter of withoutEchoes(world.adapters)) {
    const router = adapter.options.fields.get('router');
    const values =
      router === undefined ? [] : optionsOf(router).filter((each) => world.nodeOf(each) !== undefined);
    for (const value of values) {
      noteServed(world, value, served);
      const address = addressOf(adapter);
      const make = adapter.kind === 'openapi' ? openApiRouter : trpcRouter;
      const made = make(machine, world, value, address ?? rootPath, adapter.site);
      const mounted = mountOn(others, adapter, made, address?.resolved === true);
      if (mounted !== undefined) roots.push(...mounted);
      else if (address !== undefined) roots.push(made);
      else roots.push({ ...made, prefix: unresolved('where this handler is mounted was not found') });
    }
  }
  const usual: RoutePath = hasAdapter(codebase)
    ? unresolved('what serves this router was not found')
    : { text: '/api/trpc', resolved: true };
  const nested = new Set(world.routers.flatMap((value) => childrenOf(world, value)));
  for (const value of world.routers) {
    const node = world.nodeOf(value);
    if (served.has(value) || nested.has(value) || node?.kind !== 'router') continue;
    if (served.size > 0 && proceduresOf(world, value).length === 0) continue;
    roots.push(trpcRouter(machine, world, value, usual, node.site));
  }
  return roots;
}

const unresolved = (why: string): RoutePath => ({ text: '', resolved: false, why });

/** The same call seen twice, once with what it was given and once without: the first tells more. */
const withoutEchoes = (adapters: readonly Adapter[]): readonly Adapter[] =>
  adapters.filter(
    (adapter) =>
      addressOf(adapter)?.resolved === true ||
      adapter.within !== undefined ||
      !adapters.some((other) => other !== adapter && other.site.node === adapter.site.node),
  );

function noteServed(world: TrpcWorld, value: Value, served: Set<Value>): void {
  if (served.has(value)) return;
  served.add(value);
  for (const child of childrenOf(world, value)) noteServed(world, child, served);
}

function childrenOf(world: TrpcWorld, value: Value, depth = 0): readonly Value[] {
  const node = world.nodeOf(value);
  const fields = node?.kind === 'router' ? node.fields : value.kind === 'object' ? value.fields : undefined;
  if (fields === undefined || depth > 8) return [];
  return [...fields.values()]
    .flatMap(optionsOf)
    .flatMap((child) =>
      world.nodeOf(child)?.kind === 'router'
        ? [child]
        : child.kind === 'object'
          ? childrenOf(world, child, depth + 1)
          : [],
    );
}

/** The address that an adapter is told, else the path of the file it stands in; none where it is mounted. */
function addressOf({ options, site, name }: Adapter): RoutePath | undefined {
  const told = ['endpoint', 'url', 'basePath', 'prefix'].flatMap((key) => options.fields.get(key) ?? [])[0];
  if (told !== undefined && !isMissing(told)) {
    const path = pathsOf(told)[0];
    if (path !== undefined) return path;
  }
  const file = fileAddress(site.origin.file);
  if (file !== undefined) return { text: file, resolved: true };
  return /^create(HTTPServer|HTTPHandler|AWSLambda\w*|OpenApiHttpHandler)$/.test(name) ? rootPath : undefined;
}

/** `pages/api/trpc/[trpc].ts`, `app/api/trpc/[trpc]/route.ts`, `server/api/trpc/[trpc].ts`. */
function fileAddress(path: string): string | undefined {
  const found =
    /(?:^|\/)(?:pages|app|server|src\/routes)(\/(?:[\w-]+\/)*)\[{1,2}(?:\.\.\.)?\w+\]{1,2}(?:\/(?:route|\+server))?\.[cm]?[jt]sx?$/.exec(
      path,
    );
  return found?.[1]?.replace(/\/$/, '');
}

/**
 * Puts the router where the adapter was given as a middleware or handler, or was made by one:
 * `app.use('/trpc/*', adapter)`. Where the adapter is told its own address, that is the path, and what is left of the
 * mount are the checks before it.
 */
function mountOn(
  others: readonly Router[],
  adapter: Adapter,
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

/** Handlers for everything below a path may make the adapter only when they are called. */
export function enterHandlers(machine: Machine, world: TrpcWorld, others: readonly Router[]): void {
  for (const { entries } of others)
    for (const entry of entries) {
      if (entry.kind === 'mount' || !entry.paths.some(({ text }) => /\*\w*$|\*$/.test(text))) continue;
      const last = entry.kind === 'use' ? entry.given : entry.handlers.at(-1);
      if (last?.value.kind !== 'function' || machine.entered.has(last.value.node)) continue;
      const before = world.adapters.length;
      const args = last.value.node.params.map(() => unknown('what a framework hands to its handlers'));
      perhaps(machine, () => machine.call(last.value, args, last.site));
      for (const adapter of world.adapters.slice(before)) adapter.within = entry;
    }
}

const withoutRest = (path: RoutePath): RoutePath => ({
  ...joinPaths(rootPath, path),
  text: path.text.replace(/\/?(\*\w*|:\w+\*|:\w+\{\.\+\}|\(\.\*\))$/, ''),
});

const hasAdapter = ({ files }: Codebase): boolean =>
  [...files.values()].some(
    ({ test, imports }) =>
      !test &&
      imports.some(
        ({ specifier }) =>
          specifier.startsWith('@trpc/server/adapters/') ||
          /^(@hono\/trpc-server|@elysiajs\/trpc|trpc-nuxt|trpc-sveltekit)$/.test(specifier),
      ),
  );

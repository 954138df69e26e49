import type { Codebase } from '../../javascript/codebase.ts';
import type { Machine } from '../../javascript/machine.ts';
import { perhaps } from '../../javascript/machine.ts';
import type { Value } from '../../javascript/value.ts';
import { isMissing, optionsOf, unknown } from '../../javascript/value.ts';
import { pathsOf, rootPath } from '../paths.ts';
import type { RoutePath } from '../paths.ts';
import { fileAddress, mountOn } from '../adapters.ts';
import type { Entry, Router } from '../routing.ts';
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

/** Handlers for everything below a path may make the adapter only when they are called. */
export function enterHandlers(
  machine: Machine,
  worlds: readonly { readonly adapters: readonly { within?: Entry }[] }[],
  others: readonly Router[],
): void {
  for (const { entries } of others)
    for (const entry of entries) {
      if (entry.kind === 'mount' || !entry.paths.some(({ text }) => /\*\w*$|\*$/.test(text))) continue;
      const last = entry.kind === 'use' ? entry.given : entry.handlers.at(-1);
      if (last?.value.kind !== 'function' || machine.entered.has(last.value.node)) continue;
      const before = worlds.map(({ adapters }) => adapters.length);
      const args = last.value.node.params.map(() => unknown('what a framework hands to its handlers'));
      perhaps(machine, () => machine.call(last.value, args, last.site));
      for (const [at, { adapters }] of worlds.entries())
        for (const adapter of adapters.slice(before[at])) adapter.within = entry;
    }
}

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

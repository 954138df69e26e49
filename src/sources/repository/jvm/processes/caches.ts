import type { CacheEntry } from '../../../../model/processes.ts';
import type { Annotated } from '../annotations.ts';
import { attribute, expand } from '../annotations.ts';
import type { ClassDeclaration, MethodDeclaration } from '../classes.ts';
import { everyClass } from '../classes.ts';
import { scopeOf } from '../names.ts';
import { textOf, textsOf } from '../values.ts';
import type { World } from '../world.ts';
import { cacheLifetimes } from './cache-lifetimes.ts';
import type { Lifetime } from './cache-lifetimes.ts';

const marks =
  /@(Cacheable|CachePut|CacheEvict|CacheResult|CacheInvalidate|CacheInvalidateAll|CacheRemove|Caching)\b/;

/** What methods keep in caches and what drops it, by their annotations, with the lifetimes the settings give. */
export function annotatedCaches(world: World): readonly CacheEntry[] {
  const classes = world.filesWith(marks).flatMap(({ classes: own }) => everyClass(own));
  if (classes.length === 0) return [];
  const lifetimes = cacheLifetimes(world);
  const found: CacheEntry[] = [];
  const dropped: { readonly cache: string; readonly by: string }[] = [];
  for (const of of classes)
    for (const method of of.methods)
      for (const each of annotationsOf(world, of, method)) {
        const by = `${of.name}.${method.name}`;
        const caches = namesOf(world, of, each);
        if (/^(CacheEvict|CacheInvalidate|CacheInvalidateAll|CacheRemove|CachePut)$/.test(each.name))
          dropped.push(...caches.map((cache) => ({ cache, by })));
        if (/^(Cacheable|CacheResult)$/.test(each.name))
          found.push(...caches.flatMap((cache) => entryOf(world, { of, method, each, cache }, lifetimes)));
      }
  return found.map((entry) => ({
    ...entry,
    invalidatedBy: [
      ...new Set(dropped.filter(({ cache }) => entry.key.split(':')[0] === cache).map(({ by }) => by)),
    ],
  }));
}

/** Those of the method, and those that `@Caching` holds. */
function annotationsOf(world: World, of: ClassDeclaration, method: MethodDeclaration): readonly Annotated[] {
  return expand(world, method.annotations, scopeOf(of)).flatMap((each): readonly Annotated[] => {
    if (each.name !== 'Caching') return [each];
    return each.args.flatMap(({ value }) => {
      const items = value.kind === 'list' ? value.items : [value];
      return items.flatMap((item) =>
        item.kind === 'annotation'
          ? [{ ...each, name: item.annotation.name, args: item.annotation.args }]
          : [],
      );
    });
  });
}

function namesOf(world: World, of: ClassDeclaration, each: Annotated): readonly string[] {
  const given = attribute(each, 'value', 'cacheNames', 'cacheName');
  const own = textsOf(world, given, each.scope).flatMap(({ text }) => text ?? []);
  if (given !== undefined) return own;
  const above = expand(world, of.annotations, scopeOf(of)).find(({ name }) => name === 'CacheConfig');
  return above === undefined
    ? []
    : textsOf(world, attribute(above, 'cacheNames', 'value'), above.scope).flatMap(({ text }) => text ?? []);
}

interface At {
  readonly of: ClassDeclaration;
  readonly method: MethodDeclaration;
  readonly each: Annotated;
  readonly cache: string;
}

function entryOf(world: World, { of, method, each, cache }: At, lifetimes: Lifetime): readonly CacheEntry[] {
  const origin = { kind: 'read', file: of.file.path, line: each.line } as const;
  const key = attribute(each, 'key');
  const told = key === undefined ? undefined : textOf(world, key, each.scope).text;
  const parameters = method.parameters.map(({ name }) => `#${name}`).join(',');
  const name = told ?? parameters;
  const limit = lifetimes(cache, of.file.path);
  return [
    {
      id: `${of.file.path}:${each.line}#${cache}`,
      operation: `${of.name}.${method.name}`,
      key: name === '' ? cache : `${cache}:${name}`,
      ...(limit === undefined ? {} : limit === 'unknown' ? { bounded: true } : { ttl: limit }),
      invalidatedBy: [],
      ...(attribute(each, 'sync')?.kind === 'boolean' ? { stampedeGuard: 'sync' } : {}),
      origin,
    },
  ];
}

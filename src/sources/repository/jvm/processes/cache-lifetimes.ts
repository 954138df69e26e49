import type { Quantity } from '../../../../model/origin.ts';
import type { World } from '../world.ts';

/** The lifetime of a cache by its name: of the settings, else of the code that makes it; `unknown` when it may have one. */
export type Lifetime = (cache: string, near: string) => Quantity | 'unknown' | undefined;

const units: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 };

export function cacheLifetimes(world: World): Lifetime {
  const elsewhere = [...world.repository.files.values()].some(
    ({ path, text }) =>
      /(ehcache|hazelcast|infinispan|jcache)[\w.-]*\.(xml|ya?ml)$/i.test(path) ||
      (path.endsWith('.xml') && /<ehcache|<hazelcast|<infinispan/.test(text)),
  );
  const makers = world.paths.filter((path) =>
    /CacheManager|CacheConfiguration|Caffeine\.newBuilder|CacheBuilder\.newBuilder|CacheManagerCustomizer/.test(
      world.text(path),
    ),
  );
  return (cache, near) => {
    const setting = bySettings(world, cache, near);
    if (setting !== undefined) return setting;
    for (const path of makers) {
      const found = inCode(world.text(path), cache, path);
      if (found !== undefined) return found;
    }
    return elsewhere ? 'unknown' : undefined;
  };
}

function bySettings(world: World, cache: string, near: string): Quantity | undefined {
  const file = world.properties.fileOf(near) ?? near;
  const origin = { kind: 'read', file, line: 1 } as const;
  const keys = [
    `quarkus.cache.caffeine."${cache}".expire-after-write`,
    `quarkus.cache.caffeine.${cache}.expire-after-write`,
    `micronaut.caches.${cache}.expire-after-write`,
    'quarkus.cache.caffeine.expire-after-write',
    'spring.cache.redis.time-to-live',
  ];
  for (const key of keys) {
    const value = parsed(world.properties.get(key, near));
    if (value !== undefined) return { value, unit: 's', origin };
  }
  const spec = /expireAfter(?:Write|Access)=(\w+)/.exec(
    world.properties.get('spring.cache.caffeine.spec', near) ?? '',
  )?.[1];
  const value = parsed(spec);
  return value === undefined ? undefined : { value, unit: 's', origin };
}

/** `10m`, `PT10M`, `600000` (milliseconds). */
function parsed(text: string | undefined): number | undefined {
  const found = /^(?:PT)?(\d+)\s*(ms|s|m|h|d)?$/i.exec(text?.trim() ?? '');
  if (found === null) return undefined;
  return Number(found[1]) * (units[found[2]?.toLowerCase() ?? 'ms'] ?? 1);
}

const expiry =
  /\.(?:expireAfterWrite|expireAfterAccess|entryTtl|setTimeToLive\w*|timeToLive)\s*\(\s*(?:Duration\.of(Millis|Seconds|Minutes|Hours|Days)\(\s*(\d+)|(\d+)L?\s*,\s*(?:TimeUnit|ChronoUnit)\.(\w+))?/g;
const scales: Readonly<Record<string, number>> = {
  Millis: 0.001,
  Seconds: 1,
  Minutes: 60,
  Hours: 3600,
  Days: 86_400,
  MILLISECONDS: 0.001,
  SECONDS: 1,
  MINUTES: 60,
  HOURS: 3600,
  DAYS: 86_400,
};

/** A lifetime beside the name of the cache, else the only one of the file that makes caches. */
function inCode(text: string, cache: string, file: string): Quantity | 'unknown' | undefined {
  const all = [...text.matchAll(expiry)];
  if (all.length === 0) return undefined;
  const at = text.indexOf(`"${cache}"`);
  const near = at === -1 ? undefined : all.find(({ index }) => index > at && index - at < 300);
  const found = near ?? (all.length === 1 ? all[0] : undefined);
  const amount = found?.[2] ?? found?.[3];
  const scale = scales[found?.[1] ?? found?.[4] ?? ''];
  if (found === undefined || amount === undefined || scale === undefined) return 'unknown';
  const line = text.slice(0, found.index).split('\n').length;
  return { value: Number(amount) * scale, unit: 's', origin: { kind: 'read', file, line } };
}

import type { Backend } from '../model/backend.ts';
import type { CacheAccess, CacheEntry } from '../model/processes.ts';
import type { Json } from '../model/origin.ts';
import { jsonText } from './emitted.ts';
import type { Emitted } from './emitted.ts';

/**
 * The cached reads of a design: how often and how unevenly their keys are asked for at peak, how long an entry lives,
 * how many find room, and the hit ratio that is stated for it and for less room.
 */
export function cachesJson({ processes }: Backend): Emitted {
  const caches = processes.caches.flatMap((entry) =>
    entry.access === undefined ? [] : entryJson(entry, entry.access),
  );
  if (caches.length === 0) return { text: '', lost: [] };
  return { text: jsonText({ units: { time: 's', rate: 'requests/s' }, caches }), lost: [] };
}

function entryJson({ id, operation, ttl, hitRatio }: CacheEntry, access: CacheAccess): readonly Json[] {
  if (ttl === undefined || hitRatio === undefined) return [];
  return [
    {
      id,
      operation,
      rate: access.rate.value,
      keys: Math.floor(access.keys.value),
      exponent: access.exponent.value,
      lifetime: ttl.value,
      stated: [
        { room: Math.floor(access.room.value), hitRatio: hitRatio.value },
        ...access.less.map((less) => ({ room: less.room.value, hitRatio: less.hitRatio.value })),
      ],
    },
  ];
}

import type { CacheEntry } from '../../model/processes.ts';
import { bySubject, isAside, placeOf, placesText, seenAt } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';

export const cacheWithoutExpiry: Rule = {
  id: 'cache-without-expiry',
  summary: 'A cached value has no lifetime.',
  severity: 'advice',
  standards: [],
  remedy: {
    title: 'Give the value a lifetime',
    impact: 3,
    effort: { low: 0.1, high: 0.5 },
    risk: 'low',
    rollback: 'remove the lifetime',
  },
  check: ({ processes }) =>
    bySubject(
      processes.caches.filter(
        ({ ttl, bounded, invalidatedBy, origin }) =>
          ttl === undefined && bounded !== true && invalidatedBy.length === 0 && !isAside(origin),
      ),
      (cache) => (cache.origin.kind === 'read' ? `${cache.key} in ${placeOf(cache)}` : cache.id),
    ).map(fault),
};

function fault(group: Together<CacheEntry>): Fault {
  const { subject, first, all } = group;
  return {
    subject,
    confidence: 'likely',
    what: `${first.key} is cached without a lifetime, and nothing removes it${placesText(group)}.`,
    why: 'Readers see the old value until somebody restarts the cache, and keys of deleted things fill its memory.',
    next: 'Set a lifetime as long as readers accept an old value, and delete the key where the value changes.',
    evidence: seenAt(all),
  };
}

import type { CacheEntry } from '../../model/processes.ts';
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
    processes.caches
      .filter(({ ttl, invalidatedBy }) => ttl === undefined && invalidatedBy.length === 0)
      .map(fault),
};

function fault(cache: CacheEntry): Fault {
  return {
    subject: cache.id,
    confidence: 'likely',
    what: `${cache.key} is cached without a lifetime, and nothing removes it.`,
    why: 'Readers see the old value until somebody restarts the cache, and keys of deleted things fill its memory.',
    next: 'Set a lifetime as long as readers accept an old value, and delete the key where the value changes.',
    evidence: [{ kind: 'read', origin: cache.origin }],
  };
}

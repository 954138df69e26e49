import type { FlowAdvice } from './advice.ts';
import { withVersions } from './versions.ts';

/** Fills a cache only when its entry was not written since it was read. */
export const lostUpdateOnCache: FlowAdvice = {
  id: 'lost-update-on-cache',
  summary: 'A slow reader fills the cache with what a writer has just removed.',
  severity: 'warning',
  why: 'Reading the database and filling the cache are two steps; a change and its invalidation fit between them, and the old value stays until it expires.',
  standards: ['CWE-362'],
  changes: (flow) =>
    withVersions(flow, 'write', (records) => ({
      what: `${records} is filled with what was read before it was last written`,
      next: `Fill ${records} only if it was not written since it was read: a lease or compare-and-set of the cache, or a version in the value (unchanged: ${records}).`,
    })),
};

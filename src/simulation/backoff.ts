import type { Backoff } from '../model/network.ts';
import { uniform } from './random.ts';
import type { RandomState } from './random.ts';

/**
 * Seconds to wait after attempt `attempt` (1 = the first) failed, `last` having been the pause before. With b the
 * capped exponential: full jitter draws from 0 to b, equal from b/2 to b, decorrelated from `base` to 3 × the last
 * pause, capped. Source: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 */
export function backoffPause(backoff: Backoff, attempt: number, last: number, random: RandomState): number {
  const { base, factor, cap } = backoff;
  const grown = Math.min(cap, base * factor ** (attempt - 1));
  switch (backoff.jitter) {
    case 'none':
      return grown;
    case 'full':
      return grown * uniform(random);
    case 'equal':
      return grown / 2 + (grown / 2) * uniform(random);
    case 'decorrelated': {
      const from = last === 0 ? base : last;
      return Math.min(cap, base + (3 * from - base) * uniform(random));
    }
  }
}

import type { DesignBasis } from '../design/domain.ts';
import { composeDomain } from '../design/domain/compose.ts';
import { loadModel } from '../design/load/load.ts';
import { briefOf } from './briefs.ts';

/** What the parts of a design are made from, for a brief in text and the simplest option unless said otherwise. */
export function basisOf(text: string, shape: Partial<DesignBasis['shape']> = {}): DesignBasis {
  const brief = briefOf(text);
  const domain = composeDomain(brief);
  return {
    brief,
    domain,
    load: loadModel({ ...domain, ...(brief.users && { users: brief.users }) }),
    shape: {
      style: 'modular-monolith',
      replicas: false,
      cache: false,
      partitioning: false,
      asyncCheckout: false,
      ...shape,
    },
  };
}

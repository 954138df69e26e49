import type { Endpoint } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import { isForDevelopment } from '../places.ts';

/**
 * Endpoints of a recovered backend before which nothing limits how often they are called; none where anything in the
 * code or before it counts, as it may count for them.
 */
export function uncounted({ api, source, trust }: Backend): readonly Endpoint[] {
  if (source === 'designed' || trust.settings.some(({ kind }) => kind === 'attempt-limit')) return [];
  return api.endpoints.filter(
    ({ protocol, pathResolved, guards, origin }) =>
      protocol === 'http' &&
      pathResolved &&
      !guards.some(({ kind }) => kind === 'rate-limit') &&
      !isForDevelopment(origin),
  );
}

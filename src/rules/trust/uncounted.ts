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

/** `POST /login, POST /otp, POST /session and 2 more`. */
export function listed(endpoints: readonly Endpoint[]): string {
  const more = endpoints.length - 3;
  const named = endpoints.slice(0, 3).map(({ id }) => id);
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

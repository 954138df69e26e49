import type { Endpoint } from '../../../model/api.ts';
import type { DeclaredRoute } from './declared.ts';
import type { Handler } from './handlers.ts';
import type { OwnChecks } from './own-checks.ts';
import type { JudgedGuard, Route } from './routing.ts';

/** Behind a check that keeps everybody out what the handler does tells nothing more of the access. */
export const asWritten = ({ own }: Route): OwnChecks => ({
  judged: own?.judged ?? [],
  doubts: [],
  letsThrough: false,
  unserved: false,
});

/** What a handler does behind a way to sign in: whoever comes as far as it has signed in. */
export const afterSignIn: OwnChecks = { judged: [], doubts: [], letsThrough: true, unserved: false };

/** A check that every request has to pass. */
export const keepsOut = ({ guard, conditional }: JudgedGuard): boolean =>
  !conditional && (guard.kind === 'authentication' || guard.kind === 'authorisation');

/**
 * Guarded with an authenticating or authorising check on the way. Public only when everything on the way is known,
 * nothing of it authenticates, and the handler itself looks at no credential. Everything else is unknown.
 */
export function accessOf(
  route: Pick<Route, 'path' | 'unseenChecks'>,
  judged: readonly JudgedGuard[],
  handler: Handler | undefined,
  own: OwnChecks,
): Endpoint['access'] {
  const isSeen = handler?.value !== undefined || own === afterSignIn;
  if (!isSeen || route.unseenChecks === true) return accessFrom(route.path.resolved, judged, 'unseen');
  return accessFrom(route.path.resolved, judged, own.letsThrough ? 'no' : 'perhaps');
}

export function accessFrom(
  pathResolved: boolean,
  judged: readonly JudgedGuard[],
  handlerLooksAtCredentials: DeclaredRoute['handlerLooksAtCredentials'],
): Endpoint['access'] {
  const checks = judged.filter(
    ({ guard }) => guard.kind === 'authentication' || guard.kind === 'authorisation',
  );
  if (checks.some(({ conditional }) => !conditional)) return 'guarded';
  if (checks.length > 0 || !pathResolved) return 'unknown';
  if (judged.some(({ resolved }) => !resolved)) return 'unknown';
  return handlerLooksAtCredentials === 'no' ? 'public' : 'unknown';
}

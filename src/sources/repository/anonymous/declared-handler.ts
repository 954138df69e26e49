import { keepsOut } from '../http/access.ts';
import type { DeclaredRoute } from '../http/declared.ts';
import type { WithoutSecret } from './handler.ts';

/** A secret, or a value by which something is looked up in a column that is one. */
const mayBeSecret = /token|secret|sign|hmac|key|hash|code|uuid|guid/i;

/**
 * A route with what its handler itself does to whoever lacks the secrets of its links. The handler is run only where
 * no check before it keeps callers out and the path or a parameter may hold a secret; `run` gives undefined where
 * there is no handler to run.
 */
export function withHandlerCheck(route: DeclaredRoute, run: () => WithoutSecret | undefined): DeclaredRoute {
  const { path, parameters, guards, handler } = route;
  if (guards.some((guard) => !guard.passes && keepsOut(guard))) return route;
  if (![path.text, ...parameters.map(({ name }) => name)].some((name) => mayBeSecret.test(name)))
    return route;
  const told = run();
  if (told === undefined || told.kind === 'served') return route;
  if (told.kind === 'perhaps') return { ...route, handlerLooksAtCredentials: 'perhaps' };
  const origin = { kind: 'read', file: handler?.file ?? '', line: handler?.line ?? 1 } as const;
  const guard = { name: told.secret, kind: 'authentication', requires: [], origin } as const;
  return { ...route, guards: [...guards, { guard, resolved: true, conditional: false, passes: false }] };
}

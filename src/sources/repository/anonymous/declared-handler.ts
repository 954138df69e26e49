import { keepsOut } from '../http/access.ts';
import type { DeclaredRoute } from '../http/declared.ts';
import type { AsNobody } from './handler.ts';

/**
 * A route with what its handler itself does to whoever has no credentials: no secret of its links, and none of its own.
 * The handler is run only where no check before it keeps callers out; `run` gives undefined where there is no handler
 * to run.
 */
export function withHandlerCheck(route: DeclaredRoute, run: () => AsNobody | undefined): DeclaredRoute {
  const { guards, handler, handlerLooksAtCredentials: looks } = route;
  if (guards.some((guard) => !guard.passes && keepsOut(guard))) return route;
  const told = run();
  if (told === undefined || told.kind === 'served') return route;
  const { secret } = told;
  if (told.kind === 'perhaps')
    return secret === undefined ? route : { ...route, handlerLooksAtCredentials: 'perhaps' };
  // Without a word that asks for a credential it is something else that is refused.
  if (secret === undefined && looks !== 'perhaps') return route;
  const name = secret ?? told.caller ?? handler?.name ?? route.path.text;
  const origin = { kind: 'read', file: handler?.file ?? '', line: handler?.line ?? 1 } as const;
  const guard = { name, kind: 'authentication', requires: [], origin } as const;
  return { ...route, guards: [...guards, { guard, resolved: true, conditional: false, passes: false }] };
}

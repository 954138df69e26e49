import { ownerRole } from '../../artifacts/second-factor.ts';
import type { FastifyRequest } from 'fastify';
import type { Operation } from '../../model/domain.ts';
import { anonymous } from '../access/caller.ts';
import type { Caller } from '../access/caller.ts';
import { Refusal } from '../http/problems.ts';
import type { Authenticate } from '../http/routes.ts';
import { invalidToken } from './access-tokens.ts';
import type { VerifiedToken } from './access-tokens.ts';
import type { Tokens } from './identity.ts';
import type { LiveSession, LiveSessions } from './live-sessions.ts';

/** Tells callers by their access token. `sessions` are absent where the design has none. */
export function authenticateBy(base: Tokens, sessions: LiveSessions | undefined): Authenticate {
  const operationAt = operationsByRoute(base);
  return async (request) => {
    const { authorization } = request.headers;
    if (authorization === undefined) return anonymous(request.ip);
    const [, token] = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization) ?? [];
    if (token === undefined) throw invalidToken('The Authorization header holds no access token.');
    const { verified, live } = await checkedToken(base, sessions, token);
    const caller = callerOf(verified, request.ip);
    return live === undefined ? caller : stepUp(base, caller, live, operationAt(request));
  };
}

/** A token that holds now, with its session where it names one. @throws Refusal 401 */
export async function checkedToken(
  { tokens }: Tokens,
  sessions: LiveSessions | undefined,
  token: string,
): Promise<{ readonly verified: VerifiedToken; readonly live: LiveSession | undefined }> {
  const verified = await tokens.verify(token);
  if (verified.session === undefined || sessions === undefined) return { verified, live: undefined };
  const live = await sessions.live(verified.session);
  if (live === undefined || live.user !== verified.subject)
    throw invalidToken('The session of the token is over.');
  return { verified, live };
}

const callerOf = (token: VerifiedToken, address: string): Extract<Caller, { kind: 'known' }> => ({
  kind: 'known',
  id: token.subject,
  roles: token.roles,
  address,
  ...(token.scopes !== undefined && { scopes: token.scopes }),
  ...(token.session !== undefined && { session: token.session }),
  ...(token.tenant !== undefined && { tenant: token.tenant }),
  ...(token.team !== undefined && { team: token.team }),
});

/**
 * Roles that ask for a second factor are not in the token of a session that has none. Where one of them would be allowed,
 * the client is told to ask for the factor (RFC 9470); ways to sign in may be added without one as long as there is none.
 */
function stepUp(
  { running: { policy }, settings }: Tokens,
  caller: Extract<Caller, { kind: 'known' }>,
  live: LiveSession,
  operation: Operation | undefined,
): Caller {
  if (live.strength !== 'single-factor' || operation === undefined) return caller;
  if (policy(caller, operation).kind === 'allowed') return caller;
  if (operation.entity === 'Credential' && !live.hasSecondFactor) {
    const { scopes: _limits, ...unlimited } = caller;
    return { ...unlimited, roles: [...caller.roles, ownerRole] };
  }
  const strong = live.held.filter(settings.needsSecondFactor);
  if (strong.length === 0 || policy({ ...caller, roles: strong }, operation).kind === 'denied') return caller;
  throw new Refusal('unauthenticated', 'This role acts only with a second factor: sign in with its code.', {
    headers: {
      'www-authenticate':
        'Bearer error="insufficient_user_authentication", acr_values="multi-factor", max_age=' +
        String(settings.session),
    },
  });
}

function operationsByRoute({
  running: { backend },
}: Tokens): (request: FastifyRequest) => Operation | undefined {
  const operations = new Map(backend.operations.map((operation) => [operation.id, operation]));
  const routes = new Map(
    backend.api.endpoints.map(({ method, path, operation }) => [
      `${method} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
      operations.get(operation ?? ''),
    ]),
  );
  return ({ method, routeOptions }) => routes.get(`${method} ${routeOptions.url ?? ''}`);
}

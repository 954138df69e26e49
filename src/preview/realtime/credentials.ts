import type { FastifyRequest } from 'fastify';
import type { Caller } from '../access/caller.ts';
import { Refusal } from '../http/problems.ts';
import type { Authenticate } from '../http/routes.ts';

/** A browser cannot set a header: it offers its token as one more subprotocol. A token in the address is never looked at. */
export function bearToken(request: FastifyRequest): void {
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((each) => each.trim());
  const token = offered.find((each) => each.startsWith('bearer.'))?.slice('bearer.'.length);
  if (token !== undefined && request.headers.authorization === undefined)
    request.raw.headers.authorization = `Bearer ${token}`;
}

/** Undefined where nobody is signed in, or the token is not valid. */
export async function callerOf(
  authenticate: Authenticate,
  request: FastifyRequest,
): Promise<Extract<Caller, { kind: 'known' }> | undefined> {
  try {
    const caller = await authenticate(request);
    return caller.kind === 'known' ? caller : undefined;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

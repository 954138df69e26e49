import type { Authenticate } from '../http/routes.ts';
import { Refusal } from '../http/problems.ts';

/** Where nobody signs in: `Bearer role:id`, believed as it is. */
export const byWord: Authenticate = async ({ headers, ip }) => {
  const said = headers.authorization;
  if (said === undefined) return { kind: 'anonymous', address: ip };
  const [, role, id] = /^Bearer ([\w-]+):([0-9a-f-]{36})$/.exec(said) ?? [];
  if (role === undefined || id === undefined)
    throw new Refusal('unauthenticated', 'This is no token.', {
      headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
    });
  return { kind: 'known', id, roles: [role], address: ip };
};

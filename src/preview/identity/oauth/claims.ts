import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import { meansOf, rolesInForce } from '../identity.ts';
import { previewClients, systemId } from './clients.ts';
import type { OauthParts } from './parts.ts';

/** The person, as long as their session holds: a grant of an ended session gives nothing more. */
export async function accountOf({ identity, grants }: OauthParts, { oidc }: KoaContextWithOIDC, id: string) {
  const account = await identity?.accounts.byId(id);
  if (account?.status !== 'active') return undefined;
  const grant = oidc.entities.RefreshToken?.grantId ?? oidc.entities.AuthorizationCode?.grantId;
  if (grant !== undefined && (await grants?.session(grant)) === undefined) return undefined;
  return {
    accountId: id,
    claims: () => ({
      sub: id,
      locale: account.locale,
      ...(account.name !== undefined && { name: account.name }),
      ...(account.email !== undefined && { email: account.email, email_verified: account.verified }),
    }),
  };
}

/** Roles are read again for each token; those that ask for a second factor are in it only when there was one. */
async function personClaims({ base, identity, grants }: OauthParts, grant: string) {
  const session = await grants?.session(grant);
  const account = session === undefined ? undefined : await identity?.accounts.byId(session.user);
  if (session === undefined || account === undefined) return { roles: [] };
  return {
    roles: rolesInForce(base.settings, account.roles, session.strength),
    sid: session.id,
    acr: session.strength,
    amr: meansOf[session.strength],
  };
}

/** The grant a person gave this client before, as long as its session holds. */
export const standingGrant =
  ({ grants }: OauthParts): NonNullable<Configuration['loadExistingGrant']> =>
  async ({ oidc }) => {
    const id = oidc.result?.consent?.grantId ?? oidc.session?.grantIdFor(oidc.client?.clientId ?? '');
    if (id === undefined || (await grants?.session(id)) === undefined) return undefined;
    return oidc.provider.Grant.find(id);
  };

export const tokenClaims =
  (parts: OauthParts): NonNullable<Configuration['extraTokenClaims']> =>
  async (_ctx, token) => {
    if (token.kind !== 'ClientCredentials') return personClaims(parts, token.grantId ?? '');
    const own = previewClients(parts.base).find(({ id }) => id === token.clientId);
    return { roles: own?.role === undefined ? [] : [own.role] };
  };

type Formats = NonNullable<NonNullable<Configuration['formats']>['customizers']>;

/** Makes the tokens of the provider those of the API. */
export const asAccessToken =
  ({ base }: OauthParts): NonNullable<Formats['jwt']> =>
  (_ctx, token, { payload }) => {
    // The provider goes by the clock of the machine, the preview by its own.
    const ahead = Math.round(base.running.clock.ahead() / 1000);
    payload['iat'] = Number(payload['iat']) + ahead;
    payload['exp'] = Number(payload['exp']) + ahead;
    // A token without the claim would limit nothing.
    payload['scope'] ??= '';
    if (token.kind === 'ClientCredentials') payload['sub'] = systemId(base, token.clientId ?? '');
  };

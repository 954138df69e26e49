import type { Configuration } from 'oidc-provider';
import type { Tokens } from '../identity.ts';
import { signingAlgorithm } from '../signing-keys.ts';
import { accountOf, asAccessToken, standingGrant, tokenClaims } from './claims.ts';
import { clientMetadata, previewClients } from './clients.ts';
import { errorPage, logoutPage, pageHeaders, signedOutPage } from './pages.ts';
import { oauthPaths } from './paths.ts';
import type { OauthParts } from './parts.ts';

export function configurationOf(parts: OauthParts): Configuration {
  const { base } = parts;
  const { signing, store } = base;
  const paths = oauthPaths(base);
  return {
    clients: previewClients(base).map((client) => clientMetadata(client, parts.identity !== undefined)),
    jwks: { keys: signing.published().map(({ privateJwk }) => ({ ...privateJwk, kty: 'EC' })) },
    clientDefaults: { id_token_signed_response_alg: signingAlgorithm },
    enabledJWA: { idTokenSigningAlgValues: [signingAlgorithm] },
    cookies: { keys: [store.digest('cookies')] },
    routes: paths.routes,
    discovery: {
      userinfo_endpoint: parts.issuer + paths.userinfo,
      introspection_endpoint: parts.issuer + paths.introspection,
      introspection_endpoint_auth_methods_supported: ['client_secret_basic'],
    },
    responseTypes: ['code'],
    clientBasedCORS: () => false,
    pkce: { required: () => true },
    scopes: ['openid', 'offline_access', 'profile', 'email'],
    claims: { openid: ['sub'], profile: ['name', 'locale'], email: ['email', 'email_verified'] },
    acrValues: ['single-factor', 'multi-factor'],
    conformIdTokenClaims: true,
    rotateRefreshToken: true,
    issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    // Signing out ends what was given to clients as well.
    expiresWithSession: () => true,
    renderError: (ctx, { error, error_description: told }) => {
      ctx.set(pageHeaders);
      ctx.body = errorPage(error, told);
    },
    ttl: livesOf(base),
    findAccount: (ctx, id) => accountOf(parts, ctx, id),
    loadExistingGrant: standingGrant(parts),
    extraTokenClaims: tokenClaims(parts),
    formats: { customizers: { jwt: asAccessToken(parts) } },
  };
}

const livesOf = ({ settings }: Tokens): NonNullable<Configuration['ttl']> => ({
  AccessToken: settings.accessToken,
  ClientCredentials: settings.accessToken,
  AuthorizationCode: 60,
  IdToken: settings.accessToken,
  Interaction: 600,
  RefreshToken: settings.idle,
  Grant: settings.session,
  Session: settings.session,
});

export function featuresOf(
  { base }: OauthParts,
  refuse: (resource: string) => Error,
): NonNullable<Configuration['features']> {
  const { parties, settings, running } = base;
  const scope = [...new Set(running.backend.api.endpoints.flatMap(({ scopes }) => scopes))].join(' ');
  return {
    devInteractions: { enabled: false },
    userinfo: { enabled: false },
    introspection: { enabled: false },
    dPoP: { enabled: false },
    pushedAuthorizationRequests: { enabled: false },
    revocation: { enabled: true, allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId },
    clientCredentials: { enabled: true },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (ctx, form) => {
        ctx.set(pageHeaders);
        ctx.body = logoutPage(running.backend.name, form);
      },
      postLogoutSuccessSource: (ctx) => {
        ctx.set(pageHeaders);
        ctx.body = signedOutPage(running.backend.name);
      },
    },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => parties.audience,
      useGrantedResource: () => true,
      getResourceServerInfo: (_ctx, resource) => {
        if (resource !== parties.audience) throw refuse(resource);
        return {
          scope,
          audience: parties.audience,
          accessTokenFormat: 'jwt',
          accessTokenTTL: settings.accessToken,
          jwt: { sign: { alg: signingAlgorithm } },
        };
      },
    },
  };
}

import type { Tokens } from '../identity.ts';

export interface OauthPaths {
  readonly routes: {
    readonly authorization: string;
    readonly token: string;
    readonly revocation: string;
    readonly end_session: string;
    readonly jwks: string;
  };
  readonly userinfo: string;
  readonly introspection: string;
  readonly interaction: string;
}

export const jwksPath = '/.well-known/jwks.json';
export const discoveryPath = '/.well-known/openid-configuration';

/** Where the API document says that tokens are got; the rest stands beside it. */
export function oauthPaths({ running }: Pick<Tokens, 'running'>): OauthPaths {
  const { components } = running.package.openApi;
  const flow = ['securitySchemes', 'oauth2', 'flows', 'authorizationCode'].reduce(
    (place, key) => fields(place[key]),
    fields(components),
  );
  const pathOf = (url: unknown, standard: string): string =>
    typeof url === 'string' && URL.canParse(url) ? new URL(url).pathname : standard;
  const token = pathOf(flow['tokenUrl'], '/oauth/token');
  const folder = token.slice(0, token.lastIndexOf('/'));
  return {
    routes: {
      authorization: pathOf(flow['authorizationUrl'], '/oauth/authorize'),
      token,
      revocation: `${folder}/revoke`,
      end_session: `${folder}/logout`,
      jwks: jwksPath,
    },
    userinfo: `${folder}/userinfo`,
    introspection: `${folder}/introspect`,
    interaction: `${folder}/interaction`,
  };
}

const fields = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};

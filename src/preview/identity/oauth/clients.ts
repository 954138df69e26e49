import type { ClientMetadata } from 'oidc-provider';
import type { Tokens } from '../identity.ts';

/** A client that a preview has registered. */
export interface PreviewClient {
  readonly id: string;
  /** Absent = a public client: it has no secret, PKCE protects it. */
  readonly secret?: string;
  /** Of a system: the role in which it acts. */
  readonly role?: string;
}

/** For people, on any port of loopback (RFC 8252, section 7.3). */
export const publicClient = 'preview-client';
export const callbackUri = 'http://127.0.0.1/callback';

/** One public client for people, and one with a secret for each system of the design. */
export function previewClients({ running: { backend }, store }: Tokens): readonly PreviewClient[] {
  const systems = backend.trust.actors.filter(({ kind }) => kind === 'system').map(({ name }) => name);
  return [
    { id: publicClient },
    ...systems.map((role) => ({
      id: `preview-${role}`,
      role,
      secret: store.digest(`client ${role}`),
    })),
  ];
}

export function clientMetadata({ id, secret, role }: PreviewClient, hasPeople: boolean): ClientMetadata {
  if (secret !== undefined && role !== undefined)
    return {
      client_id: id,
      client_secret: secret,
      token_endpoint_auth_method: 'client_secret_basic',
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
    };
  return {
    client_id: id,
    client_name: 'Preview client',
    application_type: 'native',
    token_endpoint_auth_method: 'none',
    grant_types: hasPeople ? ['authorization_code', 'refresh_token'] : [],
    redirect_uris: hasPeople ? [callbackUri] : [],
    response_types: hasPeople ? ['code'] : [],
    post_logout_redirect_uris: [callbackUri],
  };
}

/** A system as the subject of tokens: what is stored of callers is a UUID. The same in every run. */
export const systemId = ({ running: { ids } }: Tokens, client: string): string =>
  ids.of(new Date(0), 'system', client);

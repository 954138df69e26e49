import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Provider } from 'oidc-provider';
import { Refusal } from '../../http/problems.ts';
import type { Gates } from '../../http/routes.ts';
import type { Identity, Tokens } from '../identity.ts';
import { checkedToken } from '../authenticate.ts';
import { hashOf, oauthTables } from './adapter.ts';
import { previewClients } from './clients.ts';
import { grantsOf } from './grants.ts';
import { mountInteractions } from './interactions.ts';
import { discoveryPath, jwksPath, oauthPaths } from './paths.ts';

export interface Oauth {
  readonly mount: (app: FastifyInstance, gates: Gates) => Promise<void>;
  /** To be called when keys changed. */
  readonly renew: () => void;
}

/** The library takes a third of a second to load: it is loaded when somebody first asks for a path of it. */
export async function openOauth(base: Tokens, identity: Identity | undefined): Promise<Oauth> {
  await base.running.database.script(oauthTables);
  const grants = identity === undefined ? undefined : grantsOf(identity);
  let opened: Promise<Provider> | undefined;
  const provider = (): Promise<Provider> =>
    (opened ??= import('./provider.ts').then(({ openProvider }) =>
      openProvider({ base, identity, grants, issuer: base.parties.issuer() }),
    ));
  return {
    renew: () => {
      opened = undefined;
    },
    mount: async (app, gates) => {
      mountKeys(app, base);
      mountIntrospection(app, base, identity);
      if (identity !== undefined && grants !== undefined) {
        mountUserinfo(app, identity, gates);
        mountInteractions(app, { identity, grants, provider, gates });
      }
      mountProvider(app, base, provider);
    },
  };
}

/** Requests go to the library as they come: it reads bodies itself. */
function mountProvider(app: FastifyInstance, base: Tokens, provider: () => Promise<Provider>): void {
  const { authorization, token, revocation, end_session: logout } = oauthPaths(base).routes;
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    for (const url of [
      discoveryPath,
      authorization,
      `${authorization}/:uid`,
      token,
      revocation,
      logout,
      `${logout}/*`,
    ])
      scope.all(url, async (request, reply) => {
        const callback = (await provider()).callback();
        reply.hijack();
        await callback(request.raw, reply.raw);
      });
  });
}

/** Public keys, for whoever checks tokens (RFC 7517). */
function mountKeys(app: FastifyInstance, { signing }: Tokens): void {
  app.get(jwksPath, async (_request, reply) =>
    reply
      .header('content-type', 'application/jwk-set+json')
      .send(Buffer.from(JSON.stringify({ keys: signing.published().map(({ publicJwk }) => publicJwk) }))),
  );
}

/** OpenID Connect Core, section 5.3, for the access tokens of the API: the library takes only tokens of its own for it. */
function mountUserinfo(app: FastifyInstance, identity: Identity, { authenticate }: Gates): void {
  app.route({
    method: ['GET', 'POST'],
    url: oauthPaths(identity).userinfo,
    handler: async (request) => {
      const caller = await authenticate(request);
      const account = caller.kind === 'known' ? await identity.accounts.byId(caller.id) : undefined;
      if (account === undefined)
        throw new Refusal('unauthenticated', 'Send an access token of a person.', {
          headers: { 'www-authenticate': 'Bearer' },
        });
      return {
        sub: account.id,
        locale: account.locale,
        ...(account.name !== undefined && { name: account.name }),
        ...(account.email !== undefined && { email: account.email, email_verified: account.verified }),
      };
    },
  });
}

/** RFC 7662, for systems: whether a token holds now, the end of its session included. */
function mountIntrospection(app: FastifyInstance, base: Tokens, identity: Identity | undefined): void {
  app.post(oauthPaths(base).introspection, async (request) => {
    requireSystem(base, request);
    const token = new URLSearchParams(String(request.body)).get('token') ?? '';
    try {
      const { verified } = await checkedToken(base, identity?.sessions, token);
      return {
        active: true,
        token_type: 'Bearer',
        sub: verified.subject,
        client_id: verified.client,
        scope: (verified.scopes ?? []).join(' '),
        exp: Math.floor(verified.expiresAt / 1000),
        iss: base.parties.issuer(),
        aud: base.parties.audience,
        roles: verified.roles,
        sid: verified.session,
      };
    } catch (error) {
      if (error instanceof Refusal) return { active: false };
      throw error;
    }
  });
}

function requireSystem(base: Tokens, { headers }: FastifyRequest): void {
  const [, basic = ''] = /^Basic +(.+)$/i.exec(headers.authorization ?? '') ?? [];
  const [id, secret = ''] = Buffer.from(basic, 'base64').toString().split(':').map(decoded);
  const known = previewClients(base).find((client) => client.id === id)?.secret;
  if (known !== undefined && timingSafeEqual(Buffer.from(hashOf(known)), Buffer.from(hashOf(secret)))) return;
  throw new Refusal('unauthenticated', 'Send the identifier and the secret of a system.', {
    headers: { 'www-authenticate': 'Basic' },
  });
}

/** As forms are encoded (RFC 6749, section 2.3.1). */
const decoded = (text: string): string => new URLSearchParams(`text=${text}`).get('text') ?? '';

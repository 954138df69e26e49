import { randomUUID } from 'node:crypto';
import * as oidc from 'openid-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { browser } from '../../../testing/browser.ts';
import { caller } from '../../../testing/preview-calls.ts';
import { packageFiles } from '../../../testing/preview-package.ts';
import { packageOf } from '../../package.ts';
import { startPreview } from '../../preview.ts';
import type { Preview } from '../../preview.ts';
import { identityPart } from '../part.ts';
import type { IdentityPart } from '../part.ts';

const brief =
  'brief: 1\nsystem: { id: shop, name: Shop }\ncapabilities: { auth: {}, products: {}, orders: {} }\n';
const password = 'a long enough pass phrase';
const redirect = 'http://127.0.0.1:49152/callback';
const isCallback = (url: URL): boolean => url.pathname === '/callback';

let preview: Preview;
let identity: IdentityPart;
let email = '';
let config: oidc.Configuration;
const send = caller(() => preview.url);
beforeAll(async () => {
  const files = packageFiles(brief);
  preview = await startPreview(
    packageOf('memory', (path) => files.get(path)),
    {
      port: 0,
      limits: false,
      parts: async (running) => {
        identity = await identityPart(running);
        return [identity];
      },
    },
  );
  email = `${randomUUID()}@shop.example`;
  await send('POST', '/users', { body: { email, password, accept_terms: true, display_name: 'Anna' } });
  config = await oidc.discovery(new URL(preview.url), 'preview-client', undefined, oidc.None(), {
    execute: [oidc.allowInsecureRequests],
  });
}, 60_000);
afterAll(() => preview?.close());

const scope = 'openid profile email orders:read addresses:write addresses:read';

/** The whole way of a person: client, sign-in, consent, back at the client with a code. */
async function authorized(more: Readonly<Record<string, string>> = {}) {
  const verifier = oidc.randomPKCECodeVerifier();
  const state = oidc.randomState();
  const nonce = oidc.randomNonce();
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: redirect,
    scope,
    state,
    nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...more,
  });
  const person = browser();
  const login = await person.open(url.href, isCallback);
  const consent = await person.submit(login, { identifier: email, secret: password }, isCallback);
  const back = await person.submit(consent, {}, isCallback);
  return { verifier, state, nonce, person, login, consent, back };
}

const tokensOf = ({ back, verifier, state, nonce }: Awaited<ReturnType<typeof authorized>>) =>
  oidc.authorizationCodeGrant(config, back.url, {
    pkceCodeVerifier: verifier,
    expectedState: state,
    expectedNonce: nonce,
  });

test('a standard client goes the whole way: code with PKCE, identity, API, refresh, user info', async () => {
  const flow = await authorized();
  const tokens = await tokensOf(flow);
  const claims = tokens.claims();
  expect([claims?.sub.length, claims?.iss]).toEqual([36, preview.url]);
  const me = await oidc.fetchUserInfo(config, tokens.access_token, claims?.sub ?? '');
  expect([me.email, me.name]).toEqual([email, 'Anna']);
  expect((await send('GET', '/orders', { token: tokens.access_token })).status).toBe(200);
  const sessions = await send('GET', '/carts', { token: tokens.access_token });
  expect([sessions.status, sessions.headers.get('www-authenticate')?.includes('insufficient_scope')]).toEqual(
    [403, true],
  );
  const next = await oidc.refreshTokenGrant(config, tokens.refresh_token ?? '');
  expect((await send('GET', '/orders', { token: next.access_token })).status).toBe(200);
});

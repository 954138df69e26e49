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

/** A request of the client, with what it keeps to itself. */
async function request(more: Readonly<Record<string, string>> = {}) {
  const verifier = oidc.randomPKCECodeVerifier();
  const state = oidc.randomState();
  const nonce = oidc.randomNonce();
  const { href } = oidc.buildAuthorizationUrl(config, {
    redirect_uri: redirect,
    scope,
    state,
    nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...more,
  });
  return { href, verifier, state, nonce };
}

/** The whole way of a person: client, sign-in, consent, back at the client with a code. */
async function authorized(more: Readonly<Record<string, string>> = {}) {
  const asked = await request(more);
  const person = browser();
  const login = await person.open(asked.href, isCallback);
  const consent = await person.submit(login, { identifier: email, secret: password }, isCallback);
  const back = await person.submit(consent, {}, isCallback);
  return { ...asked, person, login, consent, back };
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

/** What the token endpoint says to a request. */
async function exchange(parameters: Readonly<Record<string, string>>) {
  const answer = await fetch(`${preview.url}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: 'preview-client', redirect_uri: redirect, ...parameters }),
  });
  const body: Readonly<Record<string, string>> = await answer.json();
  return { status: answer.status, error: body['error'], body };
}
const codeOf = ({ back }: Awaited<ReturnType<typeof authorized>>) => back.url.searchParams.get('code') ?? '';
const redeem = (code: string, verifier: string, more: Readonly<Record<string, string>> = {}) =>
  exchange({ grant_type: 'authorization_code', code, code_verifier: verifier, ...more });

test('a code counts once; a second time ends what the first one gave', async () => {
  const flow = await authorized();
  const first = await redeem(codeOf(flow), flow.verifier);
  expect(first.status).toBe(200);
  expect((await redeem(codeOf(flow), flow.verifier)).error).toBe('invalid_grant');
  expect((await send('GET', '/orders', { token: first.body['access_token'] })).status).toBe(401);
  const refreshed = await exchange({
    grant_type: 'refresh_token',
    refresh_token: first.body['refresh_token'] ?? '',
  });
  expect(refreshed.error).toBe('invalid_grant');
});

test('a code is for who asked for it: verifier, client and address of return', async () => {
  const [system] = identity.clients.filter(({ secret }) => secret !== undefined);
  const flow = await authorized();
  expect((await redeem(codeOf(flow), oidc.randomPKCECodeVerifier())).error).toBe('invalid_grant');
  const bare = codeOf(await authorized());
  expect((await exchange({ grant_type: 'authorization_code', code: bare })).error).toBe('invalid_grant');
  const elsewhere = await authorized();
  const moved = { redirect_uri: 'http://127.0.0.1:49153/callback' };
  expect((await redeem(codeOf(elsewhere), elsewhere.verifier, moved)).error).toBe('invalid_grant');
  const foreign = await authorized();
  const as = { client_id: system?.id ?? '', client_secret: system?.secret ?? '' };
  expect((await redeem(codeOf(foreign), foreign.verifier, as)).status).toBeGreaterThanOrEqual(400);
});

test('a request without S256, or with another address of return, is not begun', async () => {
  const base = { client_id: 'preview-client', response_type: 'code', scope: 'openid', state: 'x' };
  const challenge = await oidc.calculatePKCECodeChallenge(oidc.randomPKCECodeVerifier());
  const good = { ...base, redirect_uri: redirect, code_challenge: challenge, code_challenge_method: 'S256' };
  const asked = async (parameters: Readonly<Record<string, string>>) => {
    const query = new URLSearchParams(parameters).toString();
    const answer = await fetch(`${preview.url}/oauth/authorize?${query}`, { redirect: 'manual' });
    return { status: answer.status, to: answer.headers.get('location') ?? '' };
  };
  expect((await asked(good)).to).toContain('/oauth/interaction/');
  const { code_challenge_method: _method, ...plain } = good;
  expect((await asked(plain)).to).toContain('error=invalid_request');
  expect((await asked({ ...good, code_challenge_method: 'plain' })).to).toContain('error=invalid_request');
  expect((await asked({ ...base, redirect_uri: redirect })).to).toContain('error=invalid_request');
  for (const to of [
    'http://127.0.0.1:49152/callback/',
    'http://127.0.0.1:49152/other',
    'http://127.0.0.1.evil.example/callback',
    'http://localhost:49152/callback',
    'https://127.0.0.1:49152/callback',
    'http://127.0.0.1:49152/callback?a=b',
    'http://user@127.0.0.1:49152/callback',
  ])
    expect([to, await asked({ ...good, redirect_uri: to })]).toEqual([to, { status: 400, to: '' }]);
  expect((await asked({ ...good, response_type: 'token' })).to).toContain('error=unsupported_response_type');
  expect(config.serverMetadata().code_challenge_methods_supported).toEqual(['S256']);
});

test('a refresh token of a grant counts once, and two at once are one too many', async () => {
  const flow = await authorized();
  const { body } = await redeem(codeOf(flow), flow.verifier);
  const again = () => exchange({ grant_type: 'refresh_token', refresh_token: body['refresh_token'] ?? '' });
  const next = await again();
  expect(next.status).toBe(200);
  expect((await send('GET', '/orders', { token: next.body['access_token'] })).status).toBe(200);
  expect((await again()).error).toBe('invalid_grant');
  expect((await send('GET', '/orders', { token: next.body['access_token'] })).status).toBe(401);
  const other = await authorized();
  const { body: raced } = await redeem(codeOf(other), other.verifier);
  const use = () => exchange({ grant_type: 'refresh_token', refresh_token: raced['refresh_token'] ?? '' });
  const won = (await Promise.all([use(), use()])).filter(({ status }) => status === 200);
  expect(won.length).toBeLessThanOrEqual(1);
  for (const { body: given } of won)
    expect((await send('GET', '/orders', { token: given['access_token'] })).status).toBe(401);
});

test('the page answers alike for a wrong password and for nobody, and shows nothing of what was typed', async () => {
  const { login, person } = await authorized({ prompt: 'login' });
  const fresh = browser();
  const begun = await fresh.open((await request()).href, isCallback);
  expect([login.status, begun.status]).toEqual([200, 200]);
  const tried = async (identifier: string) => {
    const page = await fresh.submit(begun, { identifier, secret: 'wrong <b>pass</b> phrase' }, isCallback);
    return [page.status, page.html.replaceAll(identifier, '')];
  };
  const wrong = await tried(email);
  expect(wrong).toEqual(await tried('nobody@shop.example'));
  expect(wrong).toEqual([401, expect.not.stringContaining('pass</b>')]);
  const odd = await tried('"><script>@shop.example');
  expect(odd[1]).not.toContain('<script>');
  // Another browser cannot go on with the sign-in of this one.
  expect((await person.open(begun.url.href, isCallback)).status).toBe(404);
  const { url } = await fresh.open(`${begun.url.href}/abort`, isCallback);
  expect(url.searchParams.get('error')).toBe('access_denied');
});

test('signing out, revoking a token and ending the session all end what was given', async () => {
  const revoked = await authorized();
  const one = await tokensOf(revoked);
  await oidc.tokenRevocation(config, one.refresh_token ?? '');
  expect((await send('GET', '/orders', { token: one.access_token })).status).toBe(401);
  const left = await authorized();
  const two = await tokensOf(left);
  const url = oidc.buildEndSessionUrl(config, {
    id_token_hint: two.id_token ?? '',
    post_logout_redirect_uri: redirect,
  });
  const asked = await left.person.open(url.href, isCallback);
  const gone = await left.person.submit(asked, { logout: 'yes' }, isCallback);
  expect(gone.url.pathname).toBe('/callback');
  expect((await send('GET', '/orders', { token: two.access_token })).status).toBe(401);
  const ended = await authorized({ scope: `${scope} sessions:read sessions:write` });
  const three = await tokensOf(ended);
  const user = three.claims()?.sub ?? '';
  const token = three.access_token;
  const listed = await send('GET', `/sessions?user_id=${user}`, { token });
  const sessions: readonly { id: string; revoked_at: string | null }[] = JSON.parse(listed.text).items;
  for (const { id } of sessions.filter((each) => each.revoked_at === null))
    await send('DELETE', `/sessions/${id}`, { token, headers: { 'if-match': '*' } });
  expect((await send('GET', '/orders', { token })).status).toBe(401);
  await expect(oidc.refreshTokenGrant(config, three.refresh_token ?? '')).rejects.toThrow();
  const back = await ended.person.open((await request()).href, isCallback);
  expect(back.html).toContain('Sign in to');
});

test('a system gets tokens in its role, and asks whether others hold', async () => {
  const [system] = identity.clients.filter(({ secret }) => secret !== undefined);
  const own = await oidc.discovery(
    new URL(preview.url),
    system?.id ?? '',
    undefined,
    oidc.ClientSecretBasic(system?.secret),
    { execute: [oidc.allowInsecureRequests] },
  );
  const { access_token: token } = await oidc.clientCredentialsGrant(own, { scope: 'orders:read' });
  const told = await oidc.tokenIntrospection(own, token);
  expect([told.active, told['roles'], told.scope]).toEqual([true, [system?.role], 'orders:read']);
  expect((await oidc.tokenIntrospection(own, `${token}x`)).active).toBe(false);
  await expect(oidc.tokenIntrospection(config, token)).rejects.toThrow();
  const wrong = await fetch(`${preview.url}/oauth/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${system?.id}:wrong`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  expect(wrong.status).toBe(401);
});

test('time and new keys: grants go by the clock of the preview', async () => {
  const flow = await authorized();
  const { body } = await redeem(codeOf(flow), flow.verifier);
  await identity.rotateKeys();
  expect((await send('GET', '/orders', { token: body['access_token'] })).status).toBe(200);
  await preview.running.clock.travel(11 * 60_000);
  expect((await send('GET', '/orders', { token: body['access_token'] })).status).toBe(401);
  const refresh = (token: string | undefined) =>
    exchange({ grant_type: 'refresh_token', refresh_token: token ?? '' });
  const next = await refresh(body['refresh_token']);
  expect((await send('GET', '/orders', { token: next.body['access_token'] })).status).toBe(200);
  await preview.running.clock.travel(8 * 24 * 3_600_000);
  expect((await refresh(next.body['refresh_token'])).error).toBe('invalid_grant');
  const late = await authorized();
  await preview.running.clock.travel(61_000);
  expect((await redeem(codeOf(late), late.verifier)).error).toBe('invalid_grant');
});

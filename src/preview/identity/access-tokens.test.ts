import fc from 'fast-check';
import { CompactSign, SignJWT, UnsecuredJWT, base64url, generateKeyPair } from 'jose';
import type { JWTPayload } from 'jose';
import { beforeAll, expect, test } from 'vitest';
import { previewClock } from '../clock.ts';
import type { KeyStore, StoredKey } from '../encryption/keys.ts';
import { Refusal } from '../http/problems.ts';
import { previewIds } from '../ids.ts';
import { accessTokens } from './access-tokens.ts';
import type { AccessTokens } from './access-tokens.ts';
import { openSigningKeys } from './signing-keys.ts';
import type { SigningKeys } from './signing-keys.ts';

const clock = previewClock(new Date('2026-03-01T12:00:00Z'));
const issuer = 'http://127.0.0.1:1';
const audience = 'https://api.shop.example';
const life = 600;
const subject = '01900000-0000-7000-8000-000000000001';

function memoryStore(): KeyStore {
  const keys = new Map<string, StoredKey>();
  return {
    all: async () => [...keys.values()],
    add: async (_purpose, id, material) => void keys.set(id, { id, material, retiredAt: undefined }),
    retire: async (_purpose, id) => {
      const key = keys.get(id);
      if (key !== undefined) keys.set(id, { ...key, retiredAt: clock.now() });
    },
    remove: async (_purpose, id) => void keys.delete(id),
    digest: (text) => text,
  };
}

let keys: SigningKeys;
let tokens: AccessTokens;
let token = '';
beforeAll(async () => {
  keys = await openSigningKeys(memoryStore(), clock, life);
  tokens = accessTokens({ clock, ids: previewIds(clock) }, keys, { issuer: () => issuer, audience }, life);
  token = await tokens.mint({ subject, roles: ['customer'], scopes: ['orders:read'], session: 's' });
});

const now = (): number => Math.floor(clock.now().getTime() / 1000);
const claims = (): JWTPayload => ({
  iss: issuer,
  aud: audience,
  sub: subject,
  iat: now(),
  exp: now() + 60,
  jti: 'j',
  client_id: 'own',
  roles: ['admin'],
});
const header = () => ({ alg: 'ES256', typ: 'at+jwt', kid: keys.current().id });
const signed = (payload: JWTPayload, more: Readonly<Record<string, unknown>> = {}) =>
  new SignJWT(payload).setProtectedHeader({ ...header(), ...more }).sign(keys.current().privateKey);

async function refused(forged: string): Promise<void> {
  const error: unknown = await tokens.verify(forged).then(
    () => 'accepted',
    (why: unknown) => why,
  );
  expect(error).toBeInstanceOf(Refusal);
  if (!(error instanceof Refusal)) return;
  expect(error.problem).toBe('unauthenticated');
  expect(error.headers['www-authenticate']).toMatch(/^Bearer error="invalid_token"/);
}

test('a token of ours says who calls', async () => {
  expect(await tokens.verify(token)).toMatchObject({
    subject,
    roles: ['customer'],
    scopes: ['orders:read'],
    session: 's',
  });
  await tokens.verify(await signed(claims()));
});

test('a token without signature, or with one by another algorithm, is refused', async () => {
  await refused(new UnsecuredJWT(claims()).encode());
  const [, payload = '', signature = ''] = token.split('.');
  for (const alg of ['none', 'HS256', 'ES384', 'RS256', 'EdDSA'])
    await refused(
      `${base64url.encode(JSON.stringify({ ...header(), alg }))}.${payload}.${alg === 'none' ? '' : signature}`,
    );
  // The public key as the secret of an HMAC: known as algorithm confusion.
  const secret = new TextEncoder().encode(JSON.stringify(keys.current().publicJwk));
  const confused = await new CompactSign(new TextEncoder().encode(JSON.stringify(claims())))
    .setProtectedHeader({ ...header(), alg: 'HS256' })
    .sign(secret);
  await refused(confused);
});

test('a token by another key is refused, whatever key it names or brings along', async () => {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await crypto.subtle.exportKey('jwk', publicKey);
  for (const more of [{}, { kid: 'unknown' }, { kid: '' }, { jwk }, { jku: 'http://127.0.0.1/jwks' }])
    await refused(await new SignJWT(claims()).setProtectedHeader({ ...header(), ...more }).sign(privateKey));
});

test('a token for others, of others, of another kind or out of its time is refused', async () => {
  const wrong: readonly JWTPayload[] = [
    { aud: 'https://api.other.example' },
    { aud: [] },
    { iss: 'http://127.0.0.1:2' },
    { exp: now() - 1 },
    { nbf: now() + 60 },
  ];
  for (const claim of wrong) await refused(await signed({ ...claims(), ...claim }));
  for (const name of ['aud', 'iss', 'exp', 'iat', 'jti', 'sub', 'client_id'])
    await refused(await signed({ ...claims(), [name]: undefined }));
  for (const typ of ['JWT', 'logout+jwt', undefined]) await refused(await signed(claims(), { typ }));
});

test('a token with any letter changed is refused', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(token.length - 1),
      fc.constantFrom('A', 'z', '0', '-', '_', '.'),
      async (at, letter) => {
        const changed = token.slice(0, at) + letter + token.slice(at + 1);
        // The last letter of a signature carries two bits that stand for nothing.
        fc.pre(changed !== token && at < token.length - 1);
        await refused(changed);
      },
    ),
    { numRuns: 100 },
  );
  await refused('');
  await refused('a.b.c');
  await refused(`${token}${'A'.repeat(10_000)}`);
});

test('a new key signs from now on, the one before holds as long as its tokens', async () => {
  await keys.rotate();
  const next = await tokens.mint({ subject, roles: [] });
  await tokens.verify(token);
  await tokens.verify(next);
  expect(keys.published().length).toBe(2);
  await clock.travel((life - 1) * 1000);
  await tokens.verify(token);
  await clock.travel(2000);
  await refused(token);
  await refused(next);
  expect(keys.published().length).toBe(1);
});

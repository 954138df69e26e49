import { randomUUID } from 'node:crypto';
import { generate } from 'otplib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageFiles } from '../../testing/preview-package.ts';
import { caller } from '../../testing/preview-calls.ts';
import { packageOf } from '../package.ts';
import { startPreview } from '../preview.ts';
import type { Preview } from '../preview.ts';
import { identityPart } from './part.ts';
import type { IdentityPart } from './part.ts';

const password = 'a long enough pass phrase';
const brief = `brief: 1
system: { id: shop, name: Shop }
capabilities: { auth: { methods: [password], mfa: all, access-token: 5m }, orders: {} }
`;

let preview: Preview;
let identity: IdentityPart;
async function started(text: string): Promise<void> {
  const files = packageFiles(text);
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
}
beforeAll(() => started(brief), 60_000);
afterAll(() => preview?.close());

const send = caller(() => preview.url);
const post = (path: string, body: unknown, token?: string) => send('POST', path, { body, token });
async function registered(email = `${randomUUID()}@shop.example`): Promise<string> {
  expect((await post('/users', { email, password, accept_terms: true })).status).toBe(202);
  return email;
}
const signIn = (identifier: string, more: Readonly<Record<string, string>> = {}) =>
  post('/sessions', { method: 'password', identifier, secret: password, ...more });

test('where everybody needs a second factor, a session without one is good for adding it only', async () => {
  const email = await registered();
  const { body } = await signIn(email);
  expect(body['expires_in']).toBe(300);
  const token = body['access_token'];
  const refused = await send('GET', '/orders', { token });
  expect(refused.status).toBe(401);
  expect(refused.headers.get('www-authenticate')).toContain('acr_values="multi-factor"');
  const enrolled = await post('/credentials', { kind: 'totp', proof: password }, token);
  const secret = new URL(enrolled.body['provisioning_uri'] ?? '').searchParams.get('secret') ?? '';
  const epoch = Math.floor(preview.running.clock.now().getTime() / 1000);
  const attestation = await generate({ secret, epoch });
  expect((await post('/credentials', { kind: 'totp', proof: password, attestation }, token)).status).toBe(
    201,
  );
  expect((await post('/credentials', { kind: 'totp', proof: password }, token)).status).toBe(401);
  const tag = { 'if-match': `"${enrolled.body['version']}"` };
  const path = `/credentials/${enrolled.body['id']}`;
  expect((await send('DELETE', path, { token, headers: tag })).status).toBe(401);
  const strong = await signIn(email, { code: await generate({ secret, epoch: epoch + 30 }) });
  const full = strong.body['access_token'];
  expect((await send('GET', '/orders', { token: full })).status).toBe(200);
  expect((await send('DELETE', path, { token: full, headers: tag })).status).toBe(204);
  expect((await signIn(email)).body['strength']).toBe('single-factor');
});

test('another address is confirmed anew, and the one before is told', async () => {
  const email = await registered();
  const [mail] = identity.mailbox?.messages(email) ?? [];
  await post('/users/verify-email', { token: mail?.token });
  const { body: session } = await signIn(email);
  const person = session['user_id'] ?? '';
  const token = await identity.tokenFor('customer', person);
  const next = `${randomUUID()}@shop.example`;
  const me = await send('GET', `/users/${person}`, { token });
  const changed = await send('PATCH', `/users/${person}`, {
    token,
    body: { email: next.toUpperCase() },
    headers: { 'if-match': me.headers.get('etag') ?? '' },
  });
  expect([changed.status, changed.body['email'], changed.body['email_verified_at']]).toEqual([
    200,
    next,
    null,
  ]);
  expect(identity.mailbox?.messages(email).length).toBe(2);
  expect((await post('/sessions/refresh', { refresh_token: session['refresh_token'] })).status).toBe(401);
  const [confirm] = identity.mailbox?.messages(next) ?? [];
  expect((await post('/users/verify-email', { token: confirm?.token })).status).toBe(204);
  expect((await signIn(next)).status).toBe(201);
});

test('guessing at one account is slowed down, and only for a while', async () => {
  const email = await registered();
  const guess = () => signIn(email, { secret: 'a guess of some length' });
  for (let count = 0; count < 5; count++) expect((await guess()).status).toBe(401);
  const slowed = await signIn(email);
  expect([slowed.status, slowed.headers.get('retry-after')]).toEqual([429, '30']);
  await preview.running.clock.travel(31_000);
  expect((await signIn(email)).status).toBe(201);
});

test('many guesses at once are no way round that', async () => {
  const email = await registered();
  const guesses = Array.from({ length: 8 }, () => signIn(email, { secret: 'a guess of some length' }));
  expect((await Promise.all(guesses)).map(({ status }) => status)).toEqual([
    401, 401, 401, 401, 401, 429, 429, 429,
  ]);
});

test('a guest owns things without an account', async () => {
  const { body } = await post('/sessions', { method: 'guest' });
  expect(body['strength']).toBe('guest');
  expect((await send('POST', '/carts', { token: body['access_token'], body: {} })).status).toBe(201);
});

test('generated rows that hold no secret are no ways to sign in, and break none', async () => {
  const email = await registered();
  const ask = (sql: string) => preview.running.database.query({}, sql, [email]);
  const whose = '(select id from auth.users where email = $1)';
  await ask(
    `insert into auth.credentials (user_id, kind, secret_hash, sign_count) values (${whose}, 'totp', 'secret-hash-1', 5)`,
  );
  expect((await signIn(email)).body['strength']).toBe('single-factor');
  await identity.rotateKeys();
  await ask(
    `update auth.credentials set secret_hash = '$argon2id$trial' where kind = 'password' and user_id = ${whose}`,
  );
  expect((await signIn(email)).status).toBe(401);
});

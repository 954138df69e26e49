import { randomUUID } from 'node:crypto';
import { generate } from 'otplib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageFiles } from '../../testing/preview-package.ts';
import { caller } from '../../testing/preview-calls.ts';
import { owner } from '../database/database.ts';
import { packageOf } from '../package.ts';
import { startPreview } from '../preview.ts';
import type { Preview } from '../preview.ts';
import { identityPart } from './part.ts';
import type { IdentityPart } from './part.ts';

const brief =
  'brief: 1\nsystem: { id: shop, name: Shop }\ncapabilities: { auth: {}, products: {}, orders: {} }\n';
const password = 'a long enough pass phrase';

let preview: Preview;
let identity: IdentityPart;
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
}, 60_000);
afterAll(() => preview?.close());

const send = caller(() => preview.url);
const post = (path: string, body: unknown, token?: string) => send('POST', path, { body, token });

async function registered(email = `${randomUUID()}@shop.example`): Promise<string> {
  const answer = await post('/users', { email, password, accept_terms: true });
  expect(answer.status).toBe(202);
  return email;
}

const signIn = (identifier: string, more: Readonly<Record<string, string>> = {}) =>
  post('/sessions', { method: 'password', identifier, secret: password, ...more });

const rows = async (sql: string, values: readonly string[] = []) =>
  (await preview.running.database.query(owner, sql, values)).rows;

test('somebody registers, confirms the address, signs in and is known', async () => {
  const email = await registered();
  const [mail] = identity.mailbox?.messages(email) ?? [];
  expect((await post('/users/verify-email', { token: mail?.token })).status).toBe(204);
  expect((await post('/users/verify-email', { token: mail?.token })).status).toBe(422);
  const session = await signIn(email);
  expect([session.status, session.body['strength']]).toEqual([201, 'single-factor']);
  const me = await send('GET', `/users/${session.body['user_id']}`, { token: session.body['access_token'] });
  expect([me.status, me.body['email']]).toEqual([200, email]);
  expect(me.body['email_verified_at']).not.toBeNull();
});

test('a refresh token is exchanged once; a second time ends the family at once', async () => {
  const { body: session } = await signIn(await registered());
  const next = await post('/sessions/refresh', { refresh_token: session['refresh_token'] });
  expect(next.status).toBe(200);
  const orders = (token: string | undefined) => send('GET', '/orders', { token });
  expect((await orders(next.body['access_token'])).status).toBe(200);
  expect((await post('/sessions/refresh', { refresh_token: session['refresh_token'] })).status).toBe(401);
  expect((await orders(next.body['access_token'])).status).toBe(401);
  expect((await post('/sessions/refresh', { refresh_token: next.body['refresh_token'] })).status).toBe(401);
  const events = await rows("select name from platform.outbox_events where name = 'session.revoked'");
  expect(events.length).toBeGreaterThan(0);
});

test('a second factor is enrolled, asked for, and each code counts once', async () => {
  const email = await registered();
  const { body: session } = await signIn(email);
  const token = session['access_token'];
  const enrolled = await post('/credentials', { kind: 'totp', proof: password }, token);
  expect(enrolled.status).toBe(201);
  const secret = new URL(enrolled.body['provisioning_uri'] ?? '').searchParams.get('secret') ?? '';
  const code = () => generate({ secret, epoch: Math.floor(preview.running.clock.now().getTime() / 1000) });
  expect((await signIn(email)).body['strength']).toBe('single-factor');
  const confirmed = await post(
    '/credentials',
    { kind: 'totp', proof: password, attestation: await code() },
    token,
  );
  expect(confirmed.status).toBe(201);
  expect((await signIn(email)).status).toBe(401);
  expect((await signIn(email, { code: await code() })).status).toBe(401);
  await preview.running.clock.travel(60_000);
  const strong = await signIn(email, { code: await code() });
  expect([strong.status, strong.body['strength']]).toEqual([201, 'multi-factor']);
  expect((await signIn(email, { code: await code() })).status).toBe(401);
});

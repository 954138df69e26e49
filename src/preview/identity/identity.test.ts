import { randomUUID } from 'node:crypto';
import { generate } from 'otplib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageFiles } from '../../testing/preview-package.ts';
import { caller } from '../../testing/preview-calls.ts';
import type { Answer } from '../../testing/preview-calls.ts';
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
const rows = async (sql: string, values: readonly string[] = []) =>
  (await preview.running.database.query(owner, sql, values)).rows;
const mailTo = (email: string) => (identity.mailbox?.messages(email) ?? []).map(({ token }) => token ?? '');

async function registered(email = `${randomUUID()}@shop.example`): Promise<string> {
  expect((await post('/users', { email, password, accept_terms: true })).status).toBe(202);
  return email;
}
const signIn = (identifier: string, more: Readonly<Record<string, string>> = {}) =>
  post('/sessions', { method: 'password', identifier, secret: password, ...more });
const statusesOf = (answers: readonly Answer[]) => answers.map(({ status }) => status).sort((a, b) => a - b);
const mine = (token: string | undefined) => send('GET', '/orders', { token });

/** Signs in with a second factor that is enrolled for it. */
async function strongSession(email: string): Promise<{ readonly session: Answer; readonly secret: string }> {
  const { body } = await signIn(email);
  const token = body['access_token'];
  const enrolled = await post('/credentials', { kind: 'totp', proof: password }, token);
  const secret = new URL(enrolled.body['provisioning_uri'] ?? '').searchParams.get('secret') ?? '';
  const attestation = await codeOf(secret);
  const confirmed = await post('/credentials', { kind: 'totp', proof: password, attestation }, token);
  expect([enrolled.status, confirmed.status]).toEqual([201, 201]);
  await preview.running.clock.travel(60_000);
  return { session: await signIn(email, { code: await codeOf(secret) }), secret };
}
const codeOf = (secret: string) =>
  generate({ secret, epoch: Math.floor(preview.running.clock.now().getTime() / 1000) });

test('somebody registers, confirms the address, signs in and is known', async () => {
  const email = await registered();
  const [token] = mailTo(email);
  expect((await post('/users/verify-email', { token })).status).toBe(204);
  expect((await post('/users/verify-email', { token })).status).toBe(422);
  const session = await signIn(email);
  expect([session.status, session.body['strength']]).toEqual([201, 'single-factor']);
  const me = await send('GET', `/users/${session.body['user_id']}`, { token: session.body['access_token'] });
  expect([me.status, me.body['email']]).toEqual([200, email]);
  expect(me.body['email_verified_at']).not.toBeNull();
});

test('an answer does not tell whether an address is known', async () => {
  const known = await registered();
  const unknown = `${randomUUID()}@shop.example`;
  const seen = ({ status, text, headers }: Answer) => [
    status,
    text,
    headers.get('www-authenticate'),
    [...headers.keys()].filter((name) => name !== 'date').sort(),
  ];
  const wrong = { secret: 'another long pass phrase' };
  expect(seen(await signIn(known, wrong))).toEqual(seen(await signIn(unknown, wrong)));
  const recover = (email: string) => post('/recovery-tokens', { email, purpose: 'password-reset' });
  expect(seen(await recover(known))).toEqual(seen(await recover(unknown)));
  const again = await post('/users', { email: known, password, accept_terms: true });
  const first = await post('/users', { email: unknown, password, accept_terms: true });
  expect(seen(again)).toEqual(seen(first));
  expect((await rows('select id from auth.users where email = $1', [known])).length).toBe(1);
});

test('a refresh token is exchanged once; a second time ends the family at once', async () => {
  const { body: session } = await signIn(await registered());
  const next = await post('/sessions/refresh', { refresh_token: session['refresh_token'] });
  expect(next.status).toBe(200);
  expect((await mine(next.body['access_token'])).status).toBe(200);
  expect((await post('/sessions/refresh', { refresh_token: session['refresh_token'] })).status).toBe(401);
  expect((await mine(next.body['access_token'])).status).toBe(401);
  expect((await post('/sessions/refresh', { refresh_token: next.body['refresh_token'] })).status).toBe(401);
  const events = await rows(
    "select payload from platform.outbox_events where name = 'session.revoked' and aggregate_id = $1",
    [session['id'] ?? ''],
  );
  expect(events.length).toBe(1);
  const audit = await rows("select outcome from audit.audit_entries where action = 'session.reuse-detected'");
  expect(audit).toEqual([{ outcome: 'refused' }]);
});

test('a session that ends takes its tokens with it, whoever ends it', async () => {
  const email = await registered();
  const [one, two] = [await signIn(email), await signIn(email)];
  const token = one.body['access_token'];
  expect((await mine(token)).status).toBe(200);
  const path = `/sessions/${one.body['id']}`;
  const out = await send('DELETE', path, { token, headers: { 'if-match': '"1"' } });
  const [after, other] = [await mine(token), await mine(two.body['access_token'])];
  expect([out.status, after.status, other.status]).toEqual([204, 401, 200]);
  expect(after.headers.get('www-authenticate')).toContain('invalid_token');
  const admin = await identity.tokenFor('admin', randomUUID());
  const locked = await post(`/users/${two.body['user_id']}/lock`, { reason: 'a complaint' }, admin);
  expect([locked.status, (await mine(two.body['access_token'])).status]).toEqual([200, 401]);
  expect((await signIn(email)).status).toBe(401);
  expect((await post('/sessions/refresh', { refresh_token: two.body['refresh_token'] })).status).toBe(401);
});

test('time ends tokens, idle sessions and sessions', async () => {
  const email = await registered();
  const [busy, idle] = [await signIn(email), await signIn(email)];
  const day = 24 * 3_600_000;
  await preview.running.clock.travel(11 * 60_000);
  expect((await mine(busy.body['access_token'])).status).toBe(401);
  let { body } = busy;
  for (let week = 0; week < 4; week++) {
    await preview.running.clock.travel(6 * day);
    const next = await post('/sessions/refresh', { refresh_token: body['refresh_token'] });
    expect(next.status).toBe(200);
    ({ body } = next);
  }
  expect((await post('/sessions/refresh', { refresh_token: idle.body['refresh_token'] })).status).toBe(401);
  await preview.running.clock.travel(6 * day + 1000);
  expect((await post('/sessions/refresh', { refresh_token: body['refresh_token'] })).status).toBe(401);
});

test('a second factor is asked for once it is there, and each code counts once', async () => {
  const email = await registered();
  const { session, secret } = await strongSession(email);
  expect([session.status, session.body['strength']]).toEqual([201, 'multi-factor']);
  const without = await signIn(email);
  expect(without.status).toBe(401);
  expect(without.headers.get('www-authenticate')).toContain('insufficient_user_authentication');
  expect((await signIn(email, { code: await codeOf(secret) })).status).toBe(401);
  await preview.running.clock.travel(30_000);
  const code = await codeOf(secret);
  const both = await Promise.all([signIn(email, { code }), signIn(email, { code })]);
  expect(statusesOf(both)).toEqual([201, 401]);
});

test('staff act only with a second factor; nobody grants a role to themselves', async () => {
  const email = await registered();
  const { body } = await signIn(email);
  const [boss] = await rows('select id from auth.users where email = $1', [await registered()]);
  const admin = await identity.tokenFor('admin', boss?.['id'] ?? '');
  const grant = (user: string | null | undefined, role: string) =>
    post('/role-grants', { user_id: user, role }, admin);
  expect((await grant(boss?.['id'], 'admin')).status).toBe(403);
  expect((await grant(body['user_id'], 'emperor')).status).toBe(422);
  const granted = await grant(body['user_id'], 'support');
  expect([granted.status, granted.body['granted_by_id']]).toEqual([201, boss?.['id']]);
  const users = (token: string | undefined) => send('GET', '/users?status=active', { token });
  const weak = await post('/sessions/refresh', { refresh_token: body['refresh_token'] });
  const asked = await users(weak.body['access_token']);
  expect(asked.status).toBe(401);
  expect(asked.headers.get('www-authenticate')).toContain('insufficient_user_authentication');
  const { session } = await strongSession(email);
  expect((await users(session.body['access_token'])).status).toBe(200);
  const path = `/role-grants/${granted.body['id']}`;
  const gone = await send('DELETE', path, { token: admin, headers: { 'if-match': '"1"' } });
  expect(gone.status).toBe(204);
  const next = await post('/sessions/refresh', { refresh_token: session.body['refresh_token'] });
  expect((await users(next.body['access_token'])).status).toBe(403);
});

test('a recovery token changes one password, once, and ends the sessions', async () => {
  const email = await registered();
  const { body: session } = await signIn(email);
  const recover = () => post('/recovery-tokens', { email, purpose: 'password-reset' });
  await recover();
  await recover();
  const [, replaced, token] = mailTo(email);
  const redeem = (secret: string | undefined, next = 'the next long pass phrase') =>
    post('/recovery-tokens/redeem', { token: secret, new_password: next });
  expect((await redeem(replaced)).status).toBe(422);
  expect((await redeem(token, 'abababababababab')).status).toBe(422);
  const both = await Promise.all([redeem(token), redeem(token)]);
  expect(statusesOf(both)).toEqual([204, 422]);
  expect((await mine(session['access_token'])).status).toBe(401);
  expect((await signIn(email)).status).toBe(401);
  expect((await signIn(email, { secret: 'the next long pass phrase' })).status).toBe(201);
  await recover();
  await preview.running.clock.travel(31 * 60_000);
  expect((await redeem(mailTo(email).at(-1))).status).toBe(422);
});

test('a new password asks for the old one and ends the other sessions', async () => {
  const email = await registered();
  const [own, other] = [await signIn(email), await signIn(email)];
  const change = (proof: string) =>
    post(
      '/credentials',
      { kind: 'password', new_password: 'the next long pass phrase', proof },
      own.body['access_token'],
    );
  expect((await change('some other pass phrase')).status).toBe(401);
  expect((await change(password)).status).toBe(201);
  expect((await mine(own.body['access_token'])).status).toBe(200);
  expect((await mine(other.body['access_token'])).status).toBe(401);
  const passkey = await post('/credentials', { kind: 'passkey', proof: password }, own.body['access_token']);
  expect([passkey.status, passkey.body['type']]).toEqual([422, '/problems/invalid']);
});

test('a repeated sign-in is answered alike; keys may change meanwhile; nothing of it lies open', async () => {
  const email = await registered();
  const { secret } = await strongSession(email);
  await preview.running.clock.travel(60_000);
  const code = await codeOf(secret);
  const headers = { 'idempotency-key': `sign-in-${randomUUID()}` };
  const body = { method: 'password', identifier: email, secret: password, code };
  const first = await send('POST', '/sessions', { body, headers });
  await identity.rotateKeys();
  const again = await send('POST', '/sessions', { body, headers });
  expect([first.status, again.text]).toEqual([201, first.text]);
  expect((await mine(first.body['access_token'])).status).toBe(200);
  await preview.running.clock.travel(60_000);
  expect((await signIn(email, { code: await codeOf(secret) })).status).toBe(201);
  const tables = await rows(
    "select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')",
  );
  const secrets = [password, secret, first.body['access_token'] ?? '', first.body['refresh_token'] ?? ''];
  secrets.push(...(identity.mailbox?.messages() ?? []).flatMap(({ token }) => token ?? []));
  for (const { name } of tables) {
    const text = JSON.stringify(await rows(`select * from ${name}`));
    for (const each of secrets) expect([name, text.includes(each)]).toEqual([name, false]);
  }
});

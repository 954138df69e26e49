import { randomUUID } from 'node:crypto';
import * as oidc from 'openid-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageFiles } from '../../testing/preview-package.ts';
import { caller } from '../../testing/preview-calls.ts';
import { packageOf } from '../package.ts';
import { startPreview } from '../preview.ts';
import type { Preview } from '../preview.ts';
import { identityPart } from './part.ts';
import type { IdentityPart } from './part.ts';

const brief = `brief: 1
system: { id: desk, name: Desk }
actors: { clerk: person, scanner: system }
entities:
  Ticket:
    fields: { title: string <=80 }
    operations: [list, read, create]
policies:
  access:
    - clerk may list, read, create Ticket
    - scanner may list Ticket
`;

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

test('a design without accounts takes tokens all the same', async () => {
  const token = await identity.tokenFor('clerk', randomUUID());
  expect((await send('GET', '/tickets', { token })).status).toBe(200);
  expect((await send('GET', '/tickets', { token: `${token}x` })).status).toBe(401);
  expect((await send('GET', '/tickets')).status).toBe(401);
  expect(identity.mailbox).toBeUndefined();
});

test('its systems get tokens, people cannot sign in', async () => {
  const [system] = identity.clients.filter(({ role }) => role === 'scanner');
  const config = await oidc.discovery(
    new URL(preview.url),
    system?.id ?? '',
    undefined,
    oidc.ClientSecretBasic(system?.secret),
    { execute: [oidc.allowInsecureRequests] },
  );
  const { access_token: token } = await oidc.clientCredentialsGrant(config, { scope: 'tickets:read' });
  expect((await send('GET', '/tickets', { token })).status).toBe(200);
  expect((await send('GET', '/oauth/authorize?client_id=preview-client')).status).toBe(400);
});

import { api, call, lasting, reply, self, sequence, setting, uses } from './sequence-parts.ts';
import type { Sequence } from './sequence-parts.ts';
import type { Backend } from '../../model/backend.ts';

/** A system proves itself with a key of its own (RFC 6749 section 4.4, RFC 7523); nobody signs in for it. */
export function systemSignIn(backend: Backend): Sequence | undefined {
  if (!uses(backend, /client.?credentials/i)) return undefined;
  const system = { id: 'system', title: 'System' };
  return sequence(
    'sign-in-system',
    'A system proves itself',
    [system, api],
    [
      self('system', 'sign an assertion: own id, audience, expiry, single-use jti'),
      call('system', 'api', 'client credentials with the assertion'),
      self('api', 'check key by client id, audience, expiry, jti unused'),
      { frame: 'alt', title: 'any of them differs', messages: [reply('api', 'system', '401, audit entry')] },
      reply(
        'api',
        'system',
        `access token${lasting(setting(backend, /access/))}, scopes of this client only`,
      ),
    ],
  );
}

/** A webhook is believed by its signature alone, and only once. */
export function webhookCheck(backend: Backend): Sequence | undefined {
  if (!uses(backend, /webhook/i)) return undefined;
  const peer = { id: 'peer', title: 'Peer' };
  return sequence(
    'webhook',
    'A webhook is checked',
    [peer, api, { id: 'store', title: 'Inbox' }],
    [
      call('peer', 'api', 'raw body, timestamp, signature'),
      self('api', `HMAC over timestamp and raw body, constant time, two keys while one is replaced`),
      {
        frame: 'alt',
        title: `signature wrong, or older than ${setting(backend, /window/) ?? 'the replay window'}`,
        messages: [reply('api', 'peer', '401, nothing parsed')],
      },
      call('api', 'store', 'insert by provider and event id'),
      reply('api', 'peer', '204, also when it was there already'),
      self('store', 'a job acts on it later'),
    ],
  );
}

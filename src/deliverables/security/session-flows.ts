import {
  api,
  call,
  client,
  hasControl,
  lasting,
  person,
  reply,
  self,
  sequence,
  setting,
  store,
  uses,
} from './sequence-parts.ts';
import type { Sequence } from './sequence-parts.ts';
import type { Backend } from '../../model/backend.ts';

/** Rotation with reuse detection (RFC 9700 section 4.14.2), where the model knows of sessions that are renewed. */
export function refreshSequence(backend: Backend): Sequence | undefined {
  const known =
    setting(backend, /refresh|access/) !== undefined ||
    hasControl(backend, /refresh|rotation/) ||
    backend.operations.some(({ action }) => action === 'refresh');
  if (!known) return undefined;
  return sequence(
    'refresh',
    'Refresh with rotation',
    [client, api, store],
    [
      call('client', 'api', 'refresh token n'),
      call('api', 'store', 'find by hash of n, lock the row'),
      {
        frame: 'alt',
        title: 'n was used before: stolen or replayed',
        messages: [
          call('api', 'store', 'end every session of the family'),
          self('api', 'audit entry, alert'),
          reply('api', 'client', '401: sign in again'),
        ],
      },
      {
        frame: 'alt',
        title: `expired${lasting(setting(backend, /session/))}, idle${lasting(setting(backend, /idle/))}, revoked or locked`,
        messages: [reply('api', 'client', '401: sign in again')],
      },
      call('api', 'store', 'mark n used, store the hash of n + 1, in one transaction'),
      self('api', 'read roles again'),
      reply('api', 'client', 'access token, refresh token n + 1'),
    ],
  );
}

/** RFC 9470: a sensitive operation asks for a stronger or fresher proof. */
export function stepUpSequence(backend: Backend): Sequence | undefined {
  const mfa = setting(backend, /mfa|second|factor/);
  const off = mfa !== undefined && /^(none|false|off|no)$/i.test(mfa);
  const known =
    (mfa !== undefined && !off) || uses(backend, /mfa|totp|otp/i) || hasControl(backend, /second-factor|mfa/);
  if (off || !known) return undefined;
  const sensitive = backend.operations.find((operation) => operation.sensitive && !operation.anonymous);
  return sequence(
    'step-up',
    `Second factor${mfa === undefined ? '' : ` (${mfa})`}`,
    [person, client, api, store],
    [
      call('client', 'api', sensitive?.id ?? 'a sensitive operation'),
      self('api', 'strength and age of the session are claims of the token'),
      reply('api', 'client', '401 insufficient_user_authentication, acr_values, max_age'),
      call('person', 'client', 'passkey, or one-time code'),
      call('client', 'api', 'proof'),
      self('api', 'limit attempts; a code is accepted once for its time step'),
      { frame: 'alt', title: 'wrong', messages: [reply('api', 'client', '401, audit entry')] },
      call('api', 'store', 'raise the strength of this session only'),
      reply('api', 'client', 'access token with the new strength'),
      call('client', 'api', 'the operation again'),
    ],
  );
}

/** Recovery that cannot be used to learn addresses or to get round the second factor. */
export function recoverySequence(backend: Backend): Sequence | undefined {
  const known =
    setting(backend, /recover|reset/) !== undefined ||
    hasControl(backend, /recovery|reset/) ||
    backend.operations.some(({ entity }) => /recover|reset/i.test(entity));
  if (!known) return undefined;
  const mail = { id: 'mail', title: 'Mailbox' };
  return sequence(
    'recovery',
    'Recovery',
    [person, client, api, store, mail],
    [
      call('client', 'api', 'address'),
      self('api', 'limit by address and caller'),
      reply('api', 'client', '202, the same for known and unknown addresses'),
      {
        frame: 'opt',
        title: 'the address is known',
        messages: [
          call('api', 'store', 'hash of a random single-use token, short life'),
          { from: 'api', to: 'mail', text: 'link with the token', kind: 'event' },
        ],
      },
      call('person', 'client', 'opens the link, chooses a password'),
      call('client', 'api', 'token, new password, second factor where one is set'),
      call('api', 'store', 'mark the token used and set the new hash in one statement'),
      {
        frame: 'alt',
        title: 'used before, expired or factor missing',
        messages: [reply('api', 'client', '401, nothing changed')],
      },
      call('api', 'store', 'end all other sessions'),
      { from: 'api', to: 'mail', text: 'the credential was changed', kind: 'event' },
      reply('api', 'client', 'done; sign in'),
    ],
  );
}

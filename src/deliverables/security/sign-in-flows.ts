import type { Diagram, SequenceMessage } from '../diagram.ts';
import type { Backend } from '../../model/backend.ts';

type Sequence = Extract<Diagram, { kind: 'sequence' }>;
type Steps = Sequence['steps'];

const person = { id: 'person', title: 'Person' };
const client = { id: 'client', title: 'Client' };
const api = { id: 'api', title: 'API' };
const store = { id: 'store', title: 'Sessions' };

const call = (from: string, to: string, text: string): SequenceMessage => ({ from, to, text, kind: 'call' });
const reply = (from: string, to: string, text: string): SequenceMessage => ({
  from,
  to,
  text,
  kind: 'reply',
});
const self = (at: string, text: string): SequenceMessage => ({ from: at, to: at, text, kind: 'self' });

function sequence(id: string, title: string, participants: Sequence['participants'], steps: Steps): Sequence {
  return { kind: 'sequence', id, title, participants, steps };
}

/** A setting of any method whose key has one of the words in it. */
export function setting({ trust }: Backend, words: RegExp): string | undefined {
  return trust.authentication
    .flatMap(({ settings }) => Object.entries(settings))
    .find(([key]) => words.test(key))?.[1];
}

export const uses = ({ trust }: Backend, method: RegExp): boolean =>
  trust.authentication.some((each) => method.test(each.method));

const hasControl = ({ trust }: Backend, words: RegExp): boolean =>
  trust.controls.some(({ id }) => words.test(id));

const lasting = (value: string | undefined): string => (value === undefined ? '' : `, ${value}`);

/** Every flow the model gives reason to draw. */
export const flowDiagrams = (backend: Backend): readonly Sequence[] =>
  [
    ...signInSequences(backend),
    refreshSequence(backend),
    stepUpSequence(backend),
    recoverySequence(backend),
  ].filter((flow) => flow !== undefined);

/** One diagram for each way in that the model names. */
function signInSequences(backend: Backend): readonly Sequence[] {
  return [
    ...(uses(backend, /oidc|openid|oauth/i) ? [codeFlow(backend)] : []),
    ...(uses(backend, /password/i) ? [passwordSignIn(backend)] : []),
    ...(uses(backend, /passkey|webauthn/i) ? [passkeySignIn()] : []),
  ];
}

/** Authorisation code with PKCE (RFC 7636, OpenID Connect Core 3.1). */
function codeFlow(backend: Backend): Sequence {
  const provider = { id: 'provider', title: 'Identity provider' };
  return sequence(
    'sign-in-oidc',
    'Sign in: OpenID Connect, code with PKCE',
    [person, client, api, provider],
    [
      call('person', 'client', 'sign in'),
      self('client', 'random state, nonce, code_verifier; challenge = S256(verifier)'),
      call(
        'client',
        'provider',
        'authorise: client_id, redirect_uri (exact), scope, state, nonce, challenge',
      ),
      call('person', 'provider', 'proves identity, consents'),
      reply('provider', 'client', 'redirect with code, state, iss'),
      self('client', 'compare state and iss'),
      call('client', 'api', 'code, code_verifier'),
      call('api', 'provider', 'token request: code, code_verifier, client authentication'),
      reply('provider', 'api', 'id_token, access_token'),
      self('api', 'check signature, iss, aud, exp, nonce; link by iss + sub, never by e-mail address'),
      {
        frame: 'alt',
        title: 'code used before, verifier wrong, nonce differs',
        messages: [reply('api', 'client', '401, nothing stored, audit entry')],
      },
      reply(
        'api',
        'client',
        `access token${lasting(setting(backend, /access/))}; refresh token${lasting(setting(backend, /session|refresh/))}`,
      ),
    ],
  );
}

function passwordSignIn(backend: Backend): Sequence {
  return sequence(
    'sign-in-password',
    'Sign in: password',
    [person, client, api, store],
    [
      call('person', 'client', 'identifier, password'),
      call('client', 'api', 'sign in'),
      self('api', 'limit by address and identifier'),
      self('api', 'verify the hash in constant time; a dummy hash when the account is unknown'),
      {
        frame: 'alt',
        title: 'wrong, locked or unknown',
        messages: [
          self('api', 'count, audit entry'),
          reply('api', 'client', '401, the same answer and time for all three'),
        ],
      },
      call('api', 'store', 'new session with the hash of its refresh token'),
      reply(
        'api',
        'client',
        `access token${lasting(setting(backend, /access/))}; refresh token${lasting(setting(backend, /session|refresh/))}`,
      ),
    ],
  );
}

/** WebAuthn Level 3: the challenge is the server's, used once. */
const passkeySignIn = (): Sequence =>
  sequence(
    'sign-in-passkey',
    'Sign in: passkey',
    [person, client, api, store],
    [
      call('client', 'api', 'ask for a challenge'),
      reply('api', 'client', 'random challenge, kept once and briefly'),
      call('person', 'client', 'unlocks the authenticator'),
      call('client', 'api', 'signed assertion'),
      self('api', 'check challenge, origin, rpIdHash, user verification, signature, counter'),
      { frame: 'alt', title: 'any of them differs', messages: [reply('api', 'client', '401, audit entry')] },
      call('api', 'store', 'new session, strength: multi-factor'),
      reply('api', 'client', 'tokens'),
    ],
  );

/** Rotation with reuse detection (RFC 9700 section 4.14.2), where the model knows of sessions that are renewed. */
function refreshSequence(backend: Backend): Sequence | undefined {
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
function stepUpSequence(backend: Backend): Sequence | undefined {
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
function recoverySequence(backend: Backend): Sequence | undefined {
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

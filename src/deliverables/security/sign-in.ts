import {
  api,
  call,
  client,
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

/** One diagram for each way in that the model names. */
export function signInSequences(backend: Backend): readonly Sequence[] {
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

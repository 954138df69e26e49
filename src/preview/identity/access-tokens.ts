import { SignJWT, decodeProtectedHeader, jwtVerify } from 'jose';
import { errors } from 'jose';
import type { JWTPayload } from 'jose';
import { Refusal } from '../http/problems.ts';
import type { Running } from '../running.ts';
import { signingAlgorithm } from './signing-keys.ts';
import type { SigningKeys } from './signing-keys.ts';

/** What an access token says (RFC 9068, section 2.2). */
export interface AccessClaims {
  readonly subject: string;
  readonly roles: readonly string[];
  /** Absent = the token limits nothing. */
  readonly scopes?: readonly string[];
  readonly session?: string;
  /** How strongly the person was authenticated, and by what (RFC 8176). */
  readonly strength?: string;
  readonly means?: readonly string[];
  readonly tenant?: string;
  readonly team?: string;
  readonly client?: string;
}

export interface VerifiedToken extends AccessClaims {
  readonly expiresAt: number;
  readonly keyId: string;
}

export interface AccessTokens {
  /** `life`: s; absent = what the design says. */
  readonly mint: (claims: AccessClaims, life?: number) => Promise<string>;
  /** @throws Refusal 401 unless everything about it holds */
  readonly verify: (token: string) => Promise<VerifiedToken>;
}

/** Tokens that are remembered as verified at most. */
const remembered = 10_000;

export const invalidToken = (why: string): Refusal =>
  new Refusal('unauthenticated', why, {
    headers: { 'www-authenticate': `Bearer error="invalid_token", error_description="${why}"` },
  });

export interface TokenParties {
  readonly issuer: () => string;
  readonly audience: string;
}

export function accessTokens(
  { clock, ids }: Pick<Running, 'clock' | 'ids'>,
  keys: SigningKeys,
  parties: TokenParties,
  standardLife: number,
): AccessTokens {
  const known = new Map<string, VerifiedToken>();
  const remember = (token: string, verified: VerifiedToken): VerifiedToken => {
    for (const oldest of known.keys()) {
      if (known.size < remembered) break;
      known.delete(oldest);
    }
    known.set(token, verified);
    return verified;
  };
  return {
    mint: (claims, life = standardLife) => {
      const now = Math.floor(clock.now().getTime() / 1000);
      const { id, privateKey } = keys.current();
      return new SignJWT(payloadOf(claims, now))
        .setProtectedHeader({ alg: signingAlgorithm, typ: 'at+jwt', kid: id })
        .setIssuer(parties.issuer())
        .setAudience(parties.audience)
        .setSubject(claims.subject)
        .setIssuedAt(now)
        .setExpirationTime(now + life)
        .setJti(ids.next())
        .sign(privateKey);
    },
    verify: async (token) => {
      const found = known.get(token);
      if (found !== undefined && keys.byId(found.keyId) !== undefined) {
        if (found.expiresAt > clock.now().getTime()) return found;
        known.delete(token);
        throw invalidToken('The token has expired.');
      }
      return remember(token, await verified(token, keys, parties, clock.now()));
    },
  };
}

const payloadOf = (claims: AccessClaims, now: number): JWTPayload => ({
  client_id: claims.client ?? 'own',
  roles: claims.roles,
  ...(claims.scopes !== undefined && { scope: claims.scopes.join(' ') }),
  ...(claims.session !== undefined && { sid: claims.session }),
  ...(claims.strength !== undefined && { acr: claims.strength, auth_time: now }),
  ...(claims.means !== undefined && claims.means.length > 0 && { amr: claims.means }),
  ...(claims.tenant !== undefined && { tenant: claims.tenant }),
  ...(claims.team !== undefined && { team: claims.team }),
});

async function verified(
  token: string,
  keys: SigningKeys,
  { issuer, audience }: TokenParties,
  now: Date,
): Promise<VerifiedToken> {
  try {
    // Checked before anything is computed: a token of another kind is none of ours.
    if (token.length > 8192 || decodeProtectedHeader(token).alg !== signingAlgorithm)
      throw invalidToken('The token is not one of ours.');
    let keyId = '';
    const { payload } = await jwtVerify(
      token,
      ({ kid = '' }) => {
        const key = keys.byId(kid);
        if (key === undefined) throw invalidToken('The token is not signed by a key of ours.');
        keyId = key.id;
        return key.publicKey;
      },
      {
        algorithms: [signingAlgorithm],
        typ: 'at+jwt',
        issuer: issuer(),
        audience,
        currentDate: now,
        requiredClaims: ['exp', 'iat', 'jti', 'sub', 'client_id'],
      },
    );
    return { ...claimsOf(payload), expiresAt: (payload.exp ?? 0) * 1000, keyId };
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw invalidToken(
      error instanceof errors.JWTExpired ? 'The token has expired.' : 'The token is not valid.',
    );
  }
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.flatMap((each) => (typeof each === 'string' ? [each] : [])) : [];

function claimsOf(payload: JWTPayload): AccessClaims {
  const optional = {
    session: textOf(payload['sid']),
    strength: textOf(payload['acr']),
    tenant: textOf(payload['tenant']),
    team: textOf(payload['team']),
    client: textOf(payload['client_id']),
  };
  const scope = textOf(payload['scope']);
  return {
    subject: payload.sub ?? '',
    roles: textsOf(payload['roles']),
    means: textsOf(payload['amr']),
    ...(scope !== undefined && { scopes: scope.split(' ').filter((each) => each !== '') }),
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
  };
}

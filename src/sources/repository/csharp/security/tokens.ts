import type { SecuritySetting } from '../../../../model/security-setting.ts';
import type { CsharpPlace } from './place.ts';
import { csharpSetting, initialised, writtenIn } from './place.ts';

/**
 * Microsoft's handlers of tokens. A descriptor without an end is given one hour by the handler, and
 * `ValidateIssuerSigningKey = false`, which is what holds by itself, leaves the signature checked: neither is told.
 */
export function tokens(place: CsharpPlace): readonly SecuritySetting[] {
  const { node, name, given, goesTo } = place;
  if (name === 'TokenValidationParameters') {
    const options = initialised(node);
    const isForOld = /expired|refresh|revoke|logout/i.test(
      [...goesTo, place.around.text.slice(0, 200)].join(' '),
    );
    const unsigned =
      options.get('RequireSignedTokens')?.text === 'false' ||
      returnsAsItIs(options.get('SignatureValidator')?.text);
    return [
      csharpSetting(place, 'token-verification', 'TokenValidationParameters', {
        values: {
          ...(unsigned ? { verified: false } : {}),
          ...(options.get('ValidateLifetime')?.text === 'false' && !isForOld
            ? { ignoreExpiration: true }
            : {}),
        },
      }),
    ];
  }
  if (name === 'JwtSecurityToken') return signing(place);
  if (name !== 'SymmetricSecurityKey') return [];
  const secret = writtenIn(place, given[0]?.value);
  return secret !== undefined && secret !== '' && secret.length < 32
    ? [csharpSetting(place, 'token-signing', name, { values: { shortSecret: true }, complete: false })]
    : [];
}

/** `(token, parameters) => new JwtSecurityToken(token)`. */
const returnsAsItIs = (text: string | undefined): boolean =>
  text !== undefined && /=>\s*new\s+(JwtSecurityToken|JsonWebToken)\(\w+\)$/.test(text);

/** `new JwtSecurityToken(issuer, audience, claims, notBefore, expires, signingCredentials)`; one argument reads a token. */
function signing(place: CsharpPlace): readonly SecuritySetting[] {
  const { given } = place;
  if (given.length < 2) return [];
  const isNamed = given.every(({ name }) => name !== undefined);
  const hasEnd = given.some(({ name }) => name === 'expires' || name === 'payload') || given.length >= 5;
  return [
    csharpSetting(place, 'token-signing', 'JwtSecurityToken', {
      open: hasEnd ? ['exp'] : [],
      complete: isNamed && !/JwtRegisteredClaimNames\.Exp|"exp"/.test(place.around.text),
    }),
  ];
}

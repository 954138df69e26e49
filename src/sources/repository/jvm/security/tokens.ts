import type { Json } from '../../../../model/origin.ts';
import type { SecuritySetting } from '../../../../model/security-setting.ts';
import type { Code } from '../code.ts';
import { walkCode } from '../code.ts';
import type { JvmCall } from './call.ts';
import { chainOf, jvmSetting, receiverName, writtenText } from './call.ts';

/** JJWT and java-jwt of Auth0. */
export function tokens(call: JvmCall): readonly SecuritySetting[] {
  const { code, name } = call;
  if (code.kind !== 'call') return [];
  const chain = chainOf(code);
  const first = chain.at(-1);
  const start = first === undefined ? '' : `${receiverName(first.on)}.${first.name}`;
  if (name === 'compact' && /^Jwts\.builder$/.test(start)) return [signed(call, 'Jwts.builder', chain)];
  if (name === 'sign' && start === 'JWT.create') return [signed(call, 'JWT.create', chain)];
  if (name === 'require' && call.on === 'JWT')
    return isNone(call.given[0])
      ? [jvmSetting(call, 'token-verification', 'JWT.require', { values: { algorithms: ['none'] } })]
      : [];
  return readsUnsigned(call, chain)
    ? [
        jvmSetting(call, 'token-verification', `Jwts.parser.${name}`, {
          values: { verified: false },
        }),
      ]
    : [];
}

const ends = /^(setExpiration|expiration|withExpiresAt|withExpiresIn)$/;
/** These may bring the end of life with them. */
const claims = /^(setClaims|addClaims|claims|withPayload|content|setPayload|add)$/;

function signed(call: JvmCall, as: string, chain: readonly (Code & { kind: 'call' })[]): SecuritySetting {
  const own = chain.flatMap(({ name, args }) =>
    ends.test(name) ||
    (/^(claim|withClaim)$/.test(name) && /^exp/i.test(writtenText(call, args[0]?.value) ?? 'exp'))
      ? ['exp']
      : claims.test(name)
        ? ['payload.exp']
        : [],
  );
  const key = chain.find(({ name }) => name === 'signWith' || name === 'sign');
  return jvmSetting(call, 'token-signing', as, {
    values: isShort(call, key) ? { shortSecret: true } : {},
    open: [...new Set(own)],
  });
}

/** A key of less than 32 characters that is written there (RFC 7518, section 3.2). */
function isShort(call: JvmCall, signing: (Code & { kind: 'call' }) | undefined): boolean {
  let short = false;
  if (signing === undefined) return false;
  const keys = signing.args.map(({ value }) => value);
  walkCode(keys, (part) => {
    if (part.kind === 'call' && /^HMAC(256|384|512)$/.test(part.name))
      short ||= isShortText(writtenText(call, part.args[0]?.value));
    if (part.kind === 'call' && part.name === 'hmacShaKeyFor')
      short ||= isShortText(writtenText(call, part.args[0]?.value));
  });
  // `signWith(HS256, "text")` of old takes a text.
  return (
    short ||
    (signing.name === 'signWith' &&
      keys.some((key) => isAlgorithm(key)) &&
      keys.some((key) => !isAlgorithm(key) && isShortText(writtenText(call, key))))
  );
}

const isAlgorithm = (code: Code): boolean => code.kind === 'member' && /^HS(256|384|512)$/.test(code.name);

const isShortText = (text: Json | undefined): boolean =>
  typeof text === 'string' && text.length > 0 && text.length < 32;

function isNone(code: Code | undefined): boolean {
  return code?.kind === 'call' && code.name === 'none' && receiverName(code.on) === 'Algorithm';
}

/**
 * `parse` and the parsers of plain tokens take one without a signature also where a key is given, up to JJWT 0.11: the
 * methods that insist on a signature have `Jws` or `Signed` in their names.
 */
function readsUnsigned({ name }: JvmCall, chain: readonly (Code & { kind: 'call' })[]): boolean {
  return (
    /^(parse|parseClaimsJwt|parsePlaintextJwt)$/.test(name) &&
    chain.some((each) => each.name === 'setSigningKey') &&
    chain.some((each) => /^parser(Builder)?$/.test(each.name) && receiverName(each.on) === 'Jwts')
  );
}

import type { SecuritySetting } from '../../../../model/security-setting.ts';
import { digestedWords } from '../../security/words.ts';
import type { JvmCall } from './call.ts';
import { callsOn, constantNumber, constantText, jvmSetting, namesIn, nextInChain } from './call.ts';

/** Digests and functions for passwords: of the platform, Spring Security, Commons Codec and Guava. */
export function digests(call: JvmCall): readonly SecuritySetting[] {
  const { name, on, given } = call;
  if (on === 'MessageDigest' && name === 'getInstance') return [platformDigest(call)];
  if (on === 'DigestUtils') {
    const algorithm = /^(md5|sha1|sha)(Hex|DigestAsHex|Digest)?$/.exec(name)?.[1];
    if (algorithm === undefined) return [];
    return [digest(call, `DigestUtils.${name}`, algorithm.replace(/^sha$/, 'sha1'), namesIn(given[0]))];
  }
  if (on === 'Hashing' && /^(md5|sha1)$/.test(name)) return [digest(call, `Hashing.${name}`, name, [])];
  return passwordHashes(call);
}

const digest = (call: JvmCall, as: string, algorithm: string, purpose: readonly string[]): SecuritySetting =>
  jvmSetting(call, 'digest', as, { values: { algorithm }, purpose });

/** What goes into it comes in calls of their own: `digest.update(password.getBytes())`. */
function platformDigest(call: JvmCall): SecuritySetting {
  const algorithm = constantText(call, call.given[0])
    ?.toLowerCase()
    .replace(/^sha1$/, 'sha-1');
  const data = [...callsOn(call.body, call.variable), ...nextInChain(call)].filter(({ name }) =>
    /^(update|digest)$/.test(name),
  );
  return jvmSetting(call, 'digest', 'MessageDigest.getInstance', {
    values: algorithm === undefined ? {} : { algorithm },
    open: algorithm === undefined ? ['algorithm'] : [],
    purpose: data.flatMap(({ args }) => args.flatMap(({ value }) => digestedWords(namesIn(value).join(' ')))),
  });
}

function passwordHashes(call: JvmCall): readonly SecuritySetting[] {
  const { code, name, on, given } = call;
  if (name === 'getInstance' && on === 'NoOpPasswordEncoder')
    return [jvmSetting(call, 'password-hash', on, { values: { algorithm: 'none' } })];
  if (on === 'BCrypt' && name === 'gensalt') return [rounds(call, 'BCrypt.gensalt')];
  if (code.kind !== 'new') return [];
  switch (name) {
    case 'BCryptPasswordEncoder':
      return [rounds(call, name)];
    case 'MessageDigestPasswordEncoder': {
      const algorithm = constantText(call, given[0])?.toLowerCase();
      return algorithm === undefined ? [] : [digest(call, name, algorithm, ['password'])];
    }
    case 'Md4PasswordEncoder':
    case 'Md5PasswordEncoder':
    case 'LdapShaPasswordEncoder':
      return [
        digest(call, name, name.startsWith('Md') ? name.slice(0, 3).toLowerCase() : 'sha-1', ['password']),
      ];
    case 'PBEKeySpec': {
      const iterations = constantNumber(call, given[2]);
      return [
        jvmSetting(call, 'password-hash', name, {
          values: iterations === undefined ? {} : { iterations },
          open: iterations === undefined && given.length > 2 ? ['iterations'] : [],
          purpose: namesIn(given[0]),
        }),
      ];
    }
    default:
      return [];
  }
}

/** Ten rounds where none are given. */
function rounds(call: JvmCall, as: string): SecuritySetting {
  const given = call.given.length === 0 ? 10 : constantNumber(call, call.given[0]);
  return jvmSetting(call, 'password-hash', as, {
    values: given === undefined ? {} : { rounds: given },
    open: given === undefined ? ['rounds'] : [],
  });
}

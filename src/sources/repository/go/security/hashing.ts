import type { SecuritySetting } from '../../../../model/security-setting.ts';
import { digestedWords, wordsIn } from '../../security/words.ts';
import type { GoPlace } from './place.ts';
import { argumentsOf, calledAs, givenTo, goSetting, numberIn } from './place.ts';

/** Digests, functions for passwords, random numbers, ciphers and pairs of keys. */
export function hashing(place: GoPlace): readonly SecuritySetting[] {
  if (place.node.type !== 'call_expression') return [];
  const name = calledAs(place);
  const given = argumentsOf(place.node);
  const digest = /^crypto\/(md5|sha1)\.(New|Sum)$/.exec(name);
  if (digest !== null) {
    const [, algorithm = '', how] = digest;
    const data = how === 'Sum' ? (given[0]?.text ?? '') : givenTo(place.around, place.variable);
    return [
      goSetting(place, 'digest', `${algorithm}.${how}`, {
        values: { algorithm },
        purpose: digestedWords(data),
      }),
    ];
  }
  if (name === 'golang.org/x/crypto/bcrypt.GenerateFromPassword') return [bcrypt(place)];
  if (/(^|\/)(crypto\/)?pbkdf2\.Key$/.test(name))
    return [pbkdf2(place, name === 'crypto/pbkdf2.Key' ? 3 : 2)];
  const random = /^math\/rand\.(Int\w*|Uint\w*|Float\w*|Perm|Read|N)$/.exec(name)?.[1];
  if (random !== undefined) return [goSetting(place, 'random-number', `rand.${random}`)];
  const cipher = /^crypto\/(des|rc4)\.New(TripleDES)?Cipher$/.exec(name)?.[1];
  if (cipher !== undefined)
    return [goSetting(place, 'cipher', `${cipher}.NewCipher`, { values: { algorithm: cipher } })];
  if (name !== 'crypto/rsa.GenerateKey') return [];
  const modulusLength = numberIn(place, given[1]);
  return [
    goSetting(place, 'key-pair', 'rsa.GenerateKey', {
      values: { type: 'rsa', ...(modulusLength === undefined ? {} : { modulusLength }) },
    }),
  ];
}

/** `bcrypt.MinCost` is 4, `bcrypt.DefaultCost` 10; a cost below 4 is taken for the default. */
function bcrypt(place: GoPlace): SecuritySetting {
  const [password, cost] = argumentsOf(place.node);
  const named = /\.(MinCost|DefaultCost)$/.exec(cost?.text ?? '')?.[1];
  const written = named === undefined ? numberIn(place, cost) : named === 'MinCost' ? 4 : 10;
  return goSetting(place, 'password-hash', 'bcrypt.GenerateFromPassword', {
    values: written === undefined ? {} : { rounds: written < 4 ? 10 : written },
    open: written === undefined ? ['rounds'] : [],
    purpose: wordsIn(password?.text ?? ''),
  });
}

/** `pbkdf2.Key(password, salt, iterations, …)`; the package of the platform takes the digest first. */
function pbkdf2(place: GoPlace, at: number): SecuritySetting {
  const given = argumentsOf(place.node);
  const iterations = numberIn(place, given[at]);
  return goSetting(place, 'password-hash', 'pbkdf2.Key', {
    values: iterations === undefined ? {} : { iterations },
    open: iterations === undefined ? ['iterations'] : [],
    purpose: wordsIn(given[at - 2]?.text ?? ''),
  });
}

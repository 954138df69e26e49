import type { SecuritySetting } from '../../../../model/security-setting.ts';
import { walkSyntax } from '../../languages/syntax.ts';
import { digestedWords, wordsIn } from '../../security/words.ts';
import { argumentAt, calledIn } from '../syntax.ts';
import type { CsharpPlace } from './place.ts';
import { csharpSetting, numberIn } from './place.ts';

/** Digests, functions for passwords, random numbers, ciphers and pairs of keys. */
export function hashing(place: CsharpPlace): readonly SecuritySetting[] {
  const { node, name, on, given } = place;
  const type = on.split('.').at(-1) ?? '';
  const digest =
    /^(MD5|SHA1)$/.exec(type)?.[1] ?? /^(MD5|SHA1)(CryptoServiceProvider|Managed|Cng)$/.exec(name)?.[1];
  if (digest !== undefined && /^(Create|HashData|MD5\w*|SHA1\w*)$/.test(name))
    return [
      csharpSetting(place, 'digest', `${digest}.${name === 'HashData' ? name : 'Create'}`, {
        values: { algorithm: digest.toLowerCase() },
        purpose: digestedWords(name === 'HashData' ? (given[0]?.value.text ?? '') : hashedText(place)),
      }),
    ];
  if (/^(Next|NextInt64|NextBytes|NextDouble|GetItems)$/.test(name) && isPlainGenerator(place))
    return [csharpSetting(place, 'random-number', `Random.${name}`)];
  if (/^(DES|TripleDES|RC2)$/.test(type) && name === 'Create')
    return [cipher(place, `${type}.Create`, type === 'TripleDES' ? 'des3' : type.toLowerCase())];
  const provider = /^(DES|TripleDES|RC2)CryptoServiceProvider$/.exec(name)?.[1];
  if (provider !== undefined)
    return [cipher(place, name, provider === 'TripleDES' ? 'des3' : provider.toLowerCase())];
  if (
    (/^(Aes|Rijndael)$/.test(type) && name === 'Create') ||
    /^(RijndaelManaged|AesManaged|AesGcm)$/.test(name)
  )
    return [cipher(place, name === 'Create' ? `${type}.Create` : name, 'aes')];
  if (node.type === 'assignment_expression')
    return /(^|\.)Mode\s*=\s*CipherMode\.ECB$/.test(node.text)
      ? [cipher(place, 'CipherMode.ECB', /\b(Aes|Rijndael)/.test(place.text) ? 'aes-ecb' : 'des-ecb')]
      : [];
  return slowHashes(place);
}

const cipher = (place: CsharpPlace, as: string, algorithm: string): SecuritySetting =>
  csharpSetting(place, 'cipher', as, { values: { algorithm } });

/** What goes into the digest that the method makes. */
function hashedText({ around, variable }: CsharpPlace): string {
  const texts: string[] = [];
  walkSyntax(around, (node) => {
    const called = calledIn(node);
    if (called?.name !== 'ComputeHash') return;
    const on = called.receiver?.text ?? '';
    if (on === variable || /MD5|SHA1/.test(on))
      texts.push(...called.arguments.map(({ value }) => value.text));
  });
  return texts.join(' ');
}

/** A variable that this file fills with `new Random()`. */
function isPlainGenerator({ on, text }: CsharpPlace): boolean {
  if (on === 'Random.Shared' || /^new(System\.)?Random\(/.test(on) || /^\(?newRandom/.test(on)) return true;
  const name = on.replace(/^this\./, '');
  return (
    /^\w+$/.test(name) &&
    new RegExp(`\\b(?:Random\\s+${name}\\s*=\\s*new|${name}\\s*=\\s*new\\s+(?:System\\.)?Random)\\b`).test(
      text,
    )
  );
}

function slowHashes(place: CsharpPlace): readonly SecuritySetting[] {
  const { name, on, given } = place;
  if (name === 'Rfc2898DeriveBytes') {
    const iterations = argumentAt(given, 2, 'iterations');
    // A thousand where none are given.
    const count = iterations === undefined ? 1000 : numberIn(iterations);
    return [
      csharpSetting(place, 'password-hash', 'Rfc2898DeriveBytes (PBKDF2)', {
        values: count === undefined ? {} : { iterations: count },
        open: count === undefined ? ['iterations'] : [],
        purpose: wordsIn(given[0]?.value.text ?? ''),
      }),
    ];
  }
  if (name === 'HashPassword' && /(^|\.)BCrypt$/.test(on)) {
    const rounds = numberIn(argumentAt(given, 1, 'workFactor'));
    return [
      csharpSetting(place, 'password-hash', 'BCrypt.HashPassword', {
        values: given.length === 1 ? { rounds: 11 } : rounds === undefined ? {} : { rounds },
        open: given.length > 1 && rounds === undefined ? ['rounds'] : [],
        purpose: wordsIn(given[0]?.value.text ?? ''),
      }),
    ];
  }
  const modulusLength = numberIn(given[0]?.value);
  return modulusLength !== undefined &&
    ((name === 'Create' && on === 'RSA') || name === 'RSACryptoServiceProvider')
    ? [csharpSetting(place, 'key-pair', 'RSA.Create', { values: { modulusLength, type: 'rsa' } })]
    : [];
}

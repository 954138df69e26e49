import type { SecuritySetting } from '../../../../model/security-setting.ts';
import { digestedWords, wordsIn } from '../../security/words.ts';
import { option } from '../syntax.ts';
import { inField } from '../../languages/syntax.ts';
import type { RubyPlace } from './place.ts';
import { literalIn, rubySetting } from './place.ts';

/** Digests, functions for passwords, random numbers, ciphers and pairs of keys. */
export function hashing(place: RubyPlace): readonly SecuritySetting[] {
  const { call, on } = place;
  if (call === undefined) return bcryptEngine(place);
  const [first] = call.args;
  const digest = /^(?:OpenSSL::)?Digest::(MD5|SHA1)$/.exec(on.replace(/\.new$/, ''))?.[1]?.toLowerCase();
  if (digest !== undefined && /^(hexdigest|digest|base64digest)$/.test(call.name))
    return [
      rubySetting(place, 'digest', `Digest::${digest.toUpperCase()}`, {
        values: { algorithm: digest },
        purpose: digestedWords(first?.text ?? ''),
      }),
    ];
  if (isDrawn(place))
    return [
      rubySetting(
        place,
        'random-number',
        on === '' || on === 'Random' || on === 'Kernel' ? 'rand' : call.name,
      ),
    ];
  if (on === 'BCrypt::Password' && call.name === 'create') {
    const cost = literalIn(option(call, 'cost'));
    return [
      rubySetting(place, 'password-hash', 'BCrypt::Password.create', {
        values:
          option(call, 'cost') === undefined
            ? { rounds: 12 }
            : typeof cost === 'number'
              ? { rounds: cost }
              : {},
        open: option(call, 'cost') !== undefined && typeof cost !== 'number' ? ['rounds'] : [],
        purpose: wordsIn(first?.text ?? ''),
      }),
    ];
  }
  return cryptography(place);
}

/** `rand`, and letters that are drawn by the same generator unless one is given. */
function isDrawn({ call, on }: RubyPlace): boolean {
  if (call === undefined) return false;
  if (call.name === 'rand') return /^(|Random|Kernel)$/.test(on);
  return (
    /^(sample|shuffle)$/.test(call.name) &&
    option(call, 'random') === undefined &&
    /to_a|\[|\.\.|chars|ALPHABET/i.test(on)
  );
}

/** `BCrypt::Engine.cost = 4`. */
function bcryptEngine(place: RubyPlace): readonly SecuritySetting[] {
  const { node } = place;
  const left = inField(node, 'left')?.text;
  const cost = literalIn(inField(node, 'right'));
  return left === 'BCrypt::Engine.cost' && typeof cost === 'number'
    ? [rubySetting(place, 'password-hash', 'BCrypt::Engine.cost', { values: { rounds: cost } })]
    : [];
}

function cryptography(place: RubyPlace): readonly SecuritySetting[] {
  const { call, on } = place;
  if (call?.name !== 'new' && call?.name !== 'generate') return [];
  const [first, second] = call.args;
  const written = literalIn(first);
  if (on === 'OpenSSL::Cipher' && typeof written === 'string')
    return [
      rubySetting(place, 'cipher', 'OpenSSL::Cipher.new', { values: { algorithm: written.toLowerCase() } }),
    ];
  if (on === 'OpenSSL::Cipher::AES' && literalIn(second) === 'ECB')
    return [rubySetting(place, 'cipher', 'OpenSSL::Cipher::AES.new', { values: { algorithm: 'aes-ecb' } })];
  return on === 'OpenSSL::PKey::RSA' && typeof written === 'number'
    ? [
        rubySetting(place, 'key-pair', 'OpenSSL::PKey::RSA.new', {
          values: { modulusLength: written, type: 'rsa' },
        }),
      ]
    : [];
}

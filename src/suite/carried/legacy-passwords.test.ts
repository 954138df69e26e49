import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { expect, test } from 'vitest';
import { mysqlPassword, oldDigest, sameHex, signIn, wrapped } from './legacy-passwords.ts';
import type { Digest, StrongHash } from './legacy-passwords.ts';

const derive = (text: string, salt: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(text, salt, 32, { N: 1024 }, (error, key) => (error === null ? resolve(key) : reject(error)));
  });

const strong: StrongHash = {
  hash: async (text) => {
    const salt = randomBytes(16);
    return `${salt.toString('hex')}$${(await derive(text, salt)).toString('hex')}`;
  },
  verify: async (stored, text) => {
    const [salt = '', key = ''] = stored.split('$');
    return timingSafeEqual(await derive(text, Buffer.from(salt, 'hex')), Buffer.from(key, 'hex'));
  },
};

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

test.each<[string, Digest, string]>([
  ['without a salt', { algorithm: 'md5' }, md5('Grüner Tee')],
  ['with a salt before it', { algorithm: 'md5', before: 'pepper' }, md5('pepperGrüner Tee')],
  ['in capitals', { algorithm: 'md5' }, md5('Grüner Tee').toUpperCase()],
  [
    'typed into a page in latin1',
    { algorithm: 'md5' },
    oldDigest({ algorithm: 'md5' }, 'Grüner Tee', 'latin1'),
  ],
])('a digest %s is wrapped, lets in who knows the password and is replaced', async (_, digest, hex) => {
  const stored = await wrapped(digest, hex, strong);
  expect(stored.hash).not.toContain(hex.toLowerCase());
  expect((await signIn(stored, 'Gruner Tee', strong)).ok).toBe(false);
  // The digest itself opens nothing, whoever has stolen it.
  expect((await signIn(stored, hex, strong)).ok).toBe(false);
  const { ok, replacement } = await signIn(stored, 'Grüner Tee', strong);
  expect(ok).toBe(true);
  if (replacement === undefined) throw new Error('it is replaced');
  expect(replacement.kind).toBe('strong');
  expect(await signIn(replacement, 'Grüner Tee', strong)).toEqual({ ok: true });
});

test('PASSWORD() of MySQL is SHA-1 twice', () => {
  expect(sameHex(mysqlPassword('password').slice(1), '2470c0c06dee42fd1618bb99005adca2ec9d1e19')).toBe(true);
  expect(sameHex('ab', 'abc')).toBe(false);
});

import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sha256 } from './sha-256.ts';

const theirs = (text: string): string => createHash('sha256').update(text).digest('hex');

test('the same as the library of the platform, for any text and around each block', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
      expect(sha256(text)).toBe(theirs(text));
    }),
  );
  for (let length = 0; length < 200; length += 1)
    expect(sha256('a'.repeat(length))).toBe(theirs('a'.repeat(length)));
});

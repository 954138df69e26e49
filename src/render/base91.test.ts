import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromBase91, toBase91 } from './base91.ts';

test('bytes come back as they were', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(fromBase91(toBase91(bytes))).toEqual(bytes);
    }),
  );
});

test('the text holds nothing that ends a script or a line', () => {
  const bytes = Uint8Array.from({ length: 70_000 }, (_, at) => (at * 31 + (at >> 8)) % 256);
  const text = toBase91(bytes);
  expect(text).not.toMatch(/[<\s\\']/);
  expect(text.length / bytes.length).toBeLessThan(1.24);
});

test('damage is told', () => {
  expect(() => fromBase91('AA<')).toThrow('damaged');
});

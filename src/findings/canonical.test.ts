import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../model/origin.ts';
import { canonicalJson } from './canonical.ts';

const json = fc.jsonValue().map((value): Json => JSON.parse(JSON.stringify(value)));

test('keys come in code-unit order, without white space', () => {
  expect(canonicalJson({ b: 1, a: [true, null, 'é"'], B: { z: 1e21, y: 0.1 } })).toBe(
    '{"B":{"y":0.1,"z":1e+21},"a":[true,null,"é\\""],"b":1}',
  );
});

test('the text parses back to the value, and printing that again gives the same text', () => {
  fc.assert(
    fc.property(json, (value) => {
      const text = canonicalJson(value);
      expect(JSON.parse(text)).toEqual(value);
      expect(canonicalJson(JSON.parse(text))).toBe(text);
    }),
  );
});

test('the order in which keys were added does not matter', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), json), (object) => {
      const reversed = Object.fromEntries(Object.entries(object).reverse());
      expect(canonicalJson(reversed)).toBe(canonicalJson(object));
    }),
  );
});

test('a number that JSON cannot hold is refused', () => {
  expect(() => canonicalJson({ a: Number.NaN })).toThrow('NaN has no place in JSON');
});

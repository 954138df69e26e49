import { readFileSync, readdirSync } from 'node:fs';
import { parseSync } from 'oxc-parser';
import { expect, test } from 'vitest';
import { stripTypes } from './strip-types.ts';

const stripped = (text: string): string => stripTypes('a.ts', text).replaceAll(/ +/g, ' ').trim();

test.each([
  ['const a: number = 1;', 'const a = 1;'],
  ['function f(a: string, b?: number): void {}', 'function f(a , b ) {}'],
  ['const f = async <T>(a: T): Promise<T> => a;', 'const f = async (a ) => a;'],
  ["import type { A } from 'a';\nimport { b, type C } from 'b';", "import { b, } from 'b';"],
  ["import { type C, b } from 'b';", "import { b } from 'b';"],
  ["export type { A } from 'a';", ''],
  ['export interface A { readonly b: string }\nexport type B = A;', ''],
  ['const a = (b as C).d;', 'const a = (b ).d;'],
  ['const a = ((b)) as C;', 'const a = ((b)) ;'],
  ['const a = b! + c satisfies D;', 'const a = b + c ;'],
  ['const a = new Map<string, readonly A[]>();', 'const a = new Map ();'],
  [
    "const { a, b = 2 }: { readonly a: string; b?: number } = x; f<'?'>(a ? b : c);",
    'const { a, b = 2 } = x; f (a ? b : c);',
  ],
  ['const isA = (value: unknown): value is A => true;', 'const isA = (value ) => true;'],
  ['function f(a: 1): 1;\nfunction f(a: unknown) { return a; }', 'function f(a ) { return a; }'],
])('%s', (text, expected) => expect(stripped(text)).toBe(expected));

test('lines and columns stay', () => {
  const text = 'interface A {\n  b: string;\n}\nconst a: A = { b: "" }; throw a;\n';
  const result = stripTypes('a.ts', text);
  expect(result).toHaveLength(text.length);
  expect(result.indexOf('throw')).toBe(text.indexOf('throw'));
});

test.each([
  ['enum A { b }', 'a.ts:1: an enum is more than a type'],
  ['\nclass A { constructor(private b: string) {} }', 'a.ts:2: a parameter property is more than a type'],
  ['namespace A { export const b = 1; }', 'a.ts:1: a namespace is more than a type'],
])('%s is refused', (text, message) => expect(() => stripTypes('a.ts', text)).toThrow(message));

test('the delivered tests are JavaScript afterwards', () => {
  const files = readdirSync('src/suite').filter((file) => file.endsWith('.ts'));
  expect(files.length).toBeGreaterThan(5);
  for (const file of files) {
    const text = stripTypes(file, readFileSync(`src/suite/${file}`, 'utf8'));
    expect(parseSync(file.replace('.ts', '.mjs'), text).errors, file).toEqual([]);
  }
});

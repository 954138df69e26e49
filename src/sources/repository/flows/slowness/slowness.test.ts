import { expect, test } from 'vitest';
import { search } from './matcher.ts';
import { parsePattern } from './pattern-syntax.ts';
import { compile } from './program.ts';
import { forgetPatterns, slownessOf } from './slowness.ts';

const found = (source: string, flags: string, text: string): boolean | undefined => {
  const tree = parsePattern(source, flags);
  const program = tree === undefined ? undefined : compile(tree);
  return program === undefined ? undefined : search(program, text, 100_000).found;
};

const patterns = [
  'a*b',
  '^(a|b)+c?$',
  '(a*)*b',
  '(?:ab|a)(?:bc|c)$',
  'a{2,3}b{0,2}c',
  '(a)(b)?\\2c',
  '(?<x>a|b)\\k<x>',
  '^(?=a*b)ab*',
  '(?!ab)a.',
  '(?<=a)b',
  '(?<!a)b',
  '\\ba\\b|\\Bb',
  '[^ab]',
  '[a-b]+?c',
  '^$|\\s',
  '(?=(a+))\\1b',
  'a$|^b',
  '(a|ab)(c|bcd)*',
  '\\x61\\u0062',
  '[\\d-c]a',
  '',
] as const;

/** All texts of these signs up to a length. */
function* texts(signs: string, length: number): Generator<string> {
  yield '';
  if (length === 0) return;
  for (const rest of texts(signs, length - 1)) for (const sign of signs) yield sign + rest;
}

test.each(patterns)('finds %s where the engine of the language finds it', (source) => {
  for (const flags of ['', 'i', 'm', 's'])
    for (const text of new Set([...texts('abc', 4), ...texts('aB\n ', 3), ...texts('a1-', 3)]))
      expect([text, flags, found(source, flags, text)]).toEqual([
        text,
        flags,
        new RegExp(source, flags).test(text),
      ]);
});

test.each([
  ['^(a+)+$', 'exponential'],
  ['^(a|a)*$', 'exponential'],
  ['^(\\w|\\d)+!', 'exponential'],
  ['^(a?a?)*b', 'exponential'],
  ['^(?:[^"]|"[^"]*"|"")*$', 'exponential'],
  ['\\s+$', 'polynomial'],
  ['^\\s+|\\s+$', 'polynomial'],
  ['^\\d*5\\w*$', 'polynomial'],
  ['<!--.*-->', 'polynomial'],
  ['^[\\w.]+@[\\w.]+$', 'fast'],
  ['^(?=(a+))\\1b', 'fast'],
  ['^(?:[^"\\\\]|\\\\.)*$', 'fast'],
  ['^(a{1,3}b)+$', 'fast'],
  ['[a-z]+', 'fast'],
  ['(.*)', 'fast'],
])('%s is %s', (source, kind) => {
  expect(slownessOf(source, '').kind).toBe(kind);
});

test('what it says was tried: the steps of the last searches grow as it tells', () => {
  const slow = slownessOf('^(a+)+$', '');
  if (slow.kind !== 'exponential') throw new Error('it is slow');
  const program = compile(parsePattern('^(a+)+$', '') ?? { kind: 'empty' });
  for (const { length, steps, isWhole } of slow.trials) {
    const count = (length - slow.prefix.length - slow.suffix.length) / slow.pump.length;
    const text = slow.prefix + slow.pump.repeat(count) + slow.suffix;
    if (program !== undefined && isWhole) expect(search(program, text, 1_000_000).steps).toBe(steps);
  }
  expect(slow.degree).toBeCloseTo(2, 1);
});

test.each([
  ['ten thousand groups inside each other', `${'('.repeat(10_000)}a${')'.repeat(10_000)}`],
  ['two thousand groups inside each other', `${'('.repeat(2000)}a${')'.repeat(2000)}`],
  ['a thousand loops behind each other', '(a*)*'.repeat(900)],
  ['repetitions of repetitions', '((((a{1,99}){1,99}){1,99}){1,99}){1,99}'],
  ['a long list of words in a loop', `^(${Array.from({ length: 400 }, (_, at) => `w${at}`).join('|')})*$`],
  ['no end', '(a'],
  ['a class without an end', '[a'],
  ['loops of everything', '.*'.repeat(200)],
])('%s: it is decided or told as not decided within the steps', (_, source) => {
  expect(['fast', 'not decided', 'polynomial', 'exponential']).toContain(slownessOf(source, '').kind);
});

test('a search takes no more steps than it is given', () => {
  const program = compile(parsePattern('^(a+)+$', '') ?? { kind: 'empty' });
  if (program === undefined) throw new Error('it can be written');
  expect(search(program, `${'a'.repeat(60)}!`, 1000)).toEqual({ found: undefined, steps: 1001 });
});

test('no trial takes more steps than one search may', () => {
  for (const source of ['^(a+)+$', '(a*)*b', '.*.*.*.*x', '(x+x+)+y', '((a|b)*c|(a|b)*d)*$'])
    for (const { steps } of ((found) => ('trials' in found ? found.trials : []))(slownessOf(source, '')))
      expect(steps).toBeLessThanOrEqual(300_000);
});

test('all patterns together take no more steps than one target may cost', () => {
  forgetPatterns(10_000_000);
  const sources = Array.from({ length: 40 }, (_, at) => `(x*)*(y*)*(z*)*(a*)*(b*)*${'c'.repeat(at)}`);
  const last = sources.map((source) => slownessOf(source, '')).at(-1);
  expect(last).toEqual({ kind: 'not decided', why: 'the patterns before took all the steps of one target' });
  forgetPatterns();
  expect(slownessOf('^(a+)+$', '').kind).toBe('exponential');
});

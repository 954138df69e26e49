import type { CharacterSet } from './character-sets.ts';
import { anyCharacter, complement, lineEnds, oneCharacter, unite, withBothCases } from './character-sets.ts';
import { classEscape, escapedCode, readClass } from './pattern-escapes.ts';

/** A regular expression of ECMA-262 as a tree. */
export type Pattern =
  | { readonly kind: 'empty' }
  | { readonly kind: 'set'; readonly set: CharacterSet }
  | { readonly kind: 'sequence'; readonly parts: readonly Pattern[] }
  | { readonly kind: 'choice'; readonly options: readonly Pattern[] }
  | { readonly kind: 'group'; readonly body: Pattern; readonly index: number }
  | {
      readonly kind: 'repeat';
      readonly body: Pattern;
      readonly min: number;
      readonly max: number;
      readonly isLazy: boolean;
    }
  | { readonly kind: 'edge'; readonly edge: Edge }
  | {
      readonly kind: 'look';
      readonly body: Pattern;
      readonly isBehind: boolean;
      readonly isNegated: boolean;
    }
  | { readonly kind: 'back'; readonly index: number };

export type Edge = 'start' | 'end' | 'line start' | 'line end' | 'word' | 'no word';

/** Reads a text sign by sign. */
export interface Reader {
  readonly text: string;
  readonly flags: string;
  /** Names of groups in the order of their numbers. */
  readonly names: readonly (string | undefined)[];
  at: number;
  groups: number;
  depth: number;
}

/** Longest pattern that is read, and groups inside each other. */
const longest = 5000;
const deepest = 100;

/** What cannot be read: a mistake, something newer, or too much of it. */
class Unreadable extends Error {}

/** The tree of a pattern; undefined where it is not understood. */
export function parsePattern(text: string, flags: string): Pattern | undefined {
  if (text.length > longest || flags.includes('v')) return undefined;
  const reader: Reader = { text, flags, names: groupNames(text), at: 0, groups: 0, depth: 0 };
  try {
    const found = readChoice(reader);
    return reader.at === text.length ? found : undefined;
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

const groupNames = (text: string): readonly (string | undefined)[] =>
  [...text.replaceAll(/\\.|\[(?:\\.|[^\]\\])*\]/g, '').matchAll(/\((?!\?(?!<[^=!]))(?:\?<([^>]*)>)?/g)].map(
    ([, name]) => name,
  );

function readChoice(reader: Reader): Pattern {
  reader.depth += 1;
  if (reader.depth > deepest) throw new Unreadable();
  const options = [readSequence(reader)];
  while (reader.text[reader.at] === '|') {
    reader.at += 1;
    options.push(readSequence(reader));
  }
  reader.depth -= 1;
  const [first] = options;
  return options.length === 1 && first !== undefined ? first : { kind: 'choice', options };
}

function readSequence(reader: Reader): Pattern {
  const parts: Pattern[] = [];
  while (reader.at < reader.text.length && !'|)'.includes(reader.text[reader.at] ?? ''))
    parts.push(readTerm(reader));
  const [first] = parts;
  if (first === undefined) return { kind: 'empty' };
  return parts.length === 1 ? first : { kind: 'sequence', parts };
}

function readTerm(reader: Reader): Pattern {
  const body = readAtom(reader);
  const found = /^(?:[*+?]|\{(\d+)(,(\d*))?\})/.exec(reader.text.slice(reader.at, reader.at + 24));
  if (found === null) return body;
  reader.at += found[0].length;
  const isLazy = reader.text[reader.at] === '?';
  if (isLazy) reader.at += 1;
  const [sign, least, comma, most] = found;
  const [min, max] =
    least === undefined
      ? [sign === '+' ? 1 : 0, sign === '?' ? 1 : Infinity]
      : [Number(least), comma === undefined ? Number(least) : most === '' ? Infinity : Number(most)];
  if (max < min) throw new Unreadable();
  return { kind: 'repeat', body, min, max, isLazy };
}

const edges: Readonly<Record<string, Edge>> = { '^': 'start', $: 'end' };

function readAtom(reader: Reader): Pattern {
  const { text, flags } = reader;
  const sign = text[reader.at] ?? '';
  reader.at += 1;
  if (sign === '(') return readGroup(reader);
  if (sign === '[') return setOf(reader, readClass(reader) ?? unreadable());
  if (sign === '.') return { kind: 'set', set: flags.includes('s') ? anyCharacter : complement(lineEnds) };
  const edge = edges[sign];
  if (edge !== undefined)
    return { kind: 'edge', edge: flags.includes('m') ? (sign === '^' ? 'line start' : 'line end') : edge };
  if (sign === '\\') return readEscape(reader);
  if (/[*+?]/.test(sign)) throw new Unreadable();
  return setOf(reader, oneCharacter(sign.charCodeAt(0)));
}

function unreadable(): never {
  throw new Unreadable();
}

const setOf = ({ flags }: Reader, set: CharacterSet): Pattern => ({
  kind: 'set',
  set: flags.includes('i') ? withBothCases(unite([set])) : set,
});

function readGroup(reader: Reader): Pattern {
  const rest = reader.text.slice(reader.at, reader.at + 80);
  const look = /^\?(<?)([=!])/.exec(rest);
  const kind = look?.[0] ?? /^\?(?::|<[^>]*>)/.exec(rest)?.[0] ?? '';
  if (kind === '' && rest.startsWith('?')) throw new Unreadable();
  reader.at += kind.length;
  const isCapturing = kind === '' || kind.startsWith('?<');
  let index = 0;
  if (isCapturing && look === null) {
    reader.groups += 1;
    index = reader.groups;
  }
  const body = readChoice(reader);
  if (reader.text[reader.at] !== ')') throw new Unreadable();
  reader.at += 1;
  if (look !== null) return { kind: 'look', body, isBehind: look[1] === '<', isNegated: look[2] === '!' };
  return index === 0 ? body : { kind: 'group', body, index };
}

function readEscape(reader: Reader): Pattern {
  const sign = reader.text[reader.at] ?? unreadable();
  if (sign === 'b' || sign === 'B') {
    reader.at += 1;
    return { kind: 'edge', edge: sign === 'b' ? 'word' : 'no word' };
  }
  const number = /^[1-9]\d*/.exec(reader.text.slice(reader.at, reader.at + 4))?.[0];
  if (number !== undefined && Number(number) <= reader.names.length) {
    reader.at += number.length;
    return { kind: 'back', index: Number(number) };
  }
  const name = /^k<([^>]*)>/.exec(reader.text.slice(reader.at, reader.at + 80));
  if (name !== null && reader.names.includes(name[1])) {
    reader.at += name[0].length;
    return { kind: 'back', index: reader.names.indexOf(name[1]) + 1 };
  }
  const set = classEscape(reader);
  if (set !== undefined) return setOf(reader, set);
  return setOf(reader, oneCharacter(escapedCode(reader) ?? unreadable()));
}

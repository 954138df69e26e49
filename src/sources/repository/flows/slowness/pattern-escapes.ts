import type { CharacterSet } from './character-sets.ts';
import {
  complement,
  digits,
  oneCharacter,
  spaces,
  unite,
  withBothCases,
  wordCharacters,
} from './character-sets.ts';
import type { Reader } from './pattern-syntax.ts';

const classes: Readonly<Record<string, CharacterSet>> = {
  d: digits,
  D: complement(digits),
  w: wordCharacters,
  W: complement(wordCharacters),
  s: spaces,
  S: complement(spaces),
};

const controls: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, v: 11, f: 12, 0: 0 };

/** `\d` and its like, behind the backslash; undefined where it is another escape, which then is still to be read. */
export function classEscape(reader: Reader): CharacterSet | undefined {
  const { text } = reader;
  const known = classes[text[reader.at] ?? ''];
  if (known !== undefined) {
    reader.at += 1;
    return known;
  }
  const property = /^([pP])\{([^}]*)\}/.exec(text.slice(reader.at, reader.at + 60));
  if (property === null || !reader.flags.includes('u')) return undefined;
  const found = ofProperty(property[2] ?? '');
  if (found === undefined) return undefined;
  reader.at += property[0].length;
  return property[1] === 'P' ? complement(found) : found;
}

/** Code units whose properties are looked up: those of Latin, in which attacks are written. */
const lookedUp = 0x24f;
const properties = new Map<string, CharacterSet | undefined>();

function ofProperty(name: string): CharacterSet | undefined {
  if (properties.has(name)) return properties.get(name);
  let found: CharacterSet | undefined;
  try {
    const pattern = new RegExp(String.raw`^\p{${name}}$`, 'u');
    const codes = Array.from({ length: lookedUp + 1 }, (_, code) => code);
    found = unite([
      codes
        .filter((code) => pattern.test(String.fromCharCode(code)))
        .map((code): readonly [number, number] => [code, code]),
    ]);
  } catch {
    found = undefined;
  }
  properties.set(name, found);
  return found;
}

/** The sign that an escape stands for, behind the backslash. */
export function escapedCode(reader: Reader): number | undefined {
  const { text } = reader;
  const rest = text.slice(reader.at, reader.at + 12);
  const hex = /^x([\da-f]{2})|^u([\da-f]{4})|^u\{([\da-f]{1,6})\}/i.exec(rest);
  if (hex !== null) {
    reader.at += hex[0].length;
    return Math.min(Number.parseInt(hex[1] ?? hex[2] ?? hex[3] ?? '0', 16), 0xff_ff);
  }
  const control = /^c([a-z])/i.exec(rest);
  if (control !== null) {
    reader.at += 2;
    return (control[1] ?? '').charCodeAt(0) % 32;
  }
  const sign = rest[0];
  if (sign === undefined) return undefined;
  reader.at += 1;
  return controls[sign] ?? sign.charCodeAt(0);
}

/** A class behind its bracket; undefined where it has no end. */
export function readClass(reader: Reader): CharacterSet | undefined {
  const { text } = reader;
  const isNegated = text[reader.at] === '^';
  if (isNegated) reader.at += 1;
  const sets: CharacterSet[] = [];
  while (text[reader.at] !== ']') {
    if (reader.at >= text.length) return undefined;
    const from = readMember(reader);
    if (typeof from !== 'number' || text[reader.at] !== '-' || text[reader.at + 1] === ']') {
      sets.push(typeof from === 'number' ? oneCharacter(from) : from);
      continue;
    }
    reader.at += 1;
    const to = readMember(reader);
    if (typeof to !== 'number') sets.push(oneCharacter(from), oneCharacter(45), to);
    else if (from <= to) sets.push([[from, to]]);
    else return undefined;
  }
  reader.at += 1;
  const own = unite(sets);
  const all = reader.flags.includes('i') ? withBothCases(own) : own;
  return isNegated ? complement(all) : all;
}

function readMember(reader: Reader): number | CharacterSet {
  const { text } = reader;
  const sign = text[reader.at] ?? '';
  reader.at += 1;
  if (sign !== '\\') return sign.charCodeAt(0);
  if (text[reader.at] === 'b') {
    reader.at += 1;
    return 8;
  }
  return classEscape(reader) ?? escapedCode(reader) ?? 92;
}

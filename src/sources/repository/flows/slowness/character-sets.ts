/** Code units as ranges that do not touch, in ascending order. */
export type CharacterSet = readonly (readonly [from: number, to: number])[];

const last = 0xffff;

export const anyCharacter: CharacterSet = [[0, last]];

const of = (...ranges: readonly (readonly [number, number])[]): CharacterSet => unite([ranges]);

export const oneCharacter = (code: number): CharacterSet => [[code, code]];

export const digits = of([48, 57]);
export const wordCharacters = of([48, 57], [65, 90], [95, 95], [97, 122]);
/** WhiteSpace and LineTerminator of ECMA-262, section 12.2 and 12.3. */
export const spaces = of(
  [9, 13],
  [32, 32],
  [0xa0, 0xa0],
  [0x16_80, 0x16_80],
  [0x20_00, 0x20_0a],
  [0x20_28, 0x20_29],
  [0x20_2f, 0x20_2f],
  [0x20_5f, 0x20_5f],
  [0x30_00, 0x30_00],
  [0xfe_ff, 0xfe_ff],
);
export const lineEnds = of([10, 10], [13, 13], [0x20_28, 0x20_29]);

export function unite(sets: readonly CharacterSet[]): CharacterSet {
  const sorted = sets.flat().toSorted((a, b) => a[0] - b[0]);
  const found: [number, number][] = [];
  for (const [from, to] of sorted) {
    const before = found.at(-1);
    if (before !== undefined && from <= before[1] + 1) before[1] = Math.max(before[1], to);
    else found.push([from, to]);
  }
  return found;
}

export function complement(set: CharacterSet): CharacterSet {
  const found: [number, number][] = [];
  let next = 0;
  for (const [from, to] of set) {
    if (from > next) found.push([next, from - 1]);
    next = to + 1;
  }
  if (next <= last) found.push([next, last]);
  return found;
}

export function intersection(a: CharacterSet, b: CharacterSet): CharacterSet {
  const found: [number, number][] = [];
  let other = 0;
  for (const [from, to] of a) {
    while (other < b.length && (b[other]?.[1] ?? 0) < from) other += 1;
    for (let at = other; at < b.length; at += 1) {
      const range = b[at];
      if (range === undefined || range[0] > to) break;
      found.push([Math.max(from, range[0]), Math.min(to, range[1])]);
    }
  }
  return found;
}

export const holds = (set: CharacterSet, code: number): boolean =>
  set.some(([from, to]) => from <= code && code <= to);

/** With the letters of either case: those of ASCII, which is what attacks are written in. */
export function withBothCases(set: CharacterSet): CharacterSet {
  const shift = (range: CharacterSet, by: number): CharacterSet =>
    intersection(set, range).map(([from, to]) => [from + by, to + by]);
  return unite([set, shift([[65, 90]], 32), shift([[97, 122]], -32)]);
}

/** Signs that are easy to read, the easiest first. */
const readable: readonly CharacterSet[] = [
  of([97, 122]),
  of([48, 57]),
  of([65, 90]),
  of([33, 47], [58, 64], [91, 96], [123, 126]),
  of([32, 32]),
  of([9, 10]),
];

/** One of a set, a readable one where there is any; undefined where the set is empty. */
export function representative(set: CharacterSet): number | undefined {
  for (const each of readable) {
    const [first] = intersection(set, each);
    if (first !== undefined) return first[0];
  }
  return set[0]?.[0];
}

import { intersection, representative } from './character-sets.ts';
import type { Positions } from './positions.ts';
import { loopsOf, wordBetween } from './position-loops.ts';

/** A text that may be read in very many ways: something before it, and what is repeated. */
export interface Attack {
  readonly prefix: string;
  readonly pump: string;
}

/** Pairs and triples of positions that are looked at for one pattern. */
const most = 150_000;

/** Attacks of one kind that are worth a try. */
const mostAttacks = 6;

interface Search {
  readonly positions: Positions;
  left: number;
}

/**
 * Candidates for texts on which a pattern takes very long (Weideman, van der Merwe, Berglund and Watson 2016): first
 * those with exponentially many ways (EDA: one loop reads a text in two ways), then those with polynomially many (IDA:
 * a text that one loop reads, another one behind it, and the way between them). Each has to be tried.
 */
export function attacksOn(positions: Positions): {
  readonly attacks: readonly Attack[];
  readonly isAll: boolean;
} {
  const search: Search = { positions, left: most };
  const loops = loopsOf(positions);
  const found: Attack[] = [];
  for (const loop of loops) found.push(...doubleLoops(search, loop));
  for (const loop of loops)
    for (const other of loops)
      if (found.length < mostAttacks * 3) found.push(...twoLoops(search, loop, other));
  return { attacks: found, isAll: search.left >= 0 };
}

const commonSign = ({ sets }: Positions, ...of: readonly number[]): number | undefined =>
  representative(of.map((each) => sets[each] ?? []).reduce(intersection));

interface Pair {
  readonly one: number;
  readonly other: number;
  readonly word: string;
}

/** Two ways through one loop for the same text. */
function doubleLoops(search: Search, loop: ReadonlySet<number>): readonly Attack[] {
  const { positions } = search;
  const found: Attack[] = [];
  const dead = new Set<number>();
  for (const from of loop) {
    if (found.length >= mostAttacks) break;
    const ways = [...(positions.next[from] ?? [])].filter(([to]) => loop.has(to));
    const met = meeting(search, loop, ways, dead);
    const back = met === undefined ? undefined : wordBetween(positions, loop, met.one, from);
    if (met === undefined || back === undefined) continue;
    found.push({ prefix: prefixTo(positions, from), pump: met.word + back });
  }
  return found;
}

/** From two different ways on, or one that is there twice, to where they come together again. */
function meeting(
  search: Search,
  loop: ReadonlySet<number>,
  ways: readonly (readonly [to: number, count: number])[],
  dead: Set<number>,
): Pair | undefined {
  const { positions } = search;
  const queue: Pair[] = [];
  for (const [at, [one, count]] of ways.entries()) {
    const sign = commonSign(positions, one);
    if (count > 1 && sign !== undefined) return { one, other: one, word: String.fromCharCode(sign) };
    for (const [other] of ways.slice(at + 1)) {
      const shared = commonSign(positions, one, other);
      if (shared !== undefined) queue.push({ one, other, word: String.fromCharCode(shared) });
    }
  }
  const width = positions.sets.length;
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { one, other, word } = next;
    const key = Math.min(one, other) * width + Math.max(one, other);
    if (dead.has(key)) continue;
    dead.add(key);
    for (const [a] of positions.next[one] ?? [])
      for (const [b] of positions.next[other] ?? []) {
        search.left -= 1;
        if (search.left < 0) return undefined;
        const sign = loop.has(a) && loop.has(b) ? commonSign(positions, a, b) : undefined;
        if (sign === undefined) continue;
        const longer = word + String.fromCharCode(sign);
        if (a === b) return { one: a, other: a, word: longer };
        queue.push({ one: a, other: b, word: longer });
      }
  }
  return undefined;
}

/** A text that is read in one loop, in another one, and on the way from the one to the other. */
function twoLoops(search: Search, loop: ReadonlySet<number>, other: ReadonlySet<number>): readonly Attack[] {
  if (loop === other) return [];
  const { positions } = search;
  const found: Attack[] = [];
  for (const from of loop)
    for (const to of other) {
      if (found.length >= 2) return found;
      const pump = sharedWord(search, loop, other, from, to);
      if (pump !== undefined) found.push({ prefix: prefixTo(positions, from), pump });
    }
  return found;
}

interface Triple {
  readonly places: readonly [number, number, number];
  readonly word: string;
}

/** Longest text that is repeated. */
const longest = 40;

function sharedWord(
  search: Search,
  loop: ReadonlySet<number>,
  other: ReadonlySet<number>,
  from: number,
  to: number,
): string | undefined {
  const { positions } = search;
  const width = positions.sets.length;
  const seen = new Set<number>();
  const queue: Triple[] = [{ places: [from, from, to], word: '' }];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { places, word } = next;
    if (word.length >= longest) continue;
    for (const [a] of positions.next[places[0]] ?? []) {
      if (!loop.has(a)) continue;
      for (const [c] of positions.next[places[2]] ?? []) {
        if (!other.has(c) || commonSign(positions, a, c) === undefined) continue;
        for (const [b] of positions.next[places[1]] ?? []) {
          search.left -= 1;
          if (search.left < 0) return undefined;
          const key = (a * width + b) * width + c;
          const sign = seen.has(key) ? undefined : commonSign(positions, a, b, c);
          if (sign === undefined) continue;
          seen.add(key);
          const longer = word + String.fromCharCode(sign);
          if (a === from && b === to && c === to) return longer;
          queue.push({ places: [a, b, c], word: longer });
        }
      }
    }
  }
  return undefined;
}

/** The shortest text that leads to a position, with the sign it reads itself. */
function prefixTo(positions: Positions, to: number): string {
  if (to === positions.start) return '';
  const first = positions.first.filter((each) => each !== positions.start);
  for (const each of first) if (each === to) return signOf(positions, to);
  const words = first.flatMap((each) => {
    const word = wordBetween(positions, undefined, each, to);
    return word === undefined ? [] : [signOf(positions, each) + word];
  });
  return words.toSorted((a, b) => a.length - b.length)[0] ?? '';
}

const signOf = (positions: Positions, at: number): string =>
  String.fromCharCode(commonSign(positions, at) ?? 97);

import type { CharacterSet } from './character-sets.ts';
import { anyCharacter } from './character-sets.ts';
import type { Pattern } from './pattern-syntax.ts';
import { isAnchored } from './program.ts';

/**
 * The automaton of a pattern whose states are the places in it that read a sign (Glushkov 1961). Tests that read
 * nothing are taken to hold: whatever it says of slowness still has to be tried.
 */
export interface Positions {
  readonly sets: readonly CharacterSet[];
  /** What may be read next, and in how many ways one gets there (two stands for more). */
  readonly next: readonly ReadonlyMap<number, number>[];
  readonly first: readonly number[];
  /** A search may begin anywhere: the position that reads what stands before. */
  readonly start: number | undefined;
}

/** Positions of a pattern that is looked into, and ways between them. */
const mostPositions = 600;
const mostEdges = 60_000;

interface Part {
  readonly first: readonly number[];
  readonly last: readonly number[];
  readonly isNullable: boolean;
}

interface Builder {
  readonly sets: CharacterSet[];
  readonly next: Map<number, number>[];
  edges: number;
}

/** Undefined where there are too many. */
export function positionsOf(pattern: Pattern): Positions | undefined {
  const builder: Builder = { sets: [], next: [], edges: 0 };
  const whole = add(builder, pattern);
  if (isTooMuch(builder)) return undefined;
  if (isAnchored(pattern)) return { ...builder, first: whole.first, start: undefined };
  const start = position(builder, anyCharacter);
  connect(builder, [start], [start, ...whole.first]);
  return { ...builder, first: [start, ...whole.first], start };
}

const isTooMuch = ({ sets, edges }: Builder): boolean => sets.length > mostPositions || edges > mostEdges;

function position(builder: Builder, set: CharacterSet): number {
  builder.sets.push(set);
  builder.next.push(new Map());
  return builder.sets.length - 1;
}

function connect(builder: Builder, from: readonly number[], to: readonly number[]): void {
  for (const one of from) {
    const known = builder.next[one];
    if (known === undefined || isTooMuch(builder)) return;
    for (const other of to) known.set(other, Math.min(2, (known.get(other) ?? 0) + 1));
    builder.edges += to.length;
  }
}

const empty: Part = { first: [], last: [], isNullable: true };

function add(builder: Builder, pattern: Pattern): Part {
  if (isTooMuch(builder)) return empty;
  switch (pattern.kind) {
    case 'set': {
      const own = position(builder, pattern.set);
      return { first: [own], last: [own], isNullable: false };
    }
    case 'sequence':
      return pattern.parts.reduce((all: Part, part) => inOrder(builder, all, add(builder, part)), empty);
    case 'choice': {
      const options = pattern.options.map((option) => add(builder, option));
      return {
        first: options.flatMap(({ first }) => first),
        last: options.flatMap(({ last }) => last),
        isNullable: options.some(({ isNullable }) => isNullable),
      };
    }
    case 'group':
      return add(builder, pattern.body);
    case 'repeat':
      return repeated(builder, pattern);
    default:
      return empty;
  }
}

function inOrder(builder: Builder, left: Part, right: Part): Part {
  connect(builder, left.last, right.first);
  return {
    first: left.isNullable ? [...left.first, ...right.first] : left.first,
    last: right.isNullable ? [...left.last, ...right.last] : right.last,
    isNullable: left.isNullable && right.isNullable,
  };
}

/** Rounds that are written out one behind the other; more of them are taken for a loop. */
const writtenOut = 3;

function repeated(builder: Builder, { body, min, max }: Extract<Pattern, { kind: 'repeat' }>): Part {
  if (max === 0) return empty;
  const isLoop = max > writtenOut;
  let all = empty;
  const rounds = isLoop ? Math.max(1, Math.min(min, writtenOut)) : max;
  for (let round = 0; round < rounds; round += 1) {
    const part = add(builder, body);
    if (isLoop && round === rounds - 1) connect(builder, part.last, part.first);
    all = inOrder(builder, all, { ...part, isNullable: part.isNullable || round >= min });
  }
  return all;
}

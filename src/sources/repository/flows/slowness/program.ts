import type { CharacterSet } from './character-sets.ts';
import type { Edge, Pattern } from './pattern-syntax.ts';

/** One instruction of a matcher that tries one way after the other. */
export type Instruction =
  | { readonly op: 'set'; readonly set: CharacterSet; readonly isBack: boolean }
  | { readonly op: 'split'; first: number; second: number }
  | { readonly op: 'jump'; to: number }
  | { readonly op: 'save'; readonly slot: number }
  | { readonly op: 'edge'; readonly edge: Edge }
  | { readonly op: 'look'; readonly isNegated: boolean; next: number }
  | { readonly op: 'back'; readonly index: number; readonly isBack: boolean }
  | { readonly op: 'mark'; readonly register: number }
  | { readonly op: 'moved'; readonly register: number }
  | { readonly op: 'match' };

export interface Program {
  readonly code: readonly Instruction[];
  readonly registers: number;
  /** It can only begin at the beginning of the text. */
  readonly isAnchored: boolean;
}

/** Instructions of one program: repetitions with a number are written out. */
const most = 20_000;

interface Writer {
  readonly code: Instruction[];
  registers: number;
}

/** The program of a pattern; undefined where it would be too long. */
export function compile(pattern: Pattern): Program | undefined {
  const writer: Writer = { code: [], registers: 0 };
  if (!write(writer, pattern, false)) return undefined;
  writer.code.push({ op: 'match' });
  return { code: writer.code, registers: writer.registers, isAnchored: isAnchored(pattern) };
}

/** Whether every way through a pattern begins at the beginning of the text. */
export function isAnchored(pattern: Pattern): boolean {
  switch (pattern.kind) {
    case 'edge':
      return pattern.edge === 'start';
    case 'sequence':
      return pattern.parts[0] !== undefined && isAnchored(pattern.parts[0]);
    case 'choice':
      return pattern.options.every(isAnchored);
    case 'group':
      return isAnchored(pattern.body);
    default:
      return false;
  }
}

/** False where the program gets too long. */
function write(writer: Writer, pattern: Pattern, isBack: boolean): boolean {
  const { code } = writer;
  if (code.length > most) return false;
  switch (pattern.kind) {
    case 'empty':
      return true;
    case 'set':
      code.push({ op: 'set', set: pattern.set, isBack });
      return true;
    case 'sequence':
      return (isBack ? pattern.parts.toReversed() : pattern.parts).every((part) =>
        write(writer, part, isBack),
      );
    case 'choice':
      return writeChoice(writer, pattern.options, isBack);
    case 'group': {
      const slot = pattern.index * 2;
      code.push({ op: 'save', slot: isBack ? slot + 1 : slot });
      if (!write(writer, pattern.body, isBack)) return false;
      code.push({ op: 'save', slot: isBack ? slot : slot + 1 });
      return true;
    }
    case 'repeat':
      return writeRepeat(writer, pattern, isBack);
    case 'edge':
      code.push({ op: 'edge', edge: pattern.edge });
      return true;
    case 'look': {
      const look: Instruction = { op: 'look', isNegated: pattern.isNegated, next: 0 };
      code.push(look);
      if (!write(writer, pattern.body, pattern.isBehind)) return false;
      code.push({ op: 'match' });
      look.next = code.length;
      return true;
    }
    case 'back':
      code.push({ op: 'back', index: pattern.index, isBack });
      return true;
  }
}

function writeChoice(writer: Writer, options: readonly Pattern[], isBack: boolean): boolean {
  const { code } = writer;
  const ends: { to: number }[] = [];
  for (const [at, option] of options.entries()) {
    const isLast = at === options.length - 1;
    const split = { op: 'split' as const, first: code.length + 1, second: 0 };
    if (!isLast) code.push(split);
    if (!write(writer, option, isBack)) return false;
    if (isLast) break;
    const jump = { op: 'jump' as const, to: 0 };
    code.push(jump);
    ends.push(jump);
    split.second = code.length;
  }
  for (const end of ends) end.to = code.length;
  return true;
}

function writeRepeat(
  writer: Writer,
  { body, min, max, isLazy }: Extract<Pattern, { kind: 'repeat' }>,
  isBack: boolean,
): boolean {
  const { code } = writer;
  const again = (first: number, second: number) => ({
    op: 'split' as const,
    first: isLazy ? second : first,
    second: isLazy ? first : second,
  });
  for (let at = 0; at < min; at += 1) if (!write(writer, body, isBack)) return false;
  const open: { first: number; second: number }[] = [];
  const isEndless = max === Infinity;
  for (let at = min; at < (isEndless ? min + 1 : max); at += 1) {
    const start = code.length;
    const split = again(start + 1, -1);
    const register = writer.registers;
    writer.registers += 1;
    code.push(split, { op: 'mark', register });
    open.push(split);
    if (!write(writer, body, isBack)) return false;
    // An optional round in which nothing is read is no round (ECMA-262, RepeatMatcher).
    code.push({ op: 'moved', register });
    if (isEndless) code.push({ op: 'jump', to: start });
  }
  for (const split of open)
    if (split.first === -1) split.first = code.length;
    else split.second = code.length;
  return true;
}

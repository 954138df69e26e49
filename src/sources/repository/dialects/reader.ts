import type { DdlToken } from './tokens.ts';

/** Reads tokens one after the other; every step is bounded by their number. */
export interface Reader {
  readonly peek: (ahead?: number) => DdlToken | undefined;
  readonly next: () => DdlToken | undefined;
  /** Whether these words follow. */
  readonly at: (...words: readonly string[]) => boolean;
  /** Consumes these words when all of them follow. */
  readonly take: (...words: readonly string[]) => boolean;
  /** Consumes one of the words and gives it in lower case. */
  readonly takeOne: (...words: readonly string[]) => string | undefined;
  /** The next identifier; parts of a qualified one. */
  readonly names: () => readonly string[];
  /** Tokens inside the parentheses that follow; nothing when none do. */
  readonly group: () => readonly DdlToken[] | undefined;
  readonly done: () => boolean;
}

export function readerOf(tokens: readonly DdlToken[]): Reader {
  let index = 0;
  const peek = (ahead = 0): DdlToken | undefined => tokens[index + ahead];
  const next = (): DdlToken | undefined => tokens[index++];
  const at = (...words: readonly string[]): boolean =>
    words.every((word, ahead) => isWord(tokens[index + ahead], word));
  const take = (...words: readonly string[]): boolean => {
    const found = at(...words);
    if (found) index += words.length;
    return found;
  };
  return {
    peek,
    next,
    at,
    take,
    takeOne: (...words) => {
      const found = words.find((word) => at(word));
      if (found !== undefined) index += 1;
      return found;
    },
    names: () => {
      const parts: string[] = [];
      for (let token = peek(); token?.kind === 'word' || token?.kind === 'name'; token = peek()) {
        parts.push(token.text);
        index += 1;
        if (!isWord(peek(), '.')) break;
        index += 1;
      }
      return parts;
    },
    group: () => {
      if (!isWord(peek(), '(')) return undefined;
      const close = closing(tokens, index);
      const inner = tokens.slice(index + 1, close);
      index = close + 1;
      return inner;
    },
    done: () => index >= tokens.length,
  };
}

const isWord = (token: DdlToken | undefined, word: string): boolean =>
  token !== undefined &&
  (token.kind === 'word' || token.kind === 'mark') &&
  token.text.toLowerCase() === word;

function closing(tokens: readonly DdlToken[], open: number): number {
  let depth = 0;
  for (let index = open; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (token?.kind !== 'mark') continue;
    if (token.text === '(') depth += 1;
    if (token.text === ')') depth -= 1;
    if (depth === 0) return index;
  }
  return tokens.length;
}

/** Parts of a list, cut at commas outside parentheses. */
export function commaParts(tokens: readonly DdlToken[]): readonly (readonly DdlToken[])[] {
  const parts: DdlToken[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token.kind === 'mark' && token.text === '(') depth += 1;
    if (token.kind === 'mark' && token.text === ')') depth -= 1;
    if (token.kind === 'mark' && token.text === ',' && depth === 0) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts.filter((part) => part.length > 0);
}

/** The source text of tokens, white space as one blank. */
export function textOfTokens(tokens: readonly DdlToken[], text: string): string {
  const [first, last] = [tokens[0], tokens.at(-1)];
  return first === undefined || last === undefined
    ? ''
    : text.slice(first.start, last.end).replaceAll(/\s+/g, ' ').trim();
}

import { tokensOf } from './tokens.ts';
import type { Token } from './tokens.ts';

/**
 * The text with what the grammar stumbled over at `at` blanked out, so that the rest can still be examined: one element
 * of the outermost list of a CREATE TABLE, else the whole statement. Undefined when nothing is left to blank.
 * Every other character keeps its offset.
 */
export function withoutFault(text: string, at: number, whole: boolean): string | undefined {
  const region = statementAround(text, at);
  const element = whole ? undefined : elementAround(text, region.tokens, at);
  const { start, end } = element ?? region;
  const blanked = text.slice(start, end).replace(/[^\s]/gu, (character) => ' '.repeat(character.length));
  return blanked === text.slice(start, end) ? undefined : text.slice(0, start) + blanked + text.slice(end);
}

interface Region {
  readonly start: number;
  readonly end: number;
  readonly tokens: readonly Token[];
}

/** From one semicolon to the next. */
function statementAround(text: string, at: number): Region {
  let tokens: Token[] = [];
  let start = 0;
  for (const token of tokensOf(text)) {
    if (token.kind === 'comment') continue;
    if (text[token.start] === ';' && token.kind === 'other') {
      if (token.start >= at) return { start, end: token.start, tokens };
      start = token.end;
      tokens = [];
    } else tokens.push(token);
  }
  return { start, end: text.length, tokens };
}

/** The element of a CREATE TABLE's list that holds `at`, with one of the commas beside it. */
function elementAround(
  text: string,
  tokens: readonly Token[],
  at: number,
): { readonly start: number; readonly end: number } | undefined {
  const head = tokens.slice(0, 4).map(({ start, end }) => text.slice(start, end).toLowerCase());
  if (head[0] !== 'create' || !head.includes('table')) return undefined;
  let depth = 0;
  let start: number | undefined;
  let comma: number | undefined;
  for (const token of tokens) {
    const word = token.kind === 'other' ? text[token.start] : '';
    if (word === '(') depth++;
    if (word === ')') depth--;
    const closes = depth === 0 && word === ')';
    const divides = depth === 1 && word === ',';
    if (start !== undefined && token.start >= at && (closes || divides))
      return divides ? { start, end: token.end } : { start: comma ?? start, end: token.start };
    if (divides || (depth === 1 && word === '(')) start = token.end;
    if (divides) comma = token.start;
  }
  return undefined;
}

import type { Certainty } from './certainty.ts';
import { allOf, anyOf, oppositeOf } from './certainty.ts';

/** What a side of a comparison is; `undefined` where it is not known before the application runs. */
type Operand = string | undefined;

interface Reading {
  readonly tokens: readonly string[];
  at: number;
  readonly fill: (text: string) => string | undefined;
}

const token =
  /\s*(\|\||&&|==|!=|!|\(|\)|'(?:[^']|'')*'|"[^"]*"|\$\{(?:[^{}]|\{[^{}]*\})*\}|[A-Za-z_]\w*|\d+)/y;

/**
 * Whether an expression of `@ConditionalOnExpression` holds: comparisons of texts and settings, and what joins them.
 * Spring fills settings in first; `fill` gives none where a setting has no value. Everything else is not decided.
 */
export function expressionHolds(text: string, fill: Reading['fill']): Certainty {
  const inner = /^\s*#\{([\s\S]*)\}\s*$/.exec(text)?.[1] ?? text;
  const tokens = tokensOf(inner);
  if (tokens === undefined) return 'perhaps';
  const reading: Reading = { tokens, at: 0, fill };
  const told = either(reading);
  return reading.at === tokens.length ? told : 'perhaps';
}

function tokensOf(text: string): readonly string[] | undefined {
  const found: string[] = [];
  const end = text.trimEnd().length;
  token.lastIndex = 0;
  while (token.lastIndex < end) {
    const [, next] = token.exec(text) ?? [];
    if (next === undefined || found.length > 200) return undefined;
    found.push(next);
  }
  return found;
}

function takes(reading: Reading, words: RegExp): boolean {
  const is = words.test(reading.tokens[reading.at] ?? '');
  if (is) reading.at += 1;
  return is;
}

function either(reading: Reading): Certainty {
  const told = [all(reading)];
  while (takes(reading, /^(\|\||or)$/i)) told.push(all(reading));
  return anyOf(told);
}

function all(reading: Reading): Certainty {
  const told = [one(reading)];
  while (takes(reading, /^(&&|and)$/i)) told.push(one(reading));
  return allOf(told);
}

function one(reading: Reading): Certainty {
  if (takes(reading, /^(!|not)$/i)) return oppositeOf(one(reading));
  if (takes(reading, /^\($/)) {
    const told = either(reading);
    return takes(reading, /^\)$/) ? told : 'perhaps';
  }
  const left = operand(reading);
  const isSame = takes(reading, /^(==|eq)$/i);
  if (!isSame && !takes(reading, /^(!=|ne)$/i))
    return left === 'true' ? 'yes' : left === 'false' ? 'no' : 'perhaps';
  const right = operand(reading);
  if (left === undefined || right === undefined) return 'perhaps';
  return (left === right) === isSame ? 'yes' : 'no';
}

function operand(reading: Reading): Operand {
  const next = reading.tokens[reading.at] ?? '';
  reading.at += 1;
  if (/^['"]/.test(next)) return reading.fill(next.slice(1, -1));
  if (next.startsWith('${')) return reading.fill(next);
  return /^(true|false|\d+)$/.test(next) ? next : undefined;
}

import type { Statement, Token } from './script.ts';
import { sourceText, tokensOf } from './script.ts';

/**
 * Expressions are kept as the author wrote them. The parser says where a construct begins, not where it ends, so
 * the end is found in the tokens: a matching parenthesis, or the first word that cannot continue it.
 */

const isWord = (token: Token | undefined, word: string): boolean => token?.text.toLowerCase() === word;

/** Text inside the parentheses that follow the first `word` at or after byte `from`. */
export function parenthesised(statement: Statement, word: string, from: number): string | undefined {
  const tokens = tokensOf(statement).filter((token) => token.start >= from);
  const at = tokens.findIndex((token, index) => isWord(token, word) && isWord(tokens[index + 1], '('));
  const open = tokens[at + 1];
  if (at === -1 || open === undefined) return undefined;
  const close = tokens[closing(tokens, at + 1)];
  return close === undefined ? undefined : sourceText(statement, open.end, close.start);
}

/** Index of the parenthesis that closes the one at `open`. */
function closing(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let index = open; index < tokens.length; index += 1) {
    const text = tokens[index]?.text;
    if (text === '(' || text === '[') depth += 1;
    if (text === ')' || text === ']') depth -= 1;
    if (depth === 0) return index;
  }
  return tokens.length;
}

const columnWords = new Set([
  'not',
  'null',
  'constraint',
  'check',
  'unique',
  'primary',
  'references',
  'collate',
  'generated',
  'deferrable',
  'initially',
  'using',
]);

/** The expression that begins at token `index`: up to a comma, a closing parenthesis, `;` or a column clause. */
function expressionFrom(statement: Statement, tokens: readonly Token[], index: number): string | undefined {
  const first = tokens[index];
  if (first === undefined) return undefined;
  let end = index;
  let depth = 0;
  for (; end < tokens.length; end += 1) {
    const text = tokens[end]?.text.toLowerCase() ?? '';
    if (depth === 0 && (text === ',' || text === ')' || text === ';')) break;
    if (depth === 0 && end > index && columnWords.has(text)) break;
    if (text === '(' || text === '[') depth += 1;
    if (text === ')' || text === ']') depth -= 1;
  }
  const last = tokens[end - 1];
  return last === undefined ? undefined : sourceText(statement, first.start, last.end);
}

/** The expression after the word DEFAULT at or after byte `from`. */
export function defaultText(statement: Statement, from: number): string | undefined {
  const tokens = tokensOf(statement).filter((token) => token.start >= from);
  const at = tokens.findIndex((token) => isWord(token, 'default'));
  return at === -1 ? undefined : expressionFrom(statement, tokens, at + 1);
}

/** Expressions of every `SET DEFAULT …` of an ALTER TABLE, in order. */
export function setDefaults(statement: Statement): readonly (string | undefined)[] {
  const tokens = tokensOf(statement);
  return tokens.flatMap((token, index) =>
    isWord(token, 'set') && isWord(tokens[index + 1], 'default')
      ? [expressionFrom(statement, tokens, index + 2)]
      : [],
  );
}

/** Text after the last top-level WHERE, to the end of the statement. */
export function whereText(statement: Statement): string | undefined {
  const tokens = tokensOf(statement).filter((token) => token.text !== ';');
  let depth = 0;
  let at = -1;
  for (const [index, token] of tokens.entries()) {
    if (token.text === '(') depth += 1;
    if (token.text === ')') depth -= 1;
    if (depth === 0 && isWord(token, 'where')) at = index;
  }
  const first = tokens[at + 1];
  const last = tokens.at(-1);
  if (at === -1 || first === undefined || last === undefined) return undefined;
  const text = sourceText(statement, first.start, last.end);
  return last.text === ')' && first.text === '(' && closing(tokens, at + 1) === tokens.length - 1
    ? text.slice(1, -1).trim()
    : text;
}

/** Source text of each element of an index: `CREATE INDEX … ON t [USING m] (a, lower(b), c DESC)`. */
export function indexElements(statement: Statement): readonly string[] {
  const tokens = tokensOf(statement);
  const on = tokens.findIndex((token) => isWord(token, 'on'));
  const open = tokens.findIndex((token, index) => index > on && token.text === '(');
  if (on === -1 || open === -1) return [];
  const close = closing(tokens, open);
  const elements: string[] = [];
  let first = open + 1;
  let depth = 0;
  for (let index = open + 1; index <= close; index += 1) {
    const text = tokens[index]?.text;
    const from = tokens[first];
    const to = tokens[index - 1];
    if (depth === 0 && (text === ',' || index === close) && from !== undefined && to !== undefined) {
      elements.push(sourceText(statement, from.start, to.end));
      first = index + 1;
    } else if (text === '(') depth += 1;
    else if (text === ')') depth -= 1;
  }
  return elements;
}

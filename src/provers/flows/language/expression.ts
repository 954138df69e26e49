/** A small expression as it is written; names are not looked up yet. */
export type Term =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'not'; readonly of: Term }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Term[] }
  | { readonly kind: 'compare'; readonly operator: Operator; readonly left: Term; readonly right: Term }
  | { readonly kind: 'add' | 'subtract'; readonly left: Term; readonly right: Term }
  | { readonly kind: 'sum' | 'count'; readonly of: Term };

type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=';

export type Parsed =
  | { readonly kind: 'term'; readonly term: Term }
  | { readonly kind: 'wrong'; readonly what: string; readonly next: string };

const tokenPattern = /\s*(?:([a-z][a-z0-9-]*)|(\d+)|(<=|>=|!=|[=<>+\-()]))/gy;

interface Cursor {
  readonly tokens: readonly string[];
  at: number;
}

/** Told to the user with the place of the expression. */
class WrongExpression extends Error {}

/**
 * `order = paid and (stock >= 1 or not reserved = 1)`, with `+`, `-`, and over all instances `count(…)` and
 * `sum(…)`. `or` binds least, then `and`, `not`, comparison, `+` and `-`.
 */
export function parseExpression(text: string): Parsed {
  const tokens: string[] = [];
  tokenPattern.lastIndex = 0;
  let end = 0;
  for (let match = tokenPattern.exec(text); match !== null; match = tokenPattern.exec(text)) {
    tokens.push(match[0].trim());
    end = tokenPattern.lastIndex;
  }
  const rest = text.slice(end).trim();
  if (rest !== '') return wrong(`${JSON.stringify(rest.slice(0, 20))} is no part of an expression`);
  const cursor: Cursor = { tokens, at: 0 };
  try {
    const term = readAny(cursor, 0);
    return cursor.at < tokens.length
      ? wrong(`nothing is expected before ${JSON.stringify(tokens[cursor.at])}`)
      : { kind: 'term', term };
  } catch (error) {
    if (error instanceof WrongExpression) return wrong(error.message);
    throw error;
  }
}

const wrong = (what: string): Parsed => ({
  kind: 'wrong',
  what,
  next: 'Write records in lower case with and, or, not, = != < <= > >=, + and - with blanks around, count(…), sum(…).',
});

const peek = ({ tokens, at }: Cursor): string | undefined => tokens[at];

function take(cursor: Cursor, token: string): boolean {
  if (peek(cursor) !== token) return false;
  cursor.at++;
  return true;
}

/** Deeper than anybody writes; keeps hostile input from exhausting the stack. */
const deepest = 50;

function readAny(cursor: Cursor, depth: number): Term {
  if (depth > deepest) throw new WrongExpression(`more than ${deepest} parentheses are nested`);
  const of = [readAll(cursor, depth)];
  while (take(cursor, 'or')) of.push(readAll(cursor, depth));
  const [only] = of;
  return of.length === 1 && only !== undefined ? only : { kind: 'any', of };
}

function readAll(cursor: Cursor, depth: number): Term {
  const of = [readNot(cursor, depth)];
  while (take(cursor, 'and')) of.push(readNot(cursor, depth));
  const [only] = of;
  return of.length === 1 && only !== undefined ? only : { kind: 'all', of };
}

function readNot(cursor: Cursor, depth: number): Term {
  let negated = false;
  while (take(cursor, 'not')) negated = !negated;
  const of = readCompare(cursor, depth);
  return negated ? { kind: 'not', of } : of;
}

const operators: readonly Operator[] = ['=', '!=', '<', '<=', '>', '>='];

function readCompare(cursor: Cursor, depth: number): Term {
  const left = readSum(cursor, depth);
  const operator = operators.find((each) => each === peek(cursor));
  if (operator === undefined) return left;
  cursor.at++;
  return { kind: 'compare', operator, left, right: readSum(cursor, depth) };
}

function readSum(cursor: Cursor, depth: number): Term {
  let left = readAtom(cursor, depth);
  for (;;) {
    if (take(cursor, '+')) left = { kind: 'add', left, right: readAtom(cursor, depth) };
    else if (take(cursor, '-')) left = { kind: 'subtract', left, right: readAtom(cursor, depth) };
    else return left;
  }
}

function readAtom(cursor: Cursor, depth: number): Term {
  const token = peek(cursor);
  if (token === undefined) throw new WrongExpression('the expression ends too early');
  cursor.at++;
  if (token === '(') return closed(cursor, readAny(cursor, depth + 1));
  if (/^\d/.test(token)) return { kind: 'number', value: Number(token) };
  if ((token === 'count' || token === 'sum') && take(cursor, '('))
    return { kind: token, of: closed(cursor, readAny(cursor, depth + 1)) };
  if (!/^[a-z]/.test(token) || ['and', 'or', 'not'].includes(token))
    throw new WrongExpression(`a record or a number is expected where ${JSON.stringify(token)} stands`);
  return { kind: 'name', name: token };
}

function closed(cursor: Cursor, term: Term): Term {
  if (!take(cursor, ')')) throw new WrongExpression('a closing parenthesis is missing');
  return term;
}

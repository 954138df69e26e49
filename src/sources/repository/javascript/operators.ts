import type { UnknownValue, Value } from './value.ts';
import { optionsOf, primitive, truth, unknown, writtenDefault } from './value.ts';

/** Texts of more parts, or longer ones, are no paths: code that builds them in a loop would make them without end. */
const mostParts = 60;
const longest = 20_000;

/** Concatenation: parts that are not known stay visible as holes, so that a path is never half right. */
export function joinText(values: readonly Value[]): Value {
  const parts = values.flatMap(textParts);
  const length = parts.reduce((sum, part) => sum + (typeof part === 'string' ? part.length : 1), 0);
  if (parts.length > mostParts || length > longest) return unknown('a text without end');
  const merged: (string | UnknownValue)[] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    if (part === '') continue;
    if (typeof part === 'string' && typeof last === 'string') merged[merged.length - 1] = last + part;
    else merged.push(part);
  }
  if (merged.every((part) => typeof part === 'string')) return primitive(merged.join(''));
  return { kind: 'text', parts: merged };
}

function textParts(value: Value): readonly (string | UnknownValue)[] {
  switch (value.kind) {
    case 'primitive':
      return [String(value.value)];
    case 'text':
      return value.parts;
    case 'unknown':
      return [value];
    case 'array':
      return value.open
        ? [unknown('a list')]
        : value.items.flatMap((item, at) => (at > 0 ? [',', ...textParts(item)] : textParts(item)));
    case 'choice': {
      const written = writtenDefault(value);
      return written === undefined
        ? [unknown('one of several values')]
        : [unknown('a configured text', { configured: true, default: written })];
    }
    default:
      return [unknown(`${value.kind} used as text`)];
  }
}

export function binary(operator: string, left: Value, right: Value): Value {
  if (operator === '+') return add(left, right);
  if (left.kind !== 'primitive' || right.kind !== 'primitive') {
    if (operator === '===' || operator === '!==' || operator === '==' || operator === '!=')
      return compareKinds(operator, left, right);
    return unknown(`${operator} of values that are not known`);
  }
  const [a, b] = [left.value, right.value];
  switch (operator) {
    case '===':
      return primitive(a === b);
    case '==':
      return primitive(a === b || (a ?? null) === (b ?? null));
    case '!==':
      return primitive(a !== b);
    case '!=':
      return primitive(!(a === b || (a ?? null) === (b ?? null)));
    default:
      return typeof a === 'number' && typeof b === 'number'
        ? arithmetic(operator, a, b)
        : unknown(`${operator} is not evaluated`);
  }
}

/** An object is never equal to undefined or null; other comparisons stay open. */
function compareKinds(operator: string, left: Value, right: Value): Value {
  const open = new Set(['unknown', 'choice', 'result', 'library', 'text']);
  const missing = (value: Value): boolean =>
    value.kind === 'primitive' && (value.value === undefined || value.value === null);
  const oneMissing = missing(left) !== missing(right);
  if (oneMissing && !open.has(left.kind) && !open.has(right.kind)) return primitive(operator.startsWith('!'));
  return unknown('a comparison of values that are not known', inProduction(operator, left, right));
}

/** `process.env.NODE_ENV === 'production'` holds where the service runs. */
function inProduction(operator: string, left: Value, right: Value): Partial<UnknownValue> {
  const known = [left, right].map((value) =>
    value.kind === 'unknown' ? value.inProduction : value.kind === 'primitive' ? value.value : undefined,
  );
  const [a, b] = known;
  if (a === undefined || b === undefined) return {};
  return { inProduction: (a === b) !== operator.startsWith('!') };
}

function add(left: Value, right: Value): Value {
  if (left.kind === 'primitive' && right.kind === 'primitive') {
    if (typeof left.value === 'number' && typeof right.value === 'number')
      return primitive(left.value + right.value);
    if (typeof left.value === 'string' || typeof right.value === 'string') return joinText([left, right]);
  }
  const textual = [left, right].some(
    (value) => value.kind === 'text' || (value.kind === 'primitive' && typeof value.value === 'string'),
  );
  return textual ? joinText([left, right]) : unknown('a sum of values that are not known');
}

function arithmetic(operator: string, a: number, b: number): Value {
  switch (operator) {
    case '-':
      return primitive(a - b);
    case '*':
      return primitive(a * b);
    case '/':
      return primitive(a / b);
    case '%':
      return primitive(a % b);
    case '**':
      return primitive(a ** b);
    case '<':
      return primitive(a < b);
    case '<=':
      return primitive(a <= b);
    case '>':
      return primitive(a > b);
    case '>=':
      return primitive(a >= b);
    default:
      return unknown(`${operator} is not evaluated`);
  }
}

export function unary(operator: string, value: Value): Value {
  switch (operator) {
    case '!': {
      const known = truth(value);
      if (known !== undefined) return primitive(!known);
      const live = value.kind === 'unknown' ? value.inProduction : undefined;
      return unknown('a negation', live === undefined ? {} : { inProduction: live === false || live === '' });
    }
    case '-':
      return value.kind === 'primitive' && typeof value.value === 'number'
        ? primitive(-value.value)
        : unknown('a negative number');
    case '+':
      return value.kind === 'primitive' && value.value !== undefined ? primitive(Number(value.value)) : value;
    case 'void':
      return primitive(undefined);
    case 'typeof':
      return typeOf(value);
    default:
      return unknown(`${operator} is not evaluated`);
  }
}

function typeOf(value: Value): Value {
  const names = new Set(optionsOf(value).map(typeWord));
  const [only] = names;
  return names.size === 1 && only !== undefined ? primitive(only) : unknown('a type that is not known');
}

function typeWord(value: Value): string | undefined {
  switch (value.kind) {
    case 'primitive':
      return value.value === null ? 'object' : typeof value.value;
    case 'text':
      return 'string';
    case 'function':
    case 'class':
    case 'native':
      return 'function';
    case 'object':
    case 'array':
    case 'pattern':
    case 'module':
      return 'object';
    default:
      return undefined;
  }
}

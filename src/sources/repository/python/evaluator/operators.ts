import { plain } from './classes.ts';
import { libraryPath } from './paths.ts';
import type { Text, Value } from './value.ts';
import { carrySetting, constant, isNone, list, unknown } from './value.ts';

export const binary = (operator: string, left: Value, right: Value): Value =>
  carrySetting(combine(operator, left, right), [left, right]);

function combine(operator: string, left: Value, right: Value): Value {
  const [a, b] = [plain(left), plain(right)];
  if (operator === '+' && a.kind === 'list' && b.kind === 'list')
    return list([...a.items, ...b.items].slice(0, 20_000), a.open || b.open);
  if (operator === '+' && (a.kind === 'list' || b.kind === 'list'))
    return list(
      [a, b].flatMap((each) => (each.kind === 'list' ? each.items : each.kind === 'unknown' ? [] : [each])),
      true,
    );
  if (operator === '+' && isTextual(a) && isTextual(b) && !(isNumber(a) && isNumber(b)))
    return isText(a) || isText(b) ? joined([a, b]) : unknown('a sum that is not known');
  if (operator === '%' && isText(a)) return formatted(a, b);
  if (operator === '|' && a.kind === 'dict' && b.kind === 'dict')
    return { kind: 'dict', entries: [...a.entries, ...b.entries], open: a.open || b.open };
  if (
    a.kind === 'constant' &&
    b.kind === 'constant' &&
    typeof a.value === 'number' &&
    typeof b.value === 'number'
  )
    return arithmetic(operator, a.value, b.value);
  if (/^[&|]$/.test(operator)) return { kind: 'operation', operator, operands: [left, right] };
  if (operator === '/' && isText(b) && libraryPath(a)?.startsWith('pathlib.') !== true)
    return { kind: 'operation', operator, operands: [left, right] };
  return unknown('a result that is not known');
}

function arithmetic(operator: string, a: number, b: number): Value {
  switch (operator) {
    case '+':
      return constant(a + b);
    case '-':
      return constant(a - b);
    case '*':
      return constant(a * b);
    case '/':
      return b === 0 ? unknown('a division by zero') : constant(a / b);
    case '//':
      return b === 0 ? unknown('a division by zero') : constant(Math.floor(a / b));
    case '**':
      return constant(a ** b);
    default:
      return unknown('a number that is not known');
  }
}

const isNumber = (value: Value): boolean => value.kind === 'constant' && typeof value.value === 'number';
const isText = (value: Value): boolean =>
  value.kind === 'text' || (value.kind === 'constant' && typeof value.value === 'string');
/** Something that can be part of a text: a text, or what is not known. */
const isTextual = (value: Value): boolean =>
  isText(value) || ['unknown', 'result', 'member', 'choice', 'library', 'instance'].includes(value.kind);

/** Texts put together; parts that are not known stay as they are. */
export const joined = (values: readonly Value[]): Value => carrySetting(together(values), values);

function together(values: readonly Value[]): Value {
  const parts: (string | Value)[] = [];
  for (const value of values.flatMap((each) => (each.kind === 'text' ? each.parts : [each]))) {
    const text = typeof value === 'string' ? value : written(plain(value));
    const last = parts.at(-1);
    // Nobody writes `None` into a text: what would stand there comes from elsewhere.
    if (text === undefined) parts.push(nothing(value) ? unknown('a value that is not set') : value);
    else if (typeof last === 'string') parts[parts.length - 1] = last + text;
    else parts.push(text);
  }
  if (parts.length === 0) return constant('');
  const [only] = parts;
  if (parts.length === 1 && typeof only === 'string') return constant(only.slice(0, 20_000));
  const text: Text = { kind: 'text', parts: parts.slice(0, 200) };
  return text;
}

const nothing = (value: Value | string): boolean => typeof value !== 'string' && isNone(plain(value));

const written = (value: Value): string | undefined =>
  value.kind !== 'constant' || value.value === null
    ? undefined
    : typeof value.value === 'boolean'
      ? value.value
        ? 'True'
        : 'False'
      : String(value.value);

/** `"%s/%d" % (a, b)`. */
function formatted(format: Value, given: Value): Value {
  if (format.kind !== 'constant' || typeof format.value !== 'string') return joined([format]);
  const items = given.kind === 'list' ? [...given.items] : [given];
  const parts = format.value.split(/(%\(\w+\)[sdr]|%[sdrif]|%%)/);
  return joined(
    parts.map((part) => {
      if (part === '%%') return constant('%');
      const named = /^%\((\w+)\)/.exec(part)?.[1];
      if (named !== undefined && given.kind === 'dict')
        return (
          given.entries.find(([key]) => key.kind === 'constant' && key.value === named)?.[1] ??
          unknown(`no ${named}`)
        );
      return /^%[sdrif]$/.test(part) ? (items.shift() ?? unknown('a missing value')) : constant(part);
    }),
  );
}

export const compare = (operators: string, left: Value, right: Value): Value =>
  carrySetting(compared(operators, left, right), [left, right]);

function compared(operators: string, left: Value, right: Value): Value {
  const [a, b] = [plain(left), plain(right)];
  if (operators === 'in' || operators === 'not in') return contains(operators, a, b);
  if (a.kind !== 'constant' || b.kind !== 'constant') {
    const isNothing = (value: Value): boolean => value.kind === 'constant' && value.value === null;
    const known = (value: Value): boolean =>
      !['unknown', 'choice', 'result', 'member', 'library'].includes(value.kind);
    if ((isNothing(a) && known(b)) || (isNothing(b) && known(a)))
      return constant(/^(!=|is not)$/.test(operators));
    return unknown('a comparison that is not known');
  }
  switch (operators) {
    case '==':
    case 'is':
      return constant(a.value === b.value);
    case '!=':
    case 'is not':
      return constant(a.value !== b.value);
    default:
      return ordered(operators, a.value, b.value);
  }
}

function ordered(operator: string, a: unknown, b: unknown): Value {
  if (typeof a !== 'number' || typeof b !== 'number') return unknown('an order that is not known');
  const results: Readonly<Record<string, boolean>> = { '<': a < b, '<=': a <= b, '>': a > b, '>=': a >= b };
  return constant(results[operator] ?? false);
}

function contains(operator: string, a: Value, b: Value): Value {
  const holds = (() => {
    if (a.kind !== 'constant') return undefined;
    if (b.kind === 'constant' && typeof b.value === 'string' && typeof a.value === 'string')
      return b.value.includes(a.value);
    if (b.kind === 'library' && b.path.endsWith('.SAFE_METHODS'))
      return /^(GET|HEAD|OPTIONS)$/.test(String(a.value));
    const items = b.kind === 'list' ? b.items : b.kind === 'dict' ? b.entries.map(([key]) => key) : undefined;
    if (items === undefined) return undefined;
    if (
      items.some((item) => {
        const value = plain(item);
        return value.kind === 'constant' && value.value === a.value;
      })
    )
      return true;
    const open = b.kind === 'list' || b.kind === 'dict' ? b.open : true;
    return open || items.some((item) => plain(item).kind !== 'constant') ? undefined : false;
  })();
  return holds === undefined
    ? unknown('whether it is in there is not known')
    : constant(holds === (operator === 'in'));
}

/** Whether a condition holds; undefined = not known. */
export const truth = (value: Value): boolean | undefined =>
  value.kind === 'constant' && value.setting === true ? undefined : likely(value);

/** The same with settings at their defaults. */
export function likely(value: Value): boolean | undefined {
  switch (value.kind) {
    case 'constant':
      return Boolean(value.value);
    case 'list':
      return value.items.length > 0 ? true : value.open ? undefined : false;
    case 'dict':
      return value.entries.length > 0 ? true : value.open ? undefined : false;
    case 'function':
    case 'class':
    case 'module':
    case 'super':
      return true;
    case 'instance': {
      const inner = plain(value);
      return inner === value ? true : likely(inner);
    }
    case 'text':
      return value.parts.some((part) => typeof part === 'string' && part !== '') ? true : undefined;
    case 'library':
      return /(^|\.)TYPE_CHECKING$/.test(value.path) ? true : undefined;
    default:
      return undefined;
  }
}

export const negated = (value: Value): Value => {
  const known = likely(value);
  return known === undefined
    ? unknown('whether it holds is not known')
    : carrySetting(constant(!known), [value]);
};

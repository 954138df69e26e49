import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, ofType } from '../../languages/syntax.ts';
import { callOf } from './calls.ts';
import { composite } from './composites.ts';
import { declaredName } from './globals.ts';
import type { Frame } from './machine.ts';
import { lookUp, siteOf, spend } from './machine.ts';
import { memberOf } from './members.ts';
import { callOfElement } from './misread-calls.ts';
import { typeOf } from './types.ts';
import type { LibraryValue, Value } from './value.ts';
import { either, joinText, nil, optionsOf, partsOf, plainText, text, unknown } from './value.ts';

export function evaluate(frame: Frame, node: SyntaxNode | undefined): Value {
  if (node === undefined) return unknown('nothing is written there');
  if (!spend(frame.machine)) return unknown('the code is too large to be walked');
  switch (node.type) {
    case 'interpreted_string_literal':
      return text(unquote(node.text));
    case 'raw_string_literal':
      return text(node.text.slice(1, -1));
    case 'rune_literal':
      return text(unquote(node.text));
    case 'int_literal':
    case 'float_literal':
      return { kind: 'number', value: Number(node.text.replaceAll('_', '')) };
    case 'true':
    case 'false':
      return { kind: 'boolean', value: node.type === 'true' };
    case 'nil':
      return nil;
    case 'identifier':
    case 'package_identifier':
      return named(frame, node);
    case 'selector_expression':
      return selected(frame, node);
    case 'call_expression':
      return callOf(frame, node);
    case 'composite_literal':
      return composite(frame, node);
    case 'func_literal':
      return { kind: 'function', node, file: frame.file, scope: frame.scope };
    case 'parenthesized_expression':
    case 'variadic_argument':
    case 'literal_element':
      return evaluate(frame, node.children[0]);
    case 'unary_expression':
      return unary(frame, node);
    case 'binary_expression':
      return binary(frame, node);
    case 'index_expression':
      return indexed(evaluate(frame, inField(node, 'operand')), evaluate(frame, inField(node, 'index')));
    case 'type_assertion_expression': {
      const value = evaluate(frame, inField(node, 'operand'));
      const type = typeOf(inField(node, 'type'), frame.file);
      return value.kind === 'unknown' && type !== undefined ? { ...value, type } : value;
    }
    case 'slice_expression':
      return sliced(frame, node);
    case 'type_conversion_expression':
      return callOfElement(frame, node) ?? evaluate(frame, inField(node, 'operand'));
    default: {
      const type = typeOf(node, frame.file);
      return type === undefined ? unknown(`a ${node.type}`) : { kind: 'type', type };
    }
  }
}

function named(frame: Frame, node: SyntaxNode): Value {
  const name = node.text;
  const bound = lookUp(frame.scope, name);
  if (bound !== undefined) return bound;
  return declaredName(frame.machine, frame.file, name) ?? unknown(`\`${name}\` is not known`);
}

/** The package a name stands for, unless a variable hides it. */
export function importOf(
  frame: Frame,
  node: SyntaxNode | undefined,
): { readonly path: string; readonly folder?: string } | undefined {
  if (node?.type !== 'identifier' && node?.type !== 'package_identifier') return undefined;
  return lookUp(frame.scope, node.text) === undefined ? frame.file.imports.get(node.text) : undefined;
}

function selected(frame: Frame, node: SyntaxNode): Value {
  const operand = inField(node, 'operand');
  const name = inField(node, 'field')?.text ?? '';
  const from = importOf(frame, operand);
  if (from !== undefined) {
    if (from.folder === undefined)
      return ofLibrary(frame, { kind: 'library', package: from.path, path: name }, node);
    const file = frame.machine.program.packageIn(from.folder)?.files[0];
    const found = file === undefined ? undefined : declaredName(frame.machine, file, name);
    // Generated registrations are known by their names, as those of a library.
    const generated = found?.kind === 'function' && found.file.path.endsWith('.connect.go');
    return found === undefined || generated ? { kind: 'library', package: from.path, path: name } : found;
  }
  return memberOf(frame.machine, evaluate(frame, operand), name);
}

function ofLibrary(frame: Frame, value: LibraryValue, node: SyntaxNode): Value {
  const { machine, file } = frame;
  for (const framework of machine.frameworks) {
    const found = framework.value?.(machine, value, siteOf(file, node));
    if (found !== undefined) return found;
  }
  return libraryConstant(value.path) ?? value;
}

/** `http.MethodGet`, `fiber.MethodPost`, `echo.PUT`. */
function libraryConstant(name: string): Value | undefined {
  const method =
    /^Method([A-Z][A-Za-z]+)$/.exec(name)?.[1] ??
    /^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)$/.exec(name)?.[1];
  return method === undefined ? undefined : text(method.toUpperCase());
}

function unary(frame: Frame, node: SyntaxNode): Value {
  const value = evaluate(frame, inField(node, 'operand'));
  switch (inField(node, 'operator')?.text) {
    case '!':
      return value.kind === 'boolean' ? { kind: 'boolean', value: !value.value } : unknown('not decided');
    case '-':
      return value.kind === 'number' ? { kind: 'number', value: -value.value } : value;
    case '*':
      return value.kind === 'object' ? { ...value, fields: new Map(value.fields) } : value;
    default:
      return value;
  }
}

function binary(frame: Frame, node: SyntaxNode): Value {
  const left = evaluate(frame, inField(node, 'left'));
  const operator = inField(node, 'operator')?.text ?? '';
  if (left.kind === 'boolean' && operator === '&&' && !left.value) return left;
  if (left.kind === 'boolean' && operator === '||' && left.value) return left;
  return combine(operator, left, evaluate(frame, inField(node, 'right')));
}

export function combine(operator: string, left: Value, right: Value): Value {
  if (left.kind === 'choice' || right.kind === 'choice') {
    const all = optionsOf(left).flatMap((a) => optionsOf(right).map((b) => [a, b] as const));
    const [first, ...rest] = all.slice(0, 8).map(([a, b]) => combine(operator, a, b));
    return rest.reduce(either, first ?? unknown('nothing'));
  }
  if (left.kind === 'number' && right.kind === 'number') return calculated(operator, left.value, right.value);
  if (left.kind === 'boolean' && right.kind === 'boolean')
    return operator === '&&' || operator === '||' || operator === '==' || operator === '!='
      ? {
          kind: 'boolean',
          value:
            operator === '=='
              ? left.value === right.value
              : operator === '!='
                ? left.value !== right.value
                : right.value,
        }
      : unknown('not decided');
  if (operator === '+') return joined(left, right);
  if (operator === '==' || operator === '!=') return compared(operator === '==', left, right);
  return unknown('not decided');
}

function joined(left: Value, right: Value): Value {
  if (left.kind === 'text' || right.kind === 'text') return joinText([left, right]);
  return { kind: 'text', parts: [...partsOf(left), ...partsOf(right)] };
}

function compared(equal: boolean, left: Value, right: Value): Value {
  const [a, b] = [plainText(left), plainText(right)];
  if (a !== undefined && b !== undefined) return { kind: 'boolean', value: (a === b) === equal };
  if (left.kind === 'nil' && right.kind === 'nil') return { kind: 'boolean', value: equal };
  const made = (value: Value): boolean =>
    ['object', 'function', 'router', 'list', 'map'].includes(value.kind);
  if ((left.kind === 'nil' && made(right)) || (right.kind === 'nil' && made(left)))
    return { kind: 'boolean', value: !equal };
  return unknown('not decided');
}

function calculated(operator: string, a: number, b: number): Value {
  const number = (value: number): Value => ({ kind: 'number', value });
  const boolean = (value: boolean): Value => ({ kind: 'boolean', value });
  switch (operator) {
    case '+':
      return number(a + b);
    case '-':
      return number(a - b);
    case '*':
      return number(a * b);
    case '==':
      return boolean(a === b);
    case '!=':
      return boolean(a !== b);
    case '<':
      return boolean(a < b);
    case '>':
      return boolean(a > b);
    case '<=':
      return boolean(a <= b);
    case '>=':
      return boolean(a >= b);
    default:
      return unknown('not decided');
  }
}

export function indexed(value: Value, index: Value): Value {
  const key = plainText(index);
  if (value.kind === 'list' && index.kind === 'number')
    return value.items[index.value] ?? unknown('an element that is not known');
  if (value.kind === 'map' && key !== undefined)
    return value.entries.get(key) ?? unknown('an element that is not known');
  if (value.kind === 'function' || value.kind === 'library' || value.kind === 'type') return value;
  if (value.kind === 'text' && plainText(value) !== undefined && index.kind === 'number')
    return text(plainText(value)?.charAt(index.value) ?? '');
  if (value.kind === 'unknown' && (value.type?.kind === 'list' || value.type?.kind === 'map'))
    return unknown('an element that is not known', value.type.of);
  return unknown('an element that is not known');
}

function sliced(frame: Frame, node: SyntaxNode): Value {
  const value = evaluate(frame, inField(node, 'operand'));
  const [from, to] = ['start', 'end'].map((name) => {
    const bound = inField(node, name);
    return bound === undefined ? undefined : evaluate(frame, bound);
  });
  const isKnown = (bound: Value | undefined): boolean => bound === undefined || bound.kind === 'number';
  if (!isKnown(from) || !isKnown(to)) return value.kind === 'list' ? value : unknown('a part of a text');
  const [start, end] = [from, to].map((bound) => (bound?.kind === 'number' ? bound.value : undefined));
  const plain = plainText(value);
  if (plain !== undefined) return text(plain.slice(start, end));
  return value.kind === 'list' ? { kind: 'list', items: value.items.slice(start, end) } : value;
}

/** The text of an interpreted literal; escapes as JSON knows them, others as they stand. */
function unquote(literal: string): string {
  const inner = literal.slice(1, -1);
  if (!inner.includes('\\')) return inner;
  try {
    const parsed: unknown = JSON.parse(`"${inner}"`);
    return typeof parsed === 'string' ? parsed : inner;
  } catch {
    return inner;
  }
}

export const argumentsOf = (node: SyntaxNode): readonly SyntaxNode[] =>
  (inField(node, 'arguments') ?? ofType(node, 'argument_list'))?.children.filter(
    ({ type }) => type !== 'comment',
  ) ?? [];

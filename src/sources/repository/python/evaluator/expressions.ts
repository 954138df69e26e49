import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, ofType } from '../../languages/syntax.ts';
import { assign } from './assignments.ts';
import { attributeOf } from './attributes.ts';
import { builtin } from './builtins.ts';
import { callNode } from './calls.ts';
import { comprehension } from './comprehensions.ts';
import type { Machine } from './machine.ts';
import { lookUp } from './modules.ts';
import { binary, compare, likely, negated, truth } from './operators.ts';
import { elements, item } from './sequences.ts';
import type { Scope } from './scope.ts';
import { literal } from './strings.ts';
import type { Dict, Value } from './value.ts';
import { asSetting, carrySetting, constant, list, none, unknown } from './value.ts';

export { likely, truth } from './operators.ts';

export function evaluate(machine: Machine, node: SyntaxNode, scope: Scope): Value {
  machine.steps -= 1;
  if (machine.steps < 0) return unknown('the walk was ended');
  switch (node.type) {
    case 'identifier':
      return lookUp(machine, scope, node.text) ?? builtin(node.text);
    case 'attribute': {
      const [object, name] = [inField(node, 'object'), inField(node, 'attribute')];
      if (object === undefined || name === undefined) return unknown('no attribute');
      return attributeOf(machine, evaluate(machine, object, scope), name.text);
    }
    case 'call':
      return callNode(machine, node, scope);
    case 'string':
    case 'concatenated_string':
      return literal(machine, node, scope);
    case 'integer':
    case 'float':
      return constant(Number(node.text.replaceAll('_', '')));
    case 'true':
      return constant(true);
    case 'false':
      return constant(false);
    case 'none':
      return none;
    case 'list':
    case 'tuple':
    case 'set':
    case 'expression_list':
      return listOf(machine, node, scope);
    case 'dictionary':
      return dictOf(machine, node, scope);
    case 'list_comprehension':
    case 'set_comprehension':
    case 'generator_expression':
    case 'dictionary_comprehension':
      return comprehension(machine, node, scope);
    case 'await':
    case 'parenthesized_expression':
    case 'type':
    case 'yield':
      return node.children[0] === undefined ? none : evaluate(machine, node.children[0], scope);
    default:
      return composite(machine, node, scope);
  }
}

function composite(machine: Machine, node: SyntaxNode, scope: Scope): Value {
  const at = (field: string): Value => {
    const child = inField(node, field);
    return child === undefined ? unknown(`no ${field}`) : evaluate(machine, child, scope);
  };
  switch (node.type) {
    case 'binary_operator':
      return binary(inField(node, 'operator')?.text ?? '', at('left'), at('right'));
    case 'boolean_operator':
      return either(machine, node, scope);
    case 'not_operator':
      return negated(at('argument'));
    case 'unary_operator': {
      const value = at('argument');
      const operator = inField(node, 'operator')?.text ?? '';
      if (operator === '~') return { kind: 'operation', operator, operands: [value] };
      return value.kind === 'constant' && typeof value.value === 'number' && operator === '-'
        ? constant(-value.value)
        : value;
    }
    case 'comparison_operator': {
      const [left, right] = node.children.filter(({ field }) => field !== 'operators');
      if (left === undefined || right === undefined) return unknown('a comparison');
      return compare(
        inField(node, 'operators')?.text ?? '',
        evaluate(machine, left, scope),
        evaluate(machine, right, scope),
      );
    }
    case 'conditional_expression':
      return conditional(machine, node, scope);
    case 'subscript':
      return subscript(machine, node, scope);
    case 'generic_type':
      return generic(machine, node, scope);
    case 'lambda':
      return { kind: 'function', name: 'lambda', node, module: scope.module, scope, wrappers: [] };
    case 'named_expression': {
      const value = at('value');
      scope.names.set(inField(node, 'name')?.text ?? '', value);
      return value;
    }
    case 'assignment':
      return assign(machine, node, scope);
    default:
      return unknown(`a ${node.type.replaceAll('_', ' ')}`);
  }
}

/** `a or b`, `a and b`. */
function either(machine: Machine, node: SyntaxNode, scope: Scope): Value {
  const [left, right] = [inField(node, 'left'), inField(node, 'right')];
  if (left === undefined || right === undefined) return unknown('a condition');
  const first = evaluate(machine, left, scope);
  const holds = truth(first);
  const isOr = inField(node, 'operator')?.text === 'or';
  if (holds !== undefined) return holds === isOr ? first : evaluate(machine, right, scope);
  const second = evaluate(machine, right, scope);
  const leaning = likely(first);
  if (leaning !== undefined) return leaning === isOr ? first : carrySetting(second, [first]);
  // `setting or '/api'`: what is written last is the default.
  if (isOr && second.kind === 'constant' && /^(unknown|result|member|library)$/.test(first.kind))
    return asSetting(second);
  return { kind: 'choice', options: [first, second] };
}

function conditional(machine: Machine, node: SyntaxNode, scope: Scope): Value {
  const [body, condition, otherwise] = node.children;
  if (body === undefined || condition === undefined || otherwise === undefined) return unknown('a condition');
  const given = evaluate(machine, condition, scope);
  const holds = likely(given);
  if (holds !== undefined) return carrySetting(evaluate(machine, holds ? body : otherwise, scope), [given]);
  return { kind: 'choice', options: [evaluate(machine, body, scope), evaluate(machine, otherwise, scope)] };
}

function subscript(machine: Machine, node: SyntaxNode, scope: Scope): Value {
  const [object, ...keys] = node.children;
  if (object === undefined) return unknown('an item');
  const value = evaluate(machine, object, scope);
  const [key] = keys;
  if (key === undefined) return value;
  if (key.type === 'slice')
    return value.kind === 'list' || value.kind === 'constant' ? sliced(machine, value, key, scope) : value;
  if (value.kind === 'library')
    return typeArguments(
      machine,
      value,
      keys.length === 1 && key.type === 'tuple' ? key.children : keys,
      scope,
    );
  return item(machine, value, evaluate(machine, key, scope));
}

/** `Annotated[str, Query()]` as a value that keeps its arguments. */
function typeArguments(machine: Machine, of: Value, nodes: readonly SyntaxNode[], scope: Scope): Value {
  const [first] = nodes;
  if (first === undefined) return of;
  return {
    kind: 'result',
    callee: { kind: 'member', object: of, name: '[]' },
    args: {
      positional: nodes.map((each) => evaluate(machine, each, scope)),
      keywords: new Map(),
      open: false,
    },
    attributes: new Map(),
    place: { module: scope.module, node: first },
  };
}

function generic(machine: Machine, node: SyntaxNode, scope: Scope): Value {
  const [name] = node.children;
  if (name === undefined) return unknown('a type');
  const of = lookUp(machine, scope, name.text) ?? builtin(name.text);
  return typeArguments(machine, of, ofType(node, 'type_parameter')?.children ?? [], scope);
}

function sliced(machine: Machine, value: Value, node: SyntaxNode, scope: Scope): Value {
  const text = node.text.split(':').map((part) => (part.trim() === '' ? undefined : Number(part)));
  if (text.length !== 2 || text.some((part) => Number.isNaN(part))) return unknown('a part of a value');
  if (value.kind === 'list') return list(value.items.slice(text[0], text[1]), value.open);
  if (value.kind === 'constant' && typeof value.value === 'string')
    return constant(value.value.slice(text[0], text[1]));
  return evaluate(machine, node, scope);
}

function listOf(machine: Machine, node: SyntaxNode, scope: Scope): Value {
  const items: Value[] = [];
  let open = false;
  for (const child of node.children) {
    if (child.type === 'comment') continue;
    if (child.type !== 'list_splat') {
      items.push(evaluate(machine, child, scope));
      continue;
    }
    const [inner] = child.children;
    const given = inner === undefined ? none : evaluate(machine, inner, scope);
    // What a call outside the target gives is kept as it is: its reader may know what it holds.
    const spread =
      given.kind === 'result' || given.kind === 'member'
        ? { items: [given], open: true }
        : elements(machine, given);
    items.push(...spread.items.slice(0, 20_000));
    open ||= spread.open;
  }
  return list(items, open);
}

function dictOf(machine: Machine, node: SyntaxNode, scope: Scope): Value {
  const dict: Dict = { kind: 'dict', entries: [], open: false };
  for (const child of node.children) {
    if (child.type === 'pair') {
      const [key, value] = [inField(child, 'key'), inField(child, 'value')];
      if (key !== undefined && value !== undefined)
        dict.entries.push([evaluate(machine, key, scope), evaluate(machine, value, scope)]);
    } else if (child.type === 'dictionary_splat') {
      const inner = child.children[0] === undefined ? none : evaluate(machine, child.children[0], scope);
      if (inner.kind === 'dict') dict.entries.push(...inner.entries.slice(0, 5_000));
      if (inner.kind !== 'dict' || inner.open) dict.open = true;
    }
  }
  return dict;
}

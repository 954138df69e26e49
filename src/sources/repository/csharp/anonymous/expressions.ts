import type { Expression } from '../../anonymous/language.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { allOfType, inField, ofType } from '../../languages/syntax.ts';
import { argumentsOf, calledIn, lastName, nameOf } from '../syntax.ts';

/** Awaiting, casting, and saying that something is not null changes nothing here. */
export function plain(node: SyntaxNode | undefined): SyntaxNode | undefined {
  let at = node;
  while (
    at !== undefined &&
    /^(await_expression|parenthesized_expression|postfix_unary_expression|cast_expression)$/.test(at.type)
  )
    at =
      at.type === 'cast_expression'
        ? inField(at, 'value')
        : at.children.find(({ type }) => type !== 'comment');
  return at;
}

const noneAt = (node: SyntaxNode): SyntaxNode => ({
  ...node,
  type: 'null_literal',
  text: 'null',
  children: [],
});

/** What is no statement and no combination of others: names, members, calls, comparisons, values. */
export function called(node: SyntaxNode): Expression {
  switch (node.type) {
    case 'identifier':
      return { kind: 'name', name: node.text };
    case 'member_access_expression':
      return memberOf(node);
    case 'conditional_access_expression': {
      const receiver = inField(node, 'condition');
      return { kind: 'call', name: lastName(node.children.at(-1)), receiver, args: [] };
    }
    case 'invocation_expression':
      return callOf(node);
    case 'element_access_expression':
      return { kind: 'call', name: 'get', receiver: inField(node, 'expression'), args: [] };
    case 'object_creation_expression':
    case 'implicit_object_creation_expression':
      return {
        kind: 'call',
        name: 'new',
        receiver: undefined,
        args: argumentsOf(node).map(({ value }) => value),
      };
    case 'binary_expression':
      return binaryOf(node);
    case 'is_pattern_expression':
      return patternOf(node);
    default:
      return valueOf(node);
  }
}

function valueOf(node: SyntaxNode): Expression {
  switch (node.type) {
    case 'null_literal':
    case 'default_expression':
      return { kind: 'nothing' };
    case 'boolean_literal':
      return { kind: node.text === 'true' ? 'true' : 'nothing' };
    case 'integer_literal':
      return { kind: node.text === '0' ? 'nothing' : 'literal' };
    case 'string_literal':
      return { kind: node.text === '""' ? 'nothing' : 'literal' };
    case 'interpolated_string_expression':
      return { kind: 'parts', of: allOfType(node, 'interpolation').flatMap(({ children }) => children) };
    case 'anonymous_object_creation_expression':
    case 'tuple_expression':
      return { kind: 'parts', of: node.children.filter(({ type }) => type !== 'identifier') };
    default:
      return { kind: 'other' };
  }
}

function memberOf(node: SyntaxNode): Expression {
  const on = inField(node, 'expression');
  const name = lastName(node);
  if (on?.type === 'this_expression') return { kind: 'name', name };
  if (/^(string|String)\.Empty$|^Guid\.Empty$/.test(node.text)) return { kind: 'nothing' };
  return { kind: 'call', name, receiver: on, args: [] };
}

const same = /^(Equals|SequenceEqual|FixedTimeEquals|ReferenceEquals)$/;
const isNone = /^(IsNullOrEmpty|IsNullOrWhiteSpace|IsNull|IsEmpty)$/;

function callOf(node: SyntaxNode): Expression {
  const call = calledIn(node);
  if (call === undefined) return { kind: 'other' };
  const args = call.arguments.map(({ value }) => value);
  const [first, second] = args;
  const taken = takenOut(node, call.receiver, args);
  if (taken !== undefined) return taken;
  if (same.test(call.name) && first !== undefined) {
    const isStatic =
      call.name === 'FixedTimeEquals' ||
      /^(string|String|object|Object|\w*Comparer\.\w+)$/.test(call.receiver?.text ?? 'object');
    const [left, right] = isStatic ? [first, second] : [call.receiver, first];
    if (left !== undefined && right !== undefined) return { kind: 'compare', equal: true, left, right };
  }
  const asked = first ?? call.receiver;
  if (isNone.test(call.name) && asked !== undefined)
    return { kind: 'compare', equal: true, left: asked, right: noneAt(node) };
  return { kind: 'call', name: call.name, receiver: call.receiver, args };
}

/** `query.TryGetValue("key", out var value)` holds where the value is there, which then has a name. */
function takenOut(
  node: SyntaxNode,
  receiver: SyntaxNode | undefined,
  [key, out]: readonly SyntaxNode[],
): Expression | undefined {
  if (receiver === undefined || calledIn(node)?.name !== 'TryGetValue') return undefined;
  if (key?.type !== 'string_literal' || out?.type !== 'declaration_expression') return undefined;
  const value: SyntaxNode = {
    ...node,
    type: 'element_access_expression',
    text: `${receiver.text}[${key.text}]`,
    children: [{ ...receiver, field: 'expression' }],
  };
  return { kind: 'assign', targets: [nameOf(out)], value };
}

function binaryOf(node: SyntaxNode): Expression {
  const [left, right] = [inField(node, 'left'), inField(node, 'right')];
  if (left === undefined || right === undefined) return { kind: 'other' };
  switch (inField(node, 'operator')?.text) {
    case '&&':
      return { kind: 'and', left, right };
    case '||':
    case '??':
      return { kind: 'or', left, right };
    case '==':
      return { kind: 'compare', equal: true, left, right };
    case '!=':
      return { kind: 'compare', equal: false, left, right };
    case 'as':
      return { kind: 'inside', of: left };
    default:
      return { kind: 'parts', of: [left, right] };
  }
}

/** `x is null`, `x is not null`, `x is { } y`, `x is not User user`. */
function patternOf(node: SyntaxNode): Expression {
  const [left, pattern] = [inField(node, 'expression'), inField(node, 'pattern')];
  if (left === undefined || pattern === undefined) return { kind: 'other' };
  const negated = pattern.type === 'negated_pattern';
  const inner = negated ? pattern.children[0] : pattern;
  const more = inner?.type === 'constant_pattern' ? ofType(inner, 'binary_expression') : undefined;
  if (more !== undefined) return joinedTo(node, left, negated, more);
  const isNull = inner?.type === 'constant_pattern' && ofType(inner, 'null_literal') !== undefined;
  const isSome = inner !== undefined && /^(recursive|declaration|type|var)_pattern$/.test(inner.type);
  if (!isNull && !isSome) return { kind: 'parts', of: [left] };
  return { kind: 'compare', equal: isNull !== negated, left, right: noneAt(node) };
}

/** The grammar reads what follows the constant of `x is null || y` into the pattern: here it is beside it again. */
function joinedTo(node: SyntaxNode, on: SyntaxNode, negated: boolean, more: SyntaxNode): Expression {
  const [constant, right] = [inField(more, 'left'), inField(more, 'right')];
  const operator = inField(more, 'operator')?.text;
  if (constant === undefined || right === undefined || (operator !== '||' && operator !== '&&'))
    return { kind: 'parts', of: [on] };
  const { text } = constant;
  const inner: SyntaxNode = {
    ...more,
    type: 'constant_pattern',
    field: 'pattern',
    text,
    children: [constant],
  };
  const pattern: SyntaxNode = negated
    ? { ...inner, type: 'negated_pattern', text: `not ${text}`, children: [inner] }
    : inner;
  const left = { ...node, text: `${on.text} is ${pattern.text}`, children: [on, pattern] };
  return { kind: operator === '||' ? 'or' : 'and', left, right };
}

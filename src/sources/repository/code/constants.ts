import type { Expression, Node } from 'oxc-parser';
import { dottedName, plainKey } from '../javascript/syntax.ts';
import type { Tracer, Where } from './tracing.ts';

/** A text as far as it is written in the code; `{name}` stands where a value is only known at run time. */
export interface WrittenText {
  readonly text: string;
  /** The parts that are not constant. */
  readonly variable: readonly VariablePart[];
}

export interface VariablePart {
  readonly name: string;
  readonly node: Node;
  readonly where: Where;
}

/** The text of an expression, constants followed across files; undefined for what is no text at all. */
export function textOf(tracer: Tracer, node: Node, where: Where, depth = 0): WrittenText | undefined {
  if (depth > 12) return undefined;
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'string' || typeof node.value === 'number'
        ? { text: String(node.value), variable: [] }
        : undefined;
    case 'TemplateLiteral': {
      const parts = node.quasis.map((quasi) => quasi.value.cooked ?? quasi.value.raw);
      return joined(
        parts.flatMap((part, index) => {
          const inner = node.expressions[index];
          const text: WrittenText = { text: part, variable: [] };
          return inner === undefined ? [text] : [text, partOf(tracer, inner, where, depth)];
        }),
      );
    }
    case 'BinaryExpression': {
      if (node.operator !== '+') return undefined;
      const left = textOf(tracer, node.left, where, depth + 1);
      const right = textOf(tracer, node.right, where, depth + 1);
      if (left === undefined && right === undefined) return undefined;
      return joined([left ?? variablePart(node.left, where), right ?? variablePart(node.right, where)]);
    }
    case 'Identifier': {
      const found = tracer.find(node.name, where);
      return found?.binding.kind === 'value'
        ? textOf(tracer, found.binding.node, found, depth + 1)
        : undefined;
    }
    case 'MemberExpression':
      return memberText(tracer, node.object, plainKey(node.property, node.computed), where, depth);
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
      return textOf(tracer, node.expression, where, depth + 1);
    default:
      return undefined;
  }
}

const partOf = (tracer: Tracer, node: Expression, where: Where, depth: number): WrittenText =>
  textOf(tracer, node, where, depth + 1) ?? variablePart(node, where);

function variablePart(node: Node, where: Where): WrittenText {
  const name = (dottedName(node) ?? '…').replace(/^process\.env\./, '').replace(/^this\./, '');
  return { text: `{${name}}`, variable: [{ name, node, where }] };
}

const joined = (parts: readonly WrittenText[]): WrittenText => ({
  text: parts.map(({ text }) => text).join(''),
  variable: parts.flatMap(({ variable }) => variable),
});

function memberText(
  tracer: Tracer,
  object: Node,
  key: string | undefined,
  where: Where,
  depth: number,
): WrittenText | undefined {
  if (key === undefined) return undefined;
  if (object.type === 'ThisExpression') {
    const field = tracer.field(key, where);
    return field?.binding.kind === 'value' ? textOf(tracer, field.binding.node, field, depth + 1) : undefined;
  }
  const found = objectOf(tracer, object, where, depth + 1);
  const value = propertyOf(found?.node, key);
  return value === undefined || found === undefined
    ? undefined
    : textOf(tracer, value, found.where, depth + 1);
}

/** The value of a property of an object literal or a member of an enum; type assertions are looked through. */
export function propertyOf(node: Node | undefined, key: string): Expression | undefined {
  if (node === undefined) return undefined;
  if (node.type === 'TSAsExpression' || node.type === 'TSSatisfiesExpression')
    return propertyOf(node.expression, key);
  if (node.type === 'TSEnumDeclaration')
    return (
      node.body.members.find(({ id, computed }) => plainKey(id, computed) === key)?.initializer ?? undefined
    );
  if (node.type !== 'ObjectExpression') return undefined;
  for (const property of node.properties)
    if (property.type === 'Property' && plainKey(property.key, property.computed) === key)
      return property.value;
  return undefined;
}

/** The object literal or enum an expression stands for, names and properties followed. */
export function objectOf(
  tracer: Tracer,
  node: Node | undefined,
  where: Where,
  depth = 0,
): { readonly node: Node; readonly where: Where } | undefined {
  if (node === undefined || depth > 12) return undefined;
  if (node.type === 'ObjectExpression' || node.type === 'TSEnumDeclaration') return { node, where };
  if (node.type === 'TSAsExpression' || node.type === 'TSSatisfiesExpression')
    return objectOf(tracer, node.expression, where, depth + 1);
  if (node.type === 'MemberExpression') {
    const key = plainKey(node.property, node.computed);
    const outer = key === undefined ? undefined : objectOf(tracer, node.object, where, depth + 1);
    return outer === undefined || key === undefined
      ? undefined
      : objectOf(tracer, propertyOf(outer.node, key), outer.where, depth + 1);
  }
  if (node.type !== 'Identifier') return undefined;
  const found = tracer.find(node.name, where);
  return found?.binding.kind === 'value' ? objectOf(tracer, found.binding.node, found, depth + 1) : undefined;
}

/** A number and sums of numbers: `5 * 60_000`, names followed. */
export function numberOf(
  tracer: Tracer,
  node: Node | undefined,
  where: Where,
  depth = 0,
): number | undefined {
  if (node === undefined || depth > 12) return undefined;
  if (node.type === 'Literal') return typeof node.value === 'number' ? node.value : undefined;
  if (node.type === 'BinaryExpression') {
    const left = numberOf(tracer, node.left, where, depth + 1);
    const right = numberOf(tracer, node.right, where, depth + 1);
    if (left === undefined || right === undefined) return undefined;
    if (node.operator === '*') return left * right;
    if (node.operator === '+') return left + right;
    if (node.operator === '-') return left - right;
    return node.operator === '/' && right !== 0 ? left / right : undefined;
  }
  if (node.type === 'LogicalExpression') return numberOf(tracer, node.right, where, depth + 1);
  if (node.type === 'Identifier') {
    const found = tracer.find(node.name, where);
    return found?.binding.kind === 'value'
      ? numberOf(tracer, found.binding.node, found, depth + 1)
      : undefined;
  }
  if (node.type !== 'MemberExpression') return undefined;
  const key = plainKey(node.property, node.computed);
  const found = objectOf(tracer, node.object, where, depth + 1);
  return key === undefined || found === undefined
    ? undefined
    : numberOf(tracer, propertyOf(found.node, key), found.where, depth + 1);
}

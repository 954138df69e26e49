import type { Expression, TemplateLiteral } from 'oxc-parser';
import { joinText, binary, unary } from './operators.ts';
import type { Frame, Machine } from './machine.ts';
import { perhaps, siteOf } from './machine.ts';
import { lookup } from './scope.ts';
import { globalValue, importMeta, typeOfGlobal } from './globals.ts';
import { functionValue, classValue } from './definitions.ts';
import { assignTo } from './assignments.ts';
import { evaluateObject, evaluateArray, evaluateCall, evaluateNew, memberKey } from './composites.ts';
import { anyMember } from './objects.ts';
import type { Value } from './value.ts';
import { choice, isMissing, nothing, primitive, skipped, truth, unknown } from './value.ts';

export function evaluate(machine: Machine, node: Expression, frame: Frame): Value {
  if (!machine.spend()) return unknown('the evaluation budget is used up');
  switch (node.type) {
    case 'Literal':
      return literal(node.value, node.raw ?? '');
    case 'TemplateLiteral':
      return template(machine, node, frame);
    case 'Identifier':
      return identifier(machine, node.name, frame, node);
    case 'ThisExpression':
      return frame.self;
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
    case 'FunctionDeclaration':
      return functionValue(node, frame);
    case 'ClassExpression':
    case 'ClassDeclaration':
      return classValue(machine, node, frame);
    case 'ObjectExpression':
      return evaluateObject(machine, node, frame);
    case 'ArrayExpression':
      return evaluateArray(machine, node, frame);
    case 'CallExpression':
      return evaluateCall(machine, node, frame);
    case 'NewExpression':
      return evaluateNew(machine, node, frame);
    case 'MemberExpression': {
      if (node.object.type === 'Super') return unknown('a member of super');
      const key = memberKey(machine, node, frame);
      const object = machine.evaluate(node.object, frame);
      if (object === skipped || (node.optional && isMissing(object))) return skipped;
      if (key === undefined)
        return anyMember(object) ?? unknown('a computed property', { node, site: siteOf(frame.file, node) });
      return machine.member(object, key, siteOf(frame.file, node));
    }
    default:
      return evaluateRest(machine, node, frame);
  }
}

function evaluateRest(machine: Machine, node: Expression, frame: Frame): Value {
  switch (node.type) {
    case 'ChainExpression': {
      const value = machine.evaluate(node.expression, frame);
      return value === skipped ? nothing : value;
    }
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion':
    case 'TSNonNullExpression':
    case 'TSInstantiationExpression':
      return machine.evaluate(node.expression, frame);
    case 'AwaitExpression':
      return machine.evaluate(node.argument, frame);
    case 'YieldExpression':
      return node.argument === null ? nothing : machine.evaluate(node.argument, frame);
    case 'ConditionalExpression':
      return conditional(machine, node, frame);
    case 'LogicalExpression':
      return logical(machine, node, frame);
    case 'BinaryExpression':
      if (node.left.type === 'PrivateIdentifier') return unknown('a private-name test');
      return binary(node.operator, machine.evaluate(node.left, frame), machine.evaluate(node.right, frame));
    case 'UnaryExpression': {
      const { operator, argument } = node;
      const word =
        operator === 'typeof' &&
        argument.type === 'Identifier' &&
        lookup(frame.scope, argument.name) === undefined
          ? typeOfGlobal(argument.name)
          : undefined;
      return word === undefined ? unary(operator, machine.evaluate(argument, frame)) : primitive(word);
    }
    case 'AssignmentExpression':
      return assignTo(machine, node, frame);
    case 'UpdateExpression':
      return update(machine, node, frame);
    case 'SequenceExpression':
      return node.expressions.reduce<Value>((_, part) => machine.evaluate(part, frame), nothing);
    case 'ImportExpression':
      return importCall(machine, node.source, frame);
    case 'TaggedTemplateExpression': {
      const tag = machine.evaluate(node.tag, frame);
      const parts = [template(machine, node.quasi, frame)];
      return machine.call(tag, parts, siteOf(frame.file, node));
    }
    case 'MetaProperty':
      return importMeta(frame.file.path);
    default:
      return unknown(`${node.type} is not evaluated`);
  }
}

function literal(value: unknown, raw: string): Value {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return primitive(value);
  if (raw === 'null') return primitive(null);
  return raw.startsWith('/') ? { kind: 'pattern', source: raw } : unknown('a literal of another kind');
}

export function template(machine: Machine, node: TemplateLiteral, frame: Frame): Value {
  const parts: Value[] = [];
  for (const [index, quasi] of node.quasis.entries()) {
    parts.push(primitive(quasi.value.cooked ?? quasi.value.raw));
    const expression = node.expressions[index];
    if (expression !== undefined) parts.push(machine.evaluate(expression, frame));
  }
  return joinText(parts);
}

function identifier(machine: Machine, name: string, frame: Frame, node: Expression): Value {
  const found = lookup(frame.scope, name);
  if (found !== undefined) return found;
  return (
    globalValue(machine, name, frame.file.path) ??
    unknown(`${name} is not known`, { node, site: siteOf(frame.file, node) })
  );
}

function conditional(
  machine: Machine,
  node: Extract<Expression, { type: 'ConditionalExpression' }>,
  frame: Frame,
): Value {
  const known = truth(machine.evaluate(node.test, frame));
  if (known !== undefined) return machine.evaluate(known ? node.consequent : node.alternate, frame);
  return perhaps(machine, () =>
    choice([machine.evaluate(node.consequent, frame), machine.evaluate(node.alternate, frame)]),
  );
}

/** `configured || 'literal'`: the literal is what runs when nothing is configured, and is taken as the value. */
function logical(
  machine: Machine,
  node: Extract<Expression, { type: 'LogicalExpression' }>,
  frame: Frame,
): Value {
  const left = machine.evaluate(node.left, frame);
  const right = (): Value => machine.evaluate(node.right, frame);
  if (node.operator === '??') {
    if (left.kind === 'primitive') return left.value === undefined || left.value === null ? right() : left;
    if (left.kind !== 'unknown' && left.kind !== 'choice' && left.kind !== 'result') return left;
  } else {
    const known = truth(left);
    if (known !== undefined) return known === (node.operator === '||') ? left : right();
  }
  const other = perhaps(machine, right);
  if (node.operator === '&&') return left.kind === 'unknown' ? choice([other, primitive(undefined)]) : other;
  if (other.kind === 'primitive' && other.value === true) return other;
  if (left.kind === 'unknown' && left.configured) return other;
  return choice([left, other]);
}

function update(
  machine: Machine,
  node: Extract<Expression, { type: 'UpdateExpression' }>,
  frame: Frame,
): Value {
  const target = node.argument;
  if (target.type !== 'Identifier') return unknown('an updated property');
  const before = machine.evaluate(target, frame);
  const step = primitive(node.operator === '++' ? 1 : -1);
  const after = binary('+', before, step);
  machine.bind(target, after, frame);
  return node.prefix ? after : before;
}

function importCall(machine: Machine, source: Expression, frame: Frame): Value {
  const specifier = machine.evaluate(source, frame);
  if (specifier.kind !== 'primitive' || typeof specifier.value !== 'string')
    return unknown('an import whose path is not known');
  return machine.importFrom(specifier.value, frame.file.path);
}

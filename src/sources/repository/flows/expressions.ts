import type { Node } from 'oxc-parser';
import { isClassNode, isFunctionNode, plainKey } from '../javascript/syntax.ts';
import { accessKey } from './access.ts';
import { evaluateCall, evaluateNew } from './call-sites.ts';
import { provesCaller, withCaller } from './caller.ts';
import { makeClass } from './classes.ts';
import { narrowBy } from './conditions.ts';
import { flagOf, saysYes } from './flags.ts';
import { tellForged } from './forged.ts';
import { nameFunction } from './function-names.ts';
import type { Frame, Machine } from './machine.ts';
import { sharedPrototype } from './keys.ts';
import { inBranch } from './machine.ts';
import { lasting } from './marks.ts';
import { lookup, merge, read, readMember } from './scope.ts';
import { partOfSplit } from './split-parts.ts';
import { comparedWithCaller, isShown, settleByComparison, settleByTest } from './settling.ts';
import { concat, template } from './texts.ts';
import { makeArray, makeObject } from './literals.ts';
import type { Closure, Value } from './value.ts';
import { callable, join, nothing, tainted, things, traced, written } from './value.ts';
import { masked } from './taints.ts';

/** The value of an expression. */
export function evaluate(machine: Machine, node: Node, frame: Frame): Value {
  switch (node.type) {
    case 'Identifier':
      return evaluateName(machine, node.name, frame);
    case 'ThisExpression':
      return frame.self ?? nothing;
    case 'Literal':
      return evaluateLiteral(node, frame);
    case 'TemplateLiteral':
      return template(
        node.quasis.map(({ value }) => value.cooked ?? value.raw),
        node.expressions.map((part) => machine.evaluate(part, frame)),
      );
    case 'MemberExpression':
      return evaluateMember(machine, node, frame);
    case 'CallExpression':
    case 'TaggedTemplateExpression':
    case 'ImportExpression':
      return evaluateCall(machine, node, frame);
    case 'NewExpression':
      return evaluateNew(machine, node, frame);
    case 'ObjectExpression':
      return things(makeObject(machine, node.properties, frame));
    case 'ArrayExpression':
      return things(makeArray(machine, node, frame));
    case 'AssignmentExpression':
      return evaluateAssignment(machine, node, frame);
    default:
      return isFunctionNode(node)
        ? callable(closureOf(machine, node, frame))
        : evaluateOther(machine, node, frame);
  }
}

function evaluateOther(machine: Machine, node: Node, frame: Frame): Value {
  if (isClassNode(node)) return makeClass(machine, node, frame);
  switch (node.type) {
    case 'BinaryExpression': {
      const [left, right] = [machine.evaluate(node.left, frame), machine.evaluate(node.right, frame)];
      if (isShown(machine, node, left, right)) return comparedWithCaller(left, right);
      settleByComparison(machine, node, left, right);
      if (/^[!=]==?$/.test(node.operator)) {
        tellForged(machine, node, left, node.right, frame);
        tellForged(machine, node, right, node.left, frame);
      }
      if (/^===?$/.test(node.operator) && (saysYes(node.right) || saysYes(node.left)))
        return flagOf(join(left, right));
      return node.operator === '+' ? concat(left, right) : nothing;
    }
    case 'LogicalExpression':
    case 'ConditionalExpression':
      return evaluateChoice(machine, node, frame);
    case 'SequenceExpression':
      return node.expressions.map((each) => machine.evaluate(each, frame)).at(-1) ?? nothing;
    case 'AwaitExpression':
      return machine.evaluate(node.argument, frame);
    case 'YieldExpression': {
      const value = node.argument === null ? nothing : machine.evaluate(node.argument, frame);
      frame.answer.value = join(frame.answer.value, value);
      return value;
    }
    case 'UnaryExpression': {
      const { argument } = node;
      if (node.operator === '!' && argument.type === 'UnaryExpression' && argument.operator === '!')
        return flagOf(machine.evaluate(argument.argument, frame));
      const value = machine.evaluate(argument, frame);
      return node.operator === '+' ? tainted(masked(value.taints, lasting)) : nothing;
    }
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion':
    case 'TSNonNullExpression':
    case 'TSInstantiationExpression':
    case 'ParenthesizedExpression':
    case 'ChainExpression':
      return machine.evaluate(node.expression, frame);
    case 'SpreadElement':
      return machine.evaluate(node.argument, frame);
    case 'JSXElement':
    case 'JSXFragment':
      return nothing;
    default:
      return nothing;
  }
}

function evaluateLiteral(node: Extract<Node, { type: 'Literal' }>, { file }: Frame): Value {
  if ('regex' in node) return traced(`/${node.regex.pattern}/${node.regex.flags}`, { place: { file, node } });
  return typeof node.value === 'string' ? written(node.value) : nothing;
}

function evaluateName(machine: Machine, name: string, frame: Frame): Value {
  if (name === 'undefined') return nothing;
  const cell = lookup(frame.scope, name);
  return cell === undefined ? traced(`#${name}`) : read(machine.state, cell);
}

function evaluateMember(
  machine: Machine,
  node: Extract<Node, { type: 'MemberExpression' }>,
  frame: Frame,
): Value {
  const known = accessKey(node, frame);
  if (known !== undefined) {
    const narrowed = readMember(machine.state, known.cell, known.key);
    if (narrowed !== undefined) return narrowed;
  }
  if (node.object.type === 'Super') return nothing;
  const object = machine.evaluate(node.object, frame);
  const key = plainKey(node.property, node.computed);
  if (key !== undefined) return partOfSplit(node, machine.member(object, key, node, frame));
  const place = machine.evaluate(node.property, frame);
  const isNamed = place.text?.whole === true;
  const member = machine.member(object, isNamed ? place.text?.prefix : undefined, node, frame);
  const found = isNamed ? member : join(member, sharedPrototype(object, place));
  return provesCaller(place) ? withCaller(machine, found, frame.file, node) : found;
}

/** Both sides, each where the condition holds under which it is evaluated. */
function evaluateChoice(
  machine: Machine,
  node: Extract<Node, { type: 'LogicalExpression' | 'ConditionalExpression' }>,
  frame: Frame,
): Value {
  const side = (part: Node, test: Node, holds: boolean | undefined) => {
    let value = nothing;
    const branch = inBranch(machine, () => {
      if (holds !== undefined) narrowBy(machine, test, holds, frame);
      value = machine.evaluate(part, frame);
      return 'on';
    });
    return { value, branch };
  };
  if (node.type === 'ConditionalExpression') {
    machine.evaluate(node.test, frame);
    settleByTest(machine, node.test, frame);
    const [yes, no] = [side(node.consequent, node.test, true), side(node.alternate, node.test, false)];
    merge(machine.state, [yes.branch, no.branch]);
    return join(yes.value, no.value);
  }
  const left = machine.evaluate(node.left, frame);
  if (node.operator === '&&') settleByTest(machine, node.left, frame);
  const holds = node.operator === '&&' ? true : node.operator === '||' ? false : undefined;
  const right = side(node.right, node.left, holds);
  merge(machine.state, [right.branch, inBranch(machine, () => 'on')]);
  // What stands left of `&&` is the answer only where it is empty.
  return node.operator === '&&' ? right.value : join(left, right.value);
}

function evaluateAssignment(
  machine: Machine,
  node: Extract<Node, { type: 'AssignmentExpression' }>,
  frame: Frame,
): Value {
  if (node.left.type === 'MemberExpression')
    nameFunction(node.right, plainKey(node.left.property, node.left.computed));
  if (/^(\|\||&&|\?\?)=$/.test(node.operator)) return evaluateLogicalAssignment(machine, node, frame);
  const right = machine.evaluate(node.right, frame);
  if (node.operator === '=') {
    machine.assign(node.left, right, frame);
    return right;
  }
  const value = node.operator === '+=' ? concat(machine.evaluate(node.left, frame), right) : nothing;
  machine.assign(node.left, value, frame);
  return value;
}

/** `name ||= other`: the right side is evaluated where the left one is empty, and stands in its place there. */
function evaluateLogicalAssignment(
  machine: Machine,
  node: Extract<Node, { type: 'AssignmentExpression' }>,
  frame: Frame,
): Value {
  const { left, right, operator } = node;
  const before = machine.evaluate(left, frame);
  let after = nothing;
  const branch = inBranch(machine, () => {
    if (operator !== '??=') narrowBy(machine, left, operator === '&&=', frame);
    after = machine.evaluate(right, frame);
    return 'on';
  });
  merge(machine.state, [branch, inBranch(machine, () => 'on')]);
  // What stands left of `&&=` stays only where it is empty.
  const value = operator === '&&=' ? after : join(before, after);
  machine.assign(left, value, frame);
  return value;
}

export function closureOf(machine: Machine, node: Closure['node'], frame: Frame): Closure {
  const isArrow = node.type === 'ArrowFunctionExpression';
  const closure: Closure = {
    kind: 'closure',
    node,
    file: frame.file,
    scope: frame.scope,
    self: isArrow ? frame.self : undefined,
    home: frame.home,
  };
  machine.closures.push(closure);
  return closure;
}

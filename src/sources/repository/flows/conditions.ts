import type { CallExpression, Node } from 'oxc-parser';
import { isFunctionNode, plainKey } from '../javascript/syntax.ts';
import { accessKey } from './access.ts';
import { keptTest, once } from './kept-tests.ts';
import { indexTest, isNothing, isSearch } from './comparisons.ts';
import { narrowName } from './known-names.ts';
import { weaken, weakenFound } from './approvals.ts';
import { narrowEqual } from './equal-parts.ts';
import { elementOf } from './literals.ts';
import { approved, narrowByGuard, narrowInside } from './guards.ts';
import { narrowLength } from './length-tests.ts';
import { listOf } from './methods.ts';
import type { Frame, Machine } from './machine.ts';
import { inBranch } from './machine.ts';
import { anyPath, can, isOnlyStored, lasting } from './marks.ts';
import { merge, narrow } from './scope.ts';
import type { Value } from './value.ts';
import { isFromOutside, wholeText } from './value.ts';
import { narrowBeginning, narrowFoundIn, narrowText } from './text-tests.ts';
import { narrowValidated } from './validated-results.ts';
import { validatorMask } from './validators.ts';
import { masked } from './taints.ts';

/** Takes from values what they cannot do where a condition holds, or where it does not. */
export function narrowBy(machine: Machine, test: Node, holds: boolean, frame: Frame): void {
  switch (test.type) {
    case 'UnaryExpression':
      if (test.operator === '!') narrowBy(machine, test.argument, !holds, frame);
      if (test.operator === '~') narrowFound(machine, test.argument, holds, frame);
      return;
    case 'LogicalExpression':
      narrowLogical(machine, test, holds, frame);
      return;
    case 'BinaryExpression':
      narrowComparison(machine, test, holds, frame);
      return;
    case 'CallExpression':
      narrowCall(machine, test, holds, frame);
      return;
    case 'AwaitExpression':
      narrowBy(machine, test.argument, holds, frame);
      return;
    case 'TSNonNullExpression':
    case 'TSAsExpression':
    case 'ChainExpression':
      narrowBy(machine, test.expression, holds, frame);
      return;
    case 'AssignmentExpression':
      narrowBy(machine, test.right, holds, frame);
      return;
    case 'Identifier': {
      const kept = keptTest(test.name, frame);
      if (kept !== undefined && kept.part === undefined) {
        once(kept, () => narrowBy(machine, kept.test, holds, kept.frame));
        if (holds) weakenFound(machine, kept);
      }
      if (kept?.part !== undefined) narrowValidated(machine, test.name, kept.part, holds, frame);
      if (!holds) narrowTo(machine, test, frame, 0);
      return;
    }
    case 'MemberExpression':
      if (test.object.type === 'Identifier')
        narrowValidated(
          machine,
          test.object.name,
          plainKey(test.property, test.computed) ?? '',
          holds,
          frame,
        );
      if (holds) narrowName(machine, test, frame);
      else narrowTo(machine, test, frame, 0);
      return;
    default:
  }
}

function narrowLogical(
  machine: Machine,
  test: Extract<Node, { type: 'LogicalExpression' }>,
  holds: boolean,
  frame: Frame,
): void {
  if (test.operator === '??') return;
  if ((test.operator === '&&') === holds) {
    narrowBy(machine, test.left, holds, frame);
    narrowBy(machine, test.right, holds, frame);
    return;
  }
  // Either the left one decided, or the right one behind it.
  const one = inBranch(machine, () => {
    narrowBy(machine, test.left, holds, frame);
    return 'on';
  });
  const other = inBranch(machine, () => {
    narrowBy(machine, test.left, !holds, frame);
    narrowBy(machine, test.right, holds, frame);
    return 'on';
  });
  merge(machine.state, [one, other]);
}

/** Calls whose answer is tested in place of what they were given. */
const transparent =
  /^(trim|toLowerCase|toUpperCase|toString|toLocaleLowerCase|String|normalize|decodeURIComponent|decodeURI|charAt)$/;

/** The variable or member that a test is about. */
export function subjectOf(node: Node): Node {
  if (
    node.type === 'ChainExpression' ||
    node.type === 'TSAsExpression' ||
    node.type === 'TSNonNullExpression'
  )
    return subjectOf(node.expression);
  if (node.type === 'AssignmentExpression') return node.left;
  if (node.type !== 'CallExpression') return node;
  const { callee } = node;
  const [first] = node.arguments;
  const key =
    callee.type === 'MemberExpression'
      ? plainKey(callee.property, callee.computed)
      : callee.type === 'Identifier'
        ? callee.name
        : '';
  if (!transparent.test(key ?? '')) return node;
  if (
    first !== undefined &&
    (callee.type === 'Identifier' || (key === 'normalize' && node.arguments.length === 1))
  )
    return subjectOf(first);
  return callee.type === 'MemberExpression' ? subjectOf(callee.object) : node;
}

/** Leaves of the taints of a variable or member what the mask lets through. */
export function narrowTo(machine: Machine, node: Node, frame: Frame, mask: number): void {
  const subject = subjectOf(node);
  const known = accessKey(subject, frame);
  if (known === undefined) return;
  const value = machine.evaluate(subject, frame);
  if (value.taints.length === 0) return;
  narrow(machine.state, known.key, narrowedValue(value, mask));
}

export function narrowedValue(value: Value, mask: number): Value {
  return {
    ...value,
    taints: masked(value.taints, mask),
    // What is a number or a text for sure is no list and no object.
    things: (mask & can.object) === 0 && !isStored(value) ? [] : value.things,
    traces: value.traces.filter(({ name }) => !name.startsWith('@')),
  };
}

const isStored = ({ taints }: Value): boolean =>
  taints.length > 0 && taints.every(({ marks }) => isOnlyStored(marks));

function narrowComparison(
  machine: Machine,
  test: Extract<Node, { type: 'BinaryExpression' }>,
  holds: boolean,
  frame: Frame,
): void {
  const { left, right, operator } = test;
  if (operator === 'instanceof') {
    if (holds) narrowTo(machine, left, frame, ~can.prototype);
    return;
  }
  if (operator === 'in') {
    if (holds && !isFromOutside(machine.evaluate(right, frame))) narrowTo(machine, left, frame, 0);
    return;
  }
  const index = indexTest(test, holds);
  if (index !== undefined) {
    narrowText(machine, index.call, index.method, index.holds, frame);
    return;
  }
  if (narrowLength(machine, test, holds, frame)) return;
  if (!/^[!=]==?$/.test(operator)) return;
  const isEqual = operator.startsWith('=') === holds;
  if (isNothing(right) && isSearch(left)) {
    narrowBy(machine, left, !isEqual, frame);
    return;
  }
  if (left.type === 'UnaryExpression' && left.operator === 'typeof') {
    const type = right.type === 'Literal' ? right.value : undefined;
    if (isEqual)
      narrowTo(machine, left.argument, frame, type === 'string' ? ~can.object : type === 'object' ? ~0 : 0);
    else if (type === 'object') narrowTo(machine, left.argument, frame, ~(can.prototype | can.object));
    return;
  }
  if (narrowBeginning(machine, left, right, isEqual, frame)) return;
  if (!isEqual) {
    if (isNothing(right)) narrowName(machine, left, frame);
    narrowDifferent(machine, left, right, frame);
    return;
  }
  const [one, other] = [machine.evaluate(left, frame), machine.evaluate(right, frame)];
  if (isFromOutside(other)) narrowTo(machine, left, frame, marksOf(other));
  else narrowEqual(machine, left, frame);
  if (isFromOutside(one)) narrowTo(machine, right, frame, marksOf(one));
  else narrowEqual(machine, right, frame);
}

/** What equals another text can do no more than that one: `name === basename(name)`. */
const marksOf = ({ taints }: Value): number =>
  taints.reduce((all, { marks }) => all | marks, lasting | can.object);

/** `~text.indexOf(part)` is nothing only where the part is not found. */
function narrowFound(machine: Machine, node: Node, holds: boolean, frame: Frame): void {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return;
  const key = plainKey(node.callee.property, node.callee.computed) ?? '';
  if (/^(indexOf|lastIndexOf|search)$/.test(key)) narrowText(machine, node, 'includes', holds, frame);
}

/** `key !== '__proto__'`: other texts do other harm. */
function narrowDifferent(machine: Machine, left: Node, right: Node, frame: Frame): void {
  if (wholeText(machine.evaluate(right, frame)) === '__proto__') narrowTo(machine, left, frame, ~can.proto);
}

/** `list.some((one) => text.startsWith(one))`, `names.every((name) => known.has(name))`. */
function narrowChecked(machine: Machine, node: CallExpression, key: string, frame: Frame): void {
  const [test] = node.arguments;
  if (test === undefined || node.callee.type !== 'MemberExpression') return;
  narrowInside(machine, test, true, frame);
  if (key !== 'every') return;
  const list = node.callee.object;
  const known = accessKey(list, frame);
  const each = elementOf(machine.evaluate(list, frame));
  const passed = approved(machine, machine.evaluate(test, frame), each);
  if (known !== undefined && passed !== undefined) narrow(machine.state, known.key, listOf(machine, passed));
}

function narrowCall(machine: Machine, node: CallExpression, holds: boolean, frame: Frame): void {
  const { callee } = node;
  const key = callee.type === 'MemberExpression' ? plainKey(callee.property, callee.computed) : undefined;
  if (callee.type === 'MemberExpression' && key !== undefined) {
    if (/^(includes|startsWith|endsWith|test|match|matchAll|exec|has|contains)$/.test(key))
      return narrowText(machine, node, key, holds, frame);
    if (
      /^(some|every|find|any)$/.test(key) &&
      node.arguments[0] !== undefined &&
      isFunctionNode(node.arguments[0])
    )
      return holds ? narrowChecked(machine, node, key, frame) : undefined;
  }
  if (key === 'get' && holds && narrowFoundIn(machine, node, frame)) return;
  const mask = validatorMask(machine, node, key, holds, frame);
  if (mask === undefined) {
    if (!narrowByGuard(machine, node, holds, frame)) weaken(machine, node, frame);
    return;
  }
  const subject = node.arguments.find(
    (each) =>
      accessKey(subjectOf(each), frame) !== undefined && machine.evaluate(each, frame).taints.length > 0,
  );
  if (subject !== undefined) narrowTo(machine, subject, frame, mask);
}

/** What a path was made of is inside when the path is: `relative(root, file)` does not climb, `resolve(file)` has the root. */
export function narrowOrigin(machine: Machine, node: Node, mask: number, frame: Frame): void {
  const kept = node.type === 'Identifier' ? keptTest(node.name, frame) : { test: node, frame };
  if (kept?.test.type !== 'CallExpression' || kept.test.callee.type !== 'MemberExpression') return;
  const { callee, arguments: args } = kept.test;
  const key = plainKey(callee.property, callee.computed);
  const [first, second] = args;
  if (key === 'relative' && second !== undefined && (mask & can.climb) === 0)
    narrowTo(machine, second, kept.frame, ~anyPath);
  if ((key === 'resolve' || key === 'normalize') && first !== undefined && args.length === 1)
    narrowTo(machine, first, kept.frame, mask);
}

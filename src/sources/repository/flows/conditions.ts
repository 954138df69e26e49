import type { CallExpression, Node } from 'oxc-parser';
import { isFunctionNode, plainKey } from '../javascript/syntax.ts';
import { accessKey } from './access.ts';
import { keptTest } from './kept-tests.ts';
import { indexTest, isNothing, isSearch } from './comparisons.ts';
import { narrowName } from './known-names.ts';
import { weaken, weakenFound } from './approvals.ts';
import { narrowByGuard, narrowInside } from './guards.ts';
import type { Frame, Machine } from './machine.ts';
import { inBranch } from './machine.ts';
import { anyPath, anyUrl, can } from './marks.ts';
import { merge, narrow } from './scope.ts';
import type { Value } from './value.ts';
import { isFromOutside, wholeText } from './value.ts';
import { narrowBeginning, narrowText } from './text-tests.ts';
import { validatorMask } from './validators.ts';
import { masked } from './taints.ts';

/** `if (result.error) return`: what was validated is of the form that the schema asks for. */
function narrowValidated(machine: Machine, name: string, part: string, holds: boolean, frame: Frame): void {
  const kept = keptTest(name, frame);
  const isGood = /^errors?$/.test(part) ? !holds : /^(success|valid)$/.test(part) && holds;
  if (!isGood || kept?.test.type !== 'CallExpression') return;
  const { callee, arguments: args } = kept.test;
  const key = callee.type === 'MemberExpression' ? (plainKey(callee.property, callee.computed) ?? '') : '';
  if (!/^(validate|validateAsync|safeParse|safeParseAsync|validateSync)$/.test(key)) return;
  for (const argument of args) narrowTo(machine, argument, kept.frame, ~can.object);
}

/** Takes from values what they cannot do where a condition holds, or where it does not. */
export function narrowBy(machine: Machine, test: Node, holds: boolean, frame: Frame): void {
  switch (test.type) {
    case 'UnaryExpression':
      if (test.operator === '!') narrowBy(machine, test.argument, !holds, frame);
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
        narrowBy(machine, kept.test, holds, kept.frame);
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
    traces: value.traces.filter(({ name }) => !name.startsWith('@')),
  };
}

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
    else if (type === 'object') narrowTo(machine, left.argument, frame, ~can.prototype);
    return;
  }
  if (narrowBeginning(machine, left, right, isEqual, frame)) return;
  if (!isEqual) {
    if (isNothing(right)) narrowName(machine, left, frame);
    narrowDifferent(machine, left, right, frame);
    return;
  }
  if (!isFromOutside(machine.evaluate(right, frame))) narrowEqual(machine, left, frame);
  if (!isFromOutside(machine.evaluate(left, frame))) narrowEqual(machine, right, frame);
}

/** `key !== '__proto__'`: other texts do other harm. */
function narrowDifferent(machine: Machine, left: Node, right: Node, frame: Frame): void {
  if (wholeText(machine.evaluate(right, frame)) === '__proto__') narrowTo(machine, left, frame, ~can.proto);
}

/** Equal to something that nobody outside decides: of a URL, the part that is compared. */
export function narrowEqual(machine: Machine, node: Node, frame: Frame): void {
  narrowTo(machine, node, frame, 0);
  const url = urlOf(subjectOf(node), frame);
  for (const each of url) narrowTo(machine, each, frame, ~anyUrl);
}

/** Of `url.hostname`: the URL, and the text it was made of. */
export function urlOf(node: Node, frame: Frame): readonly Node[] {
  if (node.type !== 'MemberExpression') return [];
  if (!/^(host|hostname|origin)$/.test(plainKey(node.property, node.computed) ?? '')) return [];
  const { object } = node;
  const made = object.type === 'Identifier' ? keptTest(object.name, frame)?.test : object;
  const [first] = made?.type === 'NewExpression' ? made.arguments : [];
  return first === undefined ? [object] : [object, first];
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
      return holds ? narrowInside(machine, node.arguments[0], holds, frame) : undefined;
  }
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

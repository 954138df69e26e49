import { inField } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { callTypes, memberName, variableName } from '../syntax.ts';
import { fork, merged } from './environment.ts';
import { evaluate } from './expressions.ts';
import { narrowByGuard, weaken } from './guards.ts';
import type { Frame, Machine } from './machine.ts';
import { placeKey } from './names-of-places.ts';
import { comparedCall, narrowByCall, narrowByKey } from './tests-of-texts.ts';
import type { Value } from './value.ts';
import { deepTaints, masking, nothing } from './value.ts';

/** What is known where a condition holds, or does not. */
export function narrowBy(machine: Machine, node: SyntaxNode, holds: boolean, frame: Frame): void {
  if (frame.env.dead || !machine.spend()) return;
  switch (node.type) {
    case 'parenthesized_expression':
    case 'error_suppression_expression':
    case 'sequence_expression': {
      const inner = node.children.findLast(({ type }) => type !== 'comment');
      if (inner !== undefined) narrowBy(machine, inner, holds, frame);
      return;
    }
    case 'unary_op_expression': {
      const inner = inField(node, 'argument') ?? node.children.at(-1);
      if (inner !== undefined && node.text.startsWith('!')) narrowBy(machine, inner, !holds, frame);
      return;
    }
    case 'binary_expression':
      return narrowBinary(machine, node, holds, frame);
    case 'variable_name': {
      const kept = frame.env.tests.get(variableName(node) ?? '');
      if (kept !== undefined) narrowBy(machine, kept, holds, frame);
      if (!holds) narrowTo(machine, node, 0, frame);
      return;
    }
    case 'assignment_expression': {
      const [left, right] = [inField(node, 'left'), inField(node, 'right')];
      if (right !== undefined && callTypes.has(right.type)) narrowBy(machine, right, holds, frame);
      if (left !== undefined && !holds) narrowTo(machine, left, 0, frame);
      return;
    }
    default:
      if (callTypes.has(node.type)) narrowCall(machine, node, holds, frame);
      else if (!holds && placeKey(node) !== undefined) narrowTo(machine, node, 0, frame);
      else if (holds && node.type === 'subscript_expression') narrowByKey(machine, node, true, frame);
  }
}

function narrowCall(machine: Machine, node: SyntaxNode, holds: boolean, frame: Frame): void {
  if (narrowByCall(machine, node, holds, frame)) return;
  if (narrowByGuard(machine, node, holds, frame)) return;
  weaken(machine, node, frame);
}

function narrowBinary(machine: Machine, node: SyntaxNode, holds: boolean, frame: Frame): void {
  const [left, right] = [inField(node, 'left'), inField(node, 'right')];
  const operator = inField(node, 'operator')?.text.toLowerCase() ?? '';
  if (left === undefined || right === undefined) return;
  switch (operator) {
    case '&&':
    case 'and':
      return narrowBoth(machine, left, right, true, holds, frame);
    case '||':
    case 'or':
      return narrowBoth(machine, left, right, false, holds, frame);
    case '===':
    case '==':
      return narrowEqual(machine, left, right, holds, frame);
    case '!==':
    case '!=':
    case '<>':
      return narrowEqual(machine, left, right, !holds, frame);
    // Only code makes closures: no text from outside is one.
    case 'instanceof':
      if (holds && /^\\?Closure$/.test(right.text)) narrowTo(machine, left, 0, frame);
      return;
    case '>':
    case '>=': {
      const least = operator === '>' ? '0' : '1';
      if (callTypes.has(left.type) && right.text === least) narrowBy(machine, left, holds, frame);
      return;
    }
    default:
      return;
  }
}

/** `a && b`: both hold, or the first does not, or it does and the second does not. */
function narrowBoth(
  machine: Machine,
  left: SyntaxNode,
  right: SyntaxNode,
  isAnd: boolean,
  holds: boolean,
  frame: Frame,
): void {
  if (holds === isAnd) {
    narrowBy(machine, left, holds, frame);
    narrowBy(machine, right, holds, frame);
    return;
  }
  const before = frame.env;
  frame.env = fork(before);
  narrowBy(machine, left, holds, frame);
  const one = frame.env;
  frame.env = fork(before);
  narrowBy(machine, left, !holds, frame);
  narrowBy(machine, right, holds, frame);
  frame.env = merged([one, frame.env]);
}

function narrowEqual(
  machine: Machine,
  left: SyntaxNode,
  right: SyntaxNode,
  isEqual: boolean,
  frame: Frame,
): void {
  for (const [one, other] of [
    [left, right],
    [right, left],
  ] as const) {
    if (callTypes.has(one.type) && comparedCall(machine, one, other, isEqual, frame)) return;
    const word = other.text.toLowerCase();
    if (callTypes.has(one.type) && (word === 'true' || word === 'false'))
      return narrowBy(machine, one, isEqual === (word === 'true'), frame);
    if (callTypes.has(one.type) && memberName(one)?.startsWith('preg_match') === true && /^[01]$/.test(word))
      return narrowBy(machine, one, isEqual === (word === '1'), frame);
  }
  if (!isEqual) return;
  for (const [one, other] of [
    [left, right],
    [right, left],
  ] as const) {
    const place = subjectOf(one);
    if (placeKey(place) === undefined || deepTaints(evaluate(machine, place, frame)).length === 0) continue;
    if (deepTaints(evaluate(machine, other, frame)).length === 0) narrowTo(machine, place, 0, frame);
  }
}

/** What a test looks at: `strtolower(trim($x))` looks at `$x`. */
export function subjectOf(node: SyntaxNode): SyntaxNode {
  if (node.type === 'parenthesized_expression' || node.type === 'cast_expression') {
    const inner = inField(node, 'value') ?? node.children.at(-1);
    return inner === undefined ? node : subjectOf(inner);
  }
  if (node.type === 'assignment_expression') return subjectOf(inField(node, 'left') ?? node);
  if (node.type === 'binary_expression' && inField(node, 'operator')?.text === '??')
    return subjectOf(inField(node, 'left') ?? node);
  if (node.type !== 'function_call_expression') return node;
  if (
    !/^(strtolower|strtoupper|mb_strtolower|mb_strtoupper|trim|rtrim|ltrim|strval|ucfirst|lcfirst)$/.test(
      memberName(node) ?? '',
    )
  )
    return node;
  const argument = inField(node, 'arguments')?.children[0]?.children[0];
  return argument === undefined ? node : subjectOf(argument);
}

/** What a place holds can do no more than the mask says. */
export function narrowTo(machine: Machine, node: SyntaxNode, mask: number, frame: Frame): void {
  const place = subjectOf(node);
  const key = placeKey(place);
  if (key === undefined) return;
  const value = evaluate(machine, place, frame);
  if (deepTaints(value).length === 0) return;
  const narrowed: Value = mask === 0 ? harmless(value) : masking(value, mask);
  if (place.type === 'variable_name') frame.env.values.set(key, narrowed);
  else frame.env.narrowed.set(key, narrowed);
}

/** Nothing of it can do harm; what is not text stays what it is. */
const harmless = (value: Value): Value => ({
  ...nothing,
  instances: value.instances,
  callables: value.callables,
  kinds: value.kinds.filter((kind) => !kind.startsWith('@bag:')),
});

/** `case 'x':` of a switch over a place, or `case $x > 0:` of one over `true`. */
export function narrowByCase(machine: Machine, condition: SyntaxNode, value: SyntaxNode, frame: Frame): void {
  const asked = condition.children.at(-1) ?? condition;
  if (asked.text.toLowerCase() === 'true') return narrowBy(machine, value, true, frame);
  if (deepTaints(evaluate(machine, value, frame)).length === 0) narrowTo(machine, asked, 0, frame);
}

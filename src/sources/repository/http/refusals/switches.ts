import type { Expression, Node } from 'oxc-parser';
import { dottedName } from '../../javascript/syntax.ts';
import { evaluate } from './expressions.ts';
import { open, unsetValue } from './fact.ts';
import { decisionOf, fork } from './fork.ts';
import { isPlain, narrow } from './narrowing.ts';
import type { Frame, Walk } from './walk.ts';

/**
 * `if (settings.closed && !user)`: who calls decides nothing before the setting has. `rest` takes the other part,
 * `otherwise` what is done where the setting says no.
 */
export function isSwitched(
  walk: Walk,
  test: Expression,
  frame: Frame,
  rest: (test: Expression) => void,
  otherwise: () => void,
): boolean {
  if (test.type !== 'LogicalExpression' || test.operator !== '&&') return false;
  const { left, right } = firstOf(test);
  if (!isPlain(left) || ofRequest(walk, left, frame)) return false;
  const setting = evaluate(walk, left, frame);
  const { holds, by } = decisionOf(left, setting);
  if (!/^(open|value)$/.test(setting.kind) || holds !== undefined || by !== 'other') return false;
  fork(
    walk,
    frame,
    { holds: unsetValue(setting), by, name: dottedName(left)?.split('.').at(-1) ?? 'check' },
    () => {
      narrow(walk, left, true, frame);
      rest(right);
      return open;
    },
    () => {
      otherwise();
      return open;
    },
  );
  return true;
}

type And = Extract<Expression, { type: 'LogicalExpression' }>;

/** The first condition of `a && b && c`, and the others. */
function firstOf(test: And): Pick<And, 'left' | 'right'> {
  if (test.left.type !== 'LogicalExpression' || test.left.operator !== '&&') return test;
  const { left, right } = firstOf(test.left);
  return { left, right: { ...test, left: right } };
}

/** What other functions leave on the request is no setting. */
function ofRequest(walk: Walk, node: Node, frame: Frame): boolean {
  if (node.type === 'UnaryExpression') return ofRequest(walk, node.argument, frame);
  return node.type === 'MemberExpression' && evaluate(walk, node.object, frame).kind === 'request';
}

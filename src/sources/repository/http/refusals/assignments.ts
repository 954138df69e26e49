import type { Node } from 'oxc-parser';
import { plainKey } from '../../javascript/syntax.ts';
import { evaluate, nullish } from './expressions.ts';
import type { Fact } from './fact.ts';
import { decide, follows, open } from './fact.ts';
import { memberOf } from './members.ts';
import { assignName, write } from './names.ts';
import { replyOf } from './statuses.ts';
import type { Frame, Walk } from './walk.ts';
import { answer } from './walk.ts';

/** Writes a name, the parts of a pattern, or the status and the body of an answer. */
export function assignment(
  walk: Walk,
  node: Extract<Node, { type: 'AssignmentExpression' }>,
  frame: Frame,
): Fact {
  const { left, right, operator } = node;
  const before =
    operator === '=' || left.type === 'ObjectPattern' || left.type === 'ArrayPattern'
      ? open
      : evaluate(walk, left, frame);
  if (operator === '||=' && decide(before).holds === true) return before;
  if (operator === '??=' && nullish(before) === true) return before;
  const fact = evaluate(walk, right, frame);
  if (walk.stopped !== 'no') return open;
  const next = operator === '+=' ? follows([before, fact]) : fact;
  if (left.type === 'ObjectPattern') assignParts(walk, left, next, frame);
  else if (left.type === 'Identifier') assignName(frame.names, left.name, next, walk.log);
  else if (left.type === 'MemberExpression') assignMember(walk, left, right, next, frame);
  return next;
}

/** `({ user, error } = await load())`. */
function assignParts(
  walk: Walk,
  pattern: Extract<Node, { type: 'ObjectPattern' }>,
  fact: Fact,
  frame: Frame,
): void {
  for (const property of pattern.properties) {
    if (property.type === 'RestElement') continue;
    const key = plainKey(property.key, property.computed);
    const target = property.value.type === 'AssignmentPattern' ? property.value.left : property.value;
    if (key !== undefined && target.type === 'Identifier')
      assignName(frame.names, target.name, memberOf(walk, fact, key, pattern, frame), walk.log);
  }
}

function assignMember(
  walk: Walk,
  left: Extract<Node, { type: 'MemberExpression' }>,
  right: Node,
  fact: Fact,
  frame: Frame,
): void {
  const base = evaluate(walk, left.object, frame);
  const key = plainKey(left.property, left.computed);
  if (key === undefined) return;
  if (base.kind === 'request' || base.kind === 'response') {
    if (key === 'status' || key === 'statusCode') {
      const reply = replyOf(walk, frame, left, right, fact);
      write(walk.answered, 'status', reply, walk.log);
      if (base.kind === 'request') answer(walk, reply);
    } else if (key === 'body') answer(walk, walk.answered.get('status') ?? open);
  }
  if (base.kind === 'record' && left.object.type === 'Identifier')
    assignName(
      frame.names,
      left.object.name,
      { ...base, fields: new Map([...base.fields, [key, fact]]) },
      walk.log,
    );
}

import type { CallExpression, Node } from 'oxc-parser';
import { isFunctionNode } from '../javascript/syntax.ts';
import type { FunctionNode } from '../javascript/syntax.ts';
import { accessKey } from './access.ts';
import { narrowBy, subjectOf } from './conditions.ts';
import type { Frame, Machine } from './machine.ts';
import { inBranch } from './machine.ts';
import { narrow, newScope } from './scope.ts';
import type { Closure, Value } from './value.ts';
import { nothing } from './value.ts';

/** The only thing a function answers: its expression, or what its last `return` says, also within `try`. */
function answerOf({ body }: FunctionNode): Node | undefined {
  if (body === null) return undefined;
  if (body.type !== 'BlockStatement') return body;
  const last = body.body.at(-1);
  const inner = last?.type === 'TryStatement' ? last.block.body.at(-1) : last;
  return inner?.type === 'ReturnStatement' && inner.argument !== null ? inner.argument : undefined;
}

/** `list.some((one) => text.startsWith(one))`: what the function says of names around it. */
export function narrowInside(machine: Machine, node: Node, holds: boolean, frame: Frame): void {
  if (!isFunctionNode(node)) return;
  const answer = answerOf(node);
  if (answer === undefined) return;
  const inner: Frame = { ...frame, scope: newScope(frame.scope) };
  for (const parameter of node.params) machine.bind(parameter, nothing, inner, true);
  narrowBy(machine, answer, holds, inner);
}

/** An element of a list of which a function approves; undefined where that tells nothing of it. */
export function approved(machine: Machine, by: Value, element: Value): Value | undefined {
  const [only] = by.callables;
  const [parameter] = only?.kind === 'closure' ? only.node.params : [];
  if (only?.kind !== 'closure' || by.callables.length > 1 || parameter?.type !== 'Identifier')
    return undefined;
  if (element.taints.length === 0) return undefined;
  const inner: Frame = frameIn(only);
  let found: Value | undefined;
  inBranch(machine, () => {
    machine.bind(parameter, element, inner, true);
    narrowByBody(machine, only.node, true, inner);
    const cell = inner.scope.names.get(parameter.name);
    found = cell === undefined ? undefined : machine.state.narrowed.get(String(cell.id));
    return 'on';
  });
  return found;
}

const frameIn = (closure: Closure): Frame => ({
  file: closure.file,
  scope: newScope(closure.scope),
  self: closure.self,
  home: closure.home,
  name: '',
  answer: { value: nothing },
});

/** Functions inside each other that are looked into. */
const deepest = 3;
let depth = 0;

/**
 * A function of the target that answers whether something is allowed: what its answer says of what it was given.
 * False where it says nothing.
 */
export function narrowByGuard(machine: Machine, node: CallExpression, holds: boolean, frame: Frame): boolean {
  if (depth >= deepest) return false;
  const callee = machine.evaluate(node.callee, frame);
  const [only] = callee.callables;
  if (only?.kind !== 'closure' || callee.callables.length > 1 || !isFunctionNode(only.node)) return false;
  depth += 1;
  try {
    return guard(machine, node, only, holds, frame);
  } finally {
    depth -= 1;
  }
}

function guard(
  machine: Machine,
  node: CallExpression,
  closure: Closure,
  holds: boolean,
  frame: Frame,
): boolean {
  const inner = frameIn(closure);
  const { scope } = inner;
  const found: [string, Value][] = [];
  inBranch(machine, () => {
    const given = node.arguments.map((each) => machine.evaluate(each, frame));
    for (const [at, parameter] of closure.node.params.entries())
      machine.bind(parameter, given[at] ?? nothing, inner, true);
    narrowByBody(machine, closure.node, holds, inner);
    for (const [at, parameter] of closure.node.params.entries()) {
      const argument = node.arguments[at];
      const known = argument === undefined ? undefined : accessKey(subjectOf(argument), frame);
      const cell = parameter.type === 'Identifier' ? scope.names.get(parameter.name) : undefined;
      if (known === undefined || cell === undefined) continue;
      const narrowed = machine.state.narrowed.get(String(cell.id));
      if (narrowed !== undefined) found.push([known.key, narrowed]);
    }
    return 'on';
  });
  for (const [key, value] of found) narrow(machine.state, key, value);
  return found.length > 0;
}

/** `if (bad) return false; return good`: what holds where the function answers as asked. */
function narrowByBody(machine: Machine, node: FunctionNode, holds: boolean, frame: Frame): void {
  const { body } = node;
  if (body?.type === 'BlockStatement')
    for (const statement of body.body) {
      if (statement.type === 'VariableDeclaration') machine.execute([statement], frame);
      if (statement.type !== 'IfStatement' || statement.alternate !== null) continue;
      if (returnsLiteral(statement.consequent) === !holds) narrowBy(machine, statement.test, false, frame);
    }
  const answer = answerOf(node);
  if (answer !== undefined) narrowBy(machine, answer, holds, frame);
}

function returnsLiteral(node: Node): boolean | undefined {
  const statement = node.type === 'BlockStatement' ? node.body.at(-1) : node;
  if (statement?.type !== 'ReturnStatement' || statement.argument?.type !== 'Literal') return undefined;
  const { value } = statement.argument;
  return typeof value === 'boolean' ? value : undefined;
}

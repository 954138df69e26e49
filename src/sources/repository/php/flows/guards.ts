import { inField, walkSyntax } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { PhpClass, PhpMethod } from '../classes.ts';
import { methodOf } from '../codebase.ts';
import { className, functionName } from '../names.ts';
import { memberName, receiverOf, writtenArguments } from '../syntax.ts';
import { narrowBy, narrowTo } from './conditions.ts';
import { newEnv } from './environment.ts';
import { evaluate } from './expressions.ts';
import type { Frame, Machine } from './machine.ts';
import { can } from './marks.ts';
import { placeKey } from './names-of-places.ts';
import { deepTaints, nothing } from './value.ts';

/** Tests that tell nothing of what a text may do. */
const tellsNothing =
  /empty|null|exists|count|strlen|is_array|is_object|is_string|array|has|filled|debug|log|connect|query|fetch|open|read/i;

/** After a check that could not be understood it is told with less certainty. */
export function weaken(machine: Machine, node: SyntaxNode, frame: Frame): void {
  if (tellsNothing.test(memberName(node) ?? '')) return;
  for (const argument of writtenArguments(node))
    walkSyntax(argument.node, (each) => {
      if (/function|closure/.test(each.type)) return false;
      if (placeKey(each) === undefined || /call/.test(each.type)) return true;
      narrowTo(machine, each, ~can.unseen, frame);
      return false;
    });
}

/** Functions inside each other that are looked into. */
const deepest = 3;
let depth = 0;

interface Guard {
  readonly method: PhpMethod;
  readonly class?: PhpClass;
}

function guardOf(machine: Machine, node: SyntaxNode, frame: Frame): Guard | undefined {
  const name = memberName(node);
  if (name === undefined) return undefined;
  const { codebase } = machine;
  if (node.type === 'function_call_expression') {
    const method = codebase.function(functionName(frame.file.names, name));
    return method === undefined ? undefined : { method };
  }
  const receiver = receiverOf(node);
  if (receiver === undefined) return undefined;
  const owner =
    node.type !== 'scoped_call_expression'
      ? evaluate(machine, receiver, frame).instances[0]?.class
      : /^(self|static|parent)$/i.test(receiver.text)
        ? frame.class
        : codebase.class(className(frame.file.names, receiver.text));
  const method = owner === undefined ? undefined : methodOf(codebase, owner, name);
  return method === undefined || owner === undefined ? undefined : { method, class: owner };
}

/**
 * A function of the target that answers whether something is allowed: what its answer says of what it was given.
 * False where it says nothing.
 */
export function narrowByGuard(machine: Machine, node: SyntaxNode, holds: boolean, frame: Frame): boolean {
  if (depth >= deepest) return false;
  const guard = guardOf(machine, node, frame);
  if (guard?.method.body === undefined || guard.method.body.children.length > 12) return false;
  depth += 1;
  try {
    return narrowByBody(machine, guard, node, holds, frame);
  } finally {
    depth -= 1;
  }
}

function narrowByBody(
  machine: Machine,
  guard: Guard,
  node: SyntaxNode,
  holds: boolean,
  frame: Frame,
): boolean {
  const { method } = guard;
  const inner: Frame = {
    file: method.file,
    ...(guard.class === undefined ? {} : { class: guard.class }),
    name: method.name,
    env: newEnv(),
    answer: undefined,
    ends: [],
    jumps: [],
  };
  const args = writtenArguments(node);
  for (const [at, { name }] of method.parameters.entries()) {
    const given = args[at];
    inner.env.values.set(name, given === undefined ? nothing : evaluate(machine, given.node, frame));
  }
  const before = new Map(inner.env.values);
  for (const statement of method.body?.children ?? []) {
    if (inner.env.dead) break;
    narrowByStatement(machine, statement, holds, inner);
  }
  let found = false;
  for (const [at, { name }] of method.parameters.entries()) {
    const [was, is, argument] = [before.get(name), inner.env.values.get(name), args[at]];
    if (was === undefined || is === undefined || argument === undefined || was === is) continue;
    const left = deepTaints(is).reduce((all, { marks }) => all | marks, 0);
    const had = deepTaints(was).reduce((all, { marks }) => all | marks, 0);
    if (left === had) continue;
    narrowTo(machine, argument.node, left, frame);
    found = true;
  }
  return found;
}

/** `if (bad) return false; return good`: what holds where the function answers as asked. */
function narrowByStatement(machine: Machine, statement: SyntaxNode, holds: boolean, frame: Frame): void {
  if (statement.type === 'return_statement') {
    const [answer] = statement.children;
    if (answer !== undefined) narrowBy(machine, answer, holds, frame);
    return;
  }
  if (statement.type === 'expression_statement') {
    // A name for a list or pattern.
    for (const child of statement.children)
      if (child.type === 'assignment_expression') evaluate(machine, child, frame);
    return;
  }
  if (statement.type !== 'if_statement' || inField(statement, 'alternative') !== undefined) return;
  const condition = inField(statement, 'condition');
  const answered = literalAnswer(inField(statement, 'body'));
  if (condition !== undefined && answered === !holds) narrowBy(machine, condition, false, frame);
}

/** What a branch answers; one that throws does not answer yes. */
function literalAnswer(body: SyntaxNode | undefined): boolean | undefined {
  const statement = body?.type === 'compound_statement' ? body.children.at(-1) : body;
  if (statement === undefined) return undefined;
  if (/throw/.test(statement.text.slice(0, 6))) return false;
  if (statement.type !== 'return_statement') return undefined;
  const word = statement.children[0]?.text.toLowerCase();
  return word === 'true'
    ? true
    : word === 'false' || word === 'null' || word === undefined
      ? false
      : undefined;
}

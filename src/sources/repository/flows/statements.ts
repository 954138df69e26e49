import type { Node } from 'oxc-parser';
import { isClassNode, isFunctionNode } from '../javascript/syntax.ts';
import { makeClass } from './classes.ts';
import { narrowBy, narrowTo } from './conditions.ts';
import { weakenChecked, weakenSought } from './approvals.ts';
import { nameFunction } from './function-names.ts';
import { keepTest } from './kept-tests.ts';
import { closureOf } from './expressions.ts';
import { elementOf } from './literals.ts';
import { keysOf } from './keys.ts';
import type { Frame, Machine } from './machine.ts';
import { inBranch } from './machine.ts';
import type { Branch, Ending } from './scope.ts';
import { settleByTest } from './settling.ts';
import { blockScope, declare, functionScope, lookup, merge, write } from './scope.ts';
import { callable, isEmpty, isFromOutside, join, nothing } from './value.ts';

/** Walks statements in their order; functions are known before the first of them runs. */
export function executeAll(machine: Machine, statements: readonly Node[], frame: Frame): Ending {
  hoist(machine, statements, frame);
  for (const statement of statements) {
    if (!machine.spend()) return 'on';
    const ending = execute(machine, statement, frame);
    if (ending !== 'on') return ending;
  }
  return 'on';
}

const declarationIn = (statement: Node): Node =>
  (statement.type === 'ExportNamedDeclaration' || statement.type === 'ExportDefaultDeclaration') &&
  statement.declaration !== null
    ? statement.declaration
    : statement;

function hoist(machine: Machine, statements: readonly Node[], frame: Frame): void {
  for (const statement of statements) {
    const node = declarationIn(statement);
    if (node.type !== 'FunctionDeclaration' || node.id === null || node.body === null) continue;
    write(machine.state, declare(frame.scope, node.id.name), callable(closureOf(machine, node, frame)));
  }
}

function execute(machine: Machine, node: Node, frame: Frame): Ending {
  switch (node.type) {
    case 'ExpressionStatement':
      machine.evaluate(node.expression, frame);
      weakenChecked(machine, node.expression, frame);
      return endsProcess(node.expression) ? 'left' : 'on';
    case 'VariableDeclaration':
      for (const { id, init } of node.declarations) {
        if (init === null && node.kind === 'var') continue;
        const target = node.kind === 'var' ? { ...frame, scope: functionScope(frame.scope) } : frame;
        machine.bind(id, init === null ? nothing : machine.evaluate(init, frame), target, true);
        if (init === null) continue;
        if (id.type === 'Identifier') nameFunction(init, id.name);
        keepTest(frame, id, init);
        weakenSought(machine, init, frame);
      }
      return 'on';
    case 'ReturnStatement':
      if (node.argument !== null)
        frame.answer.value = join(frame.answer.value, machine.evaluate(node.argument, frame));
      return 'left';
    case 'ThrowStatement':
      machine.thrown = join(machine.thrown, machine.evaluate(node.argument, frame));
      return 'left';
    case 'BreakStatement':
    case 'ContinueStatement':
      return 'jumped';
    case 'BlockStatement':
      return machine.execute(node.body, withScope(frame));
    case 'IfStatement':
      return executeIf(machine, node, frame);
    case 'SwitchStatement':
      return executeSwitch(machine, node, frame);
    case 'TryStatement':
      return executeTry(machine, node, frame);
    case 'LabeledStatement':
      return execute(machine, node.body, frame);
    default:
      return executeLoopOrDeclaration(machine, node, frame);
  }
}

/** A block of a function: what it returns is what the function returns. */
const withScope = (frame: Frame): Frame => ({ ...frame, scope: blockScope(frame.scope) });

function executeLoopOrDeclaration(machine: Machine, node: Node, frame: Frame): Ending {
  switch (node.type) {
    case 'ForStatement': {
      const inner = withScope(frame);
      if (node.init !== null) executeOrEvaluate(machine, node.init, inner);
      return loop(machine, node.body, inner, node.test, () => {
        if (node.update !== null) machine.evaluate(node.update, inner);
      });
    }
    case 'ForOfStatement':
    case 'ForInStatement': {
      const inner = withScope(frame);
      const right = machine.evaluate(node.right, frame);
      const each = node.type === 'ForOfStatement' ? elementOf(right) : keysOf(right);
      const { left } = node;
      const isNew = left.type === 'VariableDeclaration';
      const target = isNew ? left.declarations[0]?.id : left;
      if (target !== undefined) machine.bind(target, each, inner, isNew);
      return loop(machine, node.body, inner, null);
    }
    case 'WhileStatement':
    case 'DoWhileStatement':
      machine.evaluate(node.test, frame);
      return loop(machine, node.body, frame, node.type === 'WhileStatement' ? node.test : null);
    case 'ExportNamedDeclaration':
    case 'ExportDefaultDeclaration':
      return node.declaration === null || isFunctionNode(node.declaration)
        ? 'on'
        : executeOrEvaluate(machine, node.declaration, frame);
    default:
      if (isClassNode(node)) makeClass(machine, node, frame);
      return 'on';
  }
}

function executeOrEvaluate(machine: Machine, node: Node, frame: Frame): Ending {
  if (node.type === 'VariableDeclaration') return execute(machine, node, frame);
  machine.evaluate(node, frame);
  return 'on';
}

function executeIf(machine: Machine, node: Extract<Node, { type: 'IfStatement' }>, frame: Frame): Ending {
  machine.evaluate(node.test, frame);
  settleByTest(machine, node.test, frame);
  if (isAbsent(machine, node.test, frame))
    return node.alternate === null ? 'on' : execute(machine, node.alternate, frame);
  const yes = inBranch(machine, () => {
    narrowBy(machine, node.test, true, frame);
    return execute(machine, node.consequent, frame);
  });
  if (isGiven(machine, node.test, frame)) return merge(machine.state, [yes]);
  const no = inBranch(machine, () => {
    narrowBy(machine, node.test, false, frame);
    return node.alternate === null ? 'on' : execute(machine, node.alternate, frame);
  });
  return merge(machine.state, [yes, no]);
}

/** A parameter that this call was given an object or function for: it is there. */
function isGiven(machine: Machine, test: Node, frame: Frame): boolean {
  if (test.type !== 'Identifier') return false;
  const cell = lookup(frame.scope, test.name);
  if (cell?.isGiven !== true) return false;
  const given = machine.evaluate(test, frame);
  const { things, callables, traces } = given;
  return !isFromOutside(given) && things.length + callables.length + traces.length > 0;
}

/** A parameter that this call was given nothing for. */
function isAbsent(machine: Machine, test: Node, frame: Frame): boolean {
  if (test.type !== 'Identifier') return false;
  return lookup(frame.scope, test.name)?.isAbsent === true && isEmpty(machine.evaluate(test, frame));
}

/** The body may run never, once, or again with what it left itself. */
function loop(
  machine: Machine,
  body: Node,
  frame: Frame,
  test: Node | null,
  after: () => void = () => undefined,
): Ending {
  for (let round = 0; round < 2; round += 1) {
    const once = inBranch(machine, () => {
      if (test !== null) {
        machine.evaluate(test, frame);
        narrowBy(machine, test, true, frame);
      }
      const ending = execute(machine, body, frame);
      after();
      return ending;
    });
    merge(machine.state, [once, inBranch(machine, () => 'on')]);
  }
  if (test !== null) narrowBy(machine, test, false, frame);
  return 'on';
}

function executeSwitch(
  machine: Machine,
  node: Extract<Node, { type: 'SwitchStatement' }>,
  frame: Frame,
): Ending {
  machine.evaluate(node.discriminant, frame);
  const inner = withScope(frame);
  const isTrue = node.discriminant.type === 'Literal' && node.discriminant.value === true;
  const branches: Branch[] = [];
  let falls: Node[] = [];
  for (const each of node.cases) {
    if (each.test !== null) falls.push(each.test);
    if (each.consequent.length === 0) continue;
    const tests = falls;
    const isDefault = each.test === null;
    falls = [];
    const branch = inBranch(machine, () => {
      const [only] = tests;
      if (isTrue && only !== undefined && tests.length === 1) narrowBy(machine, only, true, frame);
      else if (!isDefault && tests.every(({ type }) => type === 'Literal'))
        narrowTo(machine, node.discriminant, frame, 0);
      return machine.execute(each.consequent, inner);
    });
    branches.push({ ...branch, ending: branch.ending === 'left' ? 'left' : 'on' });
  }
  const hasDefault = node.cases.some(({ test }) => test === null);
  if (!hasDefault) branches.push(inBranch(machine, () => 'on'));
  return merge(machine.state, branches);
}

/** The handler runs after any part of the block; what stands behind runs after either. */
function executeTry(machine: Machine, node: Extract<Node, { type: 'TryStatement' }>, frame: Frame): Ending {
  const { handler } = node;
  const outer = machine.thrown;
  if (handler !== null) machine.thrown = nothing;
  const tried = inBranch(machine, () => machine.execute(node.block.body, withScope(frame)));
  const { thrown } = machine;
  if (handler !== null) machine.thrown = outer;
  const caught =
    handler === null
      ? []
      : [
          inBranch(machine, () => {
            merge(machine.state, [{ ...tried, ending: 'jumped' }, inBranch(machine, () => 'on')]);
            const inner = withScope(frame);
            if (handler.param !== null) machine.bind(handler.param, thrown, inner, true);
            return machine.execute(handler.body.body, inner);
          }),
        ];
  const ending = merge(machine.state, [tried, ...caught]);
  if (node.finalizer === null) return ending;
  const last = machine.execute(node.finalizer.body, withScope(frame));
  return last === 'on' ? ending : last;
}

const endsProcess = (node: Node): boolean =>
  node.type === 'CallExpression' &&
  node.callee.type === 'MemberExpression' &&
  node.callee.object.type === 'Identifier' &&
  node.callee.object.name === 'process' &&
  node.callee.property.type === 'Identifier' &&
  node.callee.property.name === 'exit';

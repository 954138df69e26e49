import type { ForOfStatement, Node, Statement } from 'oxc-parser';
import { named } from './composites.ts';
import { classValue, functionValue } from './definitions.ts';
import type { Frame, Machine } from './machine.ts';
import { frameIn, perhaps, siteOf } from './machine.ts';
import { listOf } from './objects.ts';
import { declare, innerScope, lookup } from './scope.ts';
import { statementsIn } from './syntax.ts';
import type { Value } from './value.ts';
import { arrayOf, objectOf, primitive, truth, unknown } from './value.ts';

/** Most turns of one loop that are walked. */
const mostTurns = 2_000;

export function executeAll(machine: Machine, statements: readonly Statement[], frame: Frame): void {
  for (const statement of statements) hoist(machine, statement, frame);
  for (const statement of statements) {
    if (frame.stop !== 'no') return;
    execute(machine, statement, frame);
  }
}

/** Function declarations are usable before their place. */
export function hoist(machine: Machine, statement: Node, frame: Frame): void {
  const declaration =
    (statement.type === 'ExportNamedDeclaration' || statement.type === 'ExportDefaultDeclaration') &&
    statement.declaration !== null
      ? statement.declaration
      : statement;
  if (declaration.type === 'FunctionDeclaration' && declaration.id !== null)
    if (!frame.scope.bindings.has(declaration.id.name))
      declare(frame.scope, declaration.id.name, functionValue(declaration, frame), machine.level);
}

function execute(machine: Machine, statement: Statement, frame: Frame): void {
  if (!machine.spend()) return;
  switch (statement.type) {
    case 'ExpressionStatement':
      machine.evaluate(statement.expression, frame);
      return;
    case 'VariableDeclaration':
      return declareVariables(machine, statement, frame);
    case 'ReturnStatement':
      return leave(
        machine,
        statement.argument === null ? primitive(undefined) : machine.evaluate(statement.argument, frame),
        frame,
      );
    case 'ThrowStatement':
      machine.tally.thrown += 1;
      if (machine.level === frame.level) frame.stop = 'return';
      return;
    case 'IfStatement': {
      const known = truth(machine.evaluate(statement.test, frame));
      if (known !== false) branch(machine, statement.consequent, frame, known === undefined);
      if (known !== true && statement.alternate !== null)
        branch(machine, statement.alternate, frame, known === undefined);
      return;
    }
    case 'BlockStatement':
      return block(machine, statement.body, frame);
    case 'ClassDeclaration':
      if (statement.id !== null && !frame.scope.bindings.has(statement.id.name))
        declare(frame.scope, statement.id.name, classValue(machine, statement, frame), machine.level);
      return;
    case 'BreakStatement':
    case 'ContinueStatement':
      if (machine.level === frame.level)
        frame.stop = statement.type === 'BreakStatement' ? 'break' : 'continue';
      return;
    default:
      return executeRest(machine, statement, frame);
  }
}

function executeRest(machine: Machine, statement: Statement, frame: Frame): void {
  switch (statement.type) {
    case 'ForOfStatement':
      return forEach(machine, machine.evaluate(statement.right, frame), statement, frame);
    case 'ForInStatement':
      return forEach(machine, namesIn(machine, machine.evaluate(statement.right, frame)), statement, frame);
    case 'ForStatement': {
      const inside = frameIn(frame, innerScope(frame.scope));
      const { init, test, update } = statement;
      if (init !== null)
        if (init.type === 'VariableDeclaration') declareVariables(machine, init, inside);
        else machine.evaluate(init, inside);
      const step = update === null ? (): void => {} : (): void => void machine.evaluate(update, inside);
      return repeat(
        machine,
        () => (test === null ? undefined : truth(machine.evaluate(test, inside))),
        statement.body,
        step,
        inside,
        frame,
      );
    }
    case 'WhileStatement':
    case 'DoWhileStatement':
      return branch(machine, statement.body, frame, true);
    case 'TryStatement':
      block(machine, statement.block.body, frame);
      if (statement.handler !== null) {
        const stop = frame.stop;
        frame.stop = 'no';
        const { body } = statement.handler;
        perhaps(machine, () => block(machine, body.body, frame));
        frame.stop = stop;
      }
      if (statement.finalizer !== null) block(machine, statement.finalizer.body, frame);
      return;
    case 'SwitchStatement': {
      machine.evaluate(statement.discriminant, frame);
      for (const each of statement.cases) perhaps(machine, () => block(machine, each.consequent, frame));
      return;
    }
    case 'LabeledStatement':
      return execute(machine, statement.body, frame);
    case 'TSEnumDeclaration':
      if (!frame.scope.bindings.has(statement.id.name))
        declare(frame.scope, statement.id.name, enumValue(machine, statement, frame), machine.level);
      return;
    default:
      return;
  }
}

function leave(machine: Machine, value: Value, frame: Frame): void {
  frame.returns.push(value);
  if (machine.level === frame.level) frame.stop = 'return';
}

/** A block shares `returns` and `stop` with the body it stands in. */
function block(machine: Machine, statements: readonly Statement[], frame: Frame): void {
  const inside = frameIn(frame, innerScope(frame.scope));
  executeAll(machine, statements, inside);
  frame.stop = inside.stop;
}

function branch(machine: Machine, statement: Statement, frame: Frame, uncertain: boolean): void {
  const body = (): void => block(machine, statementsIn(statement), frame);
  if (uncertain) perhaps(machine, body);
  else body();
}

export function declareVariables(
  machine: Machine,
  statement: Extract<Statement, { type: 'VariableDeclaration' }>,
  frame: Frame,
): void {
  for (const { id, init } of statement.declarations) {
    if (id.type === 'Identifier' && frame.scope.bindings.get(id.name)?.pending !== undefined) {
      lookup(frame.scope, id.name);
      continue;
    }
    if (init === null) {
      if (!(id.type === 'Identifier' && statement.kind === 'var' && frame.scope.bindings.has(id.name)))
        machine.bind(id, primitive(undefined), frame);
      continue;
    }
    const value = machine.evaluate(init, frame);
    machine.bind(id, id.type === 'Identifier' ? named(value, id.name) : value, frame);
  }
}

/** The names that `for (name in value)` goes through; without what is inherited. */
function namesIn(machine: Machine, value: Value): Value {
  // A table without names may be filled by what is not understood.
  if (value.kind === 'object')
    return arrayOf([...value.fields.keys()].map(primitive), value.open || value.fields.size === 0);
  if (value.kind === 'module') return arrayOf(machine.exportsOf(value.path).map(([name]) => primitive(name)));
  if (value.kind === 'array')
    return arrayOf(
      value.items.map((_, index) => primitive(String(index))),
      value.open,
    );
  return unknown('the names of something unknown');
}

type Loop = Pick<ForOfStatement, 'left' | 'body'>;

/** Walks the body once for each item that is known, and once for anything where none is. */
function forEach(machine: Machine, value: Value, statement: Loop, frame: Frame): void {
  const list = listOf(value);
  if (list === undefined || (list.open && list.items.length === 0))
    return perhaps(machine, () => forOfUnknown(machine, statement.left, statement.body, frame));
  for (const item of list.items.slice(0, mostTurns)) {
    turn(machine, statement.left, statement.body, item, frame);
    if (frame.stop === 'continue') frame.stop = 'no';
    if (frame.stop !== 'no') break;
  }
  if (frame.stop === 'break') frame.stop = 'no';
}

function forOfUnknown(machine: Machine, left: Node, body: Statement, frame: Frame): void {
  const site = siteOf(frame.file, left);
  turn(machine, left, body, unknown('an item of a list that is not known', { site }), frame);
}

function turn(machine: Machine, left: Node, body: Statement, item: Value, frame: Frame): void {
  const inside = frameIn(frame, innerScope(frame.scope));
  const pattern = left.type === 'VariableDeclaration' ? left.declarations[0]?.id : left;
  if (pattern !== undefined) machine.bind(pattern, item, inside);
  block(machine, statementsIn(body), inside);
  frame.stop = inside.stop;
}

function repeat(
  machine: Machine,
  test: () => boolean | undefined,
  body: Statement,
  step: () => void,
  inside: Frame,
  frame: Frame,
): void {
  for (let count = 0; count < mostTurns && machine.spend(); count += 1) {
    const known = test();
    if (known === false) return;
    if (known === undefined) return branch(machine, body, inside, true);
    branch(machine, body, inside, false);
    if (inside.stop === 'break') return;
    if (inside.stop === 'return') {
      frame.stop = 'return';
      return;
    }
    inside.stop = 'no';
    step();
  }
}

export function enumValue(
  machine: Machine,
  statement: Extract<Statement, { type: 'TSEnumDeclaration' }>,
  frame: Frame,
): Value {
  const value = objectOf([], machine.level);
  let next = 0;
  const inside = frameIn(frame, innerScope(frame.scope));
  for (const member of statement.body.members) {
    const { id, initializer } = member;
    const key = id.type === 'Identifier' ? id.name : id.type === 'Literal' ? String(id.value) : undefined;
    if (key === undefined) continue;
    const given = initializer === null ? primitive(next) : machine.evaluate(initializer, inside);
    if (given.kind === 'primitive' && typeof given.value === 'number') next = given.value + 1;
    value.fields.set(key, given);
    declare(inside.scope, key, given, machine.level);
  }
  return value;
}

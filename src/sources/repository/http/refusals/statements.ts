import type { BlockStatement, Expression, Statement } from 'oxc-parser';
import { statementsIn } from '../../javascript/syntax.ts';
import { bind } from './bindings.ts';
import { evaluate } from './expressions.ts';
import type { Fact, Refusal } from './fact.ts';
import { decide, either, missing, open, turnsAway } from './fact.ts';
import { attempt, decisionOf, fork } from './fork.ts';
import { handsOn, leavesIdle, nameOf } from './leaving.ts';
import { inner } from './names.ts';
import { narrow } from './narrowing.ts';
import { returned } from './returning.ts';
import { kindSaid } from './statuses.ts';
import { isSwitched } from './switches.ts';
import type { Frame, Reason, Walk } from './walk.ts';
import { end, raise, refusalAt, spend } from './walk.ts';

export function executeAll(walk: Walk, statements: readonly Statement[], frame: Frame): void {
  for (const statement of statements)
    if (statement.type === 'FunctionDeclaration' && statement.id !== null)
      frame.names.own.set(statement.id.name, {
        kind: 'closure',
        node: statement,
        file: frame.file,
        names: frame.names,
        self: open,
      });
  const depth = walk.reasons.length;
  for (const statement of statements) {
    if (!spend(walk)) break;
    execute(walk, statement, frame);
  }
  walk.reasons.length = depth;
}

const block = (walk: Walk, statement: Statement, frame: Frame): void =>
  executeAll(walk, statementsIn(statement), {
    ...frame,
    names: inner(frame.names),
  });

function execute(walk: Walk, statement: Statement, frame: Frame): void {
  switch (statement.type) {
    case 'ExpressionStatement':
      evaluate(walk, statement.expression, frame);
      return;
    case 'VariableDeclaration':
      for (const { id, init } of statement.declarations)
        bind(walk, id, init === null ? missing : evaluate(walk, init, frame), frame);
      return;
    case 'ReturnStatement':
      return returned(walk, statement, frame);
    case 'ThrowStatement':
      return throwing(walk, statement, frame);
    case 'IfStatement':
      return choose(walk, statement, frame);
    case 'BlockStatement':
      return block(walk, statement, frame);
    default:
      return executeRest(walk, statement, frame);
  }
}

function throwing(
  walk: Walk,
  { argument }: Extract<Statement, { type: 'ThrowStatement' }>,
  frame: Frame,
): void {
  const error = evaluate(walk, argument, frame);
  if (walk.stopped !== 'no') return;
  if (turnsAway(error)) raise(walk, error);
  else raise(walk, { kind: 'reply', refusal: refusalAt(walk, kindSaid(argument), argument, frame.file) });
}

type If = Extract<Statement, { type: 'IfStatement' }>;

function choose(walk: Walk, statement: If, frame: Frame): void {
  const { test, consequent, alternate } = statement;
  const rest = (test: Expression): void => choose(walk, { ...statement, test }, frame);
  const otherwise = (): void => {
    if (alternate !== null) block(walk, alternate, frame);
  };
  if (isSwitched(walk, test, frame, rest, otherwise)) return;
  const decision = decisionOf(test, evaluate(walk, test, frame));
  const name = nameOf(test);
  fork(
    walk,
    frame,
    { ...decision, name },
    () => {
      if (decision.holds === undefined) narrow(walk, test, true, frame);
      if (leavesIdle(walk, test, consequent, decision, frame)) idle(walk);
      else block(walk, consequent, frame);
      return open;
    },
    () => {
      if (decision.holds === undefined) narrow(walk, test, false, frame);
      otherwise();
      return open;
    },
  );
  // `if (user) return next()`: what stands behind is for those who are not known.
  if (decision.by === 'absent' && decision.holds === false && walk.stopped === 'no' && handsOn(consequent))
    walk.reasons.push({ by: 'absent', name });
}

function idle(walk: Walk): void {
  walk.endings.push({ kind: 'rejected', method: false });
  walk.stopped = 'return';
}

function executeRest(walk: Walk, statement: Statement, frame: Frame): void {
  switch (statement.type) {
    case 'TryStatement':
      return tried(walk, statement, frame);
    case 'SwitchStatement': {
      const given = evaluate(walk, statement.discriminant, frame);
      return cases(walk, statement, given, 0, frame);
    }
    case 'ForOfStatement':
    case 'ForInStatement': {
      const list = evaluate(walk, statement.right, frame);
      const inside = { ...frame, names: inner(frame.names) };
      if (statement.left.type === 'VariableDeclaration')
        for (const { id } of statement.left.declarations)
          bind(walk, id, list.kind === 'input' || list.kind === 'caller' ? list : open, inside);
      return perhaps(walk, statement.body, inside);
    }
    case 'ForStatement':
    case 'WhileStatement':
      return perhaps(walk, statement.body, frame);
    case 'DoWhileStatement':
    case 'LabeledStatement':
      return block(walk, statement.body, frame);
    default:
      return;
  }
}

const perhaps = (walk: Walk, body: Statement, frame: Frame): void =>
  void fork(
    walk,
    frame,
    { holds: undefined, by: 'other', name: 'loop' },
    () => {
      block(walk, body, frame);
      return open;
    },
    () => open,
  );

/** The cases one after the other, as a chain of conditions; a case that falls through takes the next with it. */
function cases(
  walk: Walk,
  statement: Extract<Statement, { type: 'SwitchStatement' }>,
  given: Fact,
  at: number,
  frame: Frame,
): void {
  const each = statement.cases[at];
  if (each === undefined) return;
  const filled = statement.cases.slice(at).find(({ consequent }) => consequent.length > 0);
  const body = (): Fact => {
    executeAll(walk, (filled?.consequent ?? []).flatMap(statementsIn), {
      ...frame,
      names: inner(frame.names),
    });
    return open;
  };
  if (each.test === null) return void body();
  const tested = evaluate(walk, each.test, frame);
  const known =
    given.kind === 'value' && tested.kind === 'value' && given.value.kind === 'primitive'
      ? tested.value.kind === 'primitive'
        ? tested.value.value === given.value.value
        : undefined
      : undefined;
  const by = decide(given).by;
  fork(
    walk,
    frame,
    { holds: known, by: given.kind === 'caller' ? by : 'other', name: 'switch' },
    body,
    () => {
      cases(walk, statement, given, at + 1, frame);
      return open;
    },
  );
}

/** What is thrown inside goes to the handler, which may answer, let through, or throw again. */
function tried(walk: Walk, statement: Extract<Statement, { type: 'TryStatement' }>, frame: Frame): void {
  const { handler, finalizer } = statement;
  if (handler === null) {
    block(walk, statement.block, frame);
  } else {
    const caught: Fact[] = [];
    walk.caught.push(caught);
    block(walk, statement.block, frame);
    walk.caught.pop();
    const reason = caught.length > 0 ? handle(walk, handler, caught.reduce(either), frame) : undefined;
    // `try { return verify(seal); } catch {} return false`: what stands behind is for those of whom it threw.
    if (reason !== undefined && walk.stopped === 'no' && isLeft(statement.block)) walk.reasons.push(reason);
  }
  if (finalizer !== null && walk.stopped === 'no') block(walk, finalizer, frame);
}

const isLeft = ({ body }: BlockStatement): boolean =>
  /^(Return|Throw)Statement$/.test(body.at(-1)?.type ?? '');

/** Why whatever was thrown turns away; nothing where something else was thrown as well. */
function refusalsIn(error: Fact): readonly Refusal[] {
  if (error.kind === 'reply') return [error.refusal];
  if (error.kind !== 'several') return [];
  const each = error.options.map(refusalsIn);
  return each.some(({ length }) => length === 0) ? [] : each.flat();
}

function reasonIn(error: Fact): Reason | undefined {
  const refused = refusalsIn(error);
  const lacking = refused.find(({ counts, by }) => counts && by === 'caller');
  if (lacking !== undefined) return { by: 'absent', name: lacking.name, holds: true };
  const isSent = refused.length > 0 && refused.every(({ sent }) => sent === true);
  return isSent ? { by: 'other', name: 'what was sent', sent: true } : undefined;
}

function handle(
  walk: Walk,
  { param, body: { body } }: NonNullable<Extract<Statement, { type: 'TryStatement' }>['handler']>,
  error: Fact,
  frame: Frame,
): Reason | undefined {
  const depth = walk.reasons.length;
  const names = inner(frame.names);
  const reason = reasonIn(error);
  const way = (): void => {
    if (reason !== undefined) walk.reasons.push(reason);
    if (param !== null) bind(walk, param, error, { ...frame, names });
    executeAll(walk, body, { ...frame, names });
    if (!walk.message || !frame.top || walk.stopped !== 'no' || walk.reasons.length === depth) return;
    end(walk, error);
    walk.stopped = 'return';
  };
  if (walk.stopped === 'throw') {
    walk.stopped = 'no';
    way();
  } else attempt(walk, frame, walk.stopped, way);
  walk.reasons.length = depth;
  return reason;
}

import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import { statementsOf } from '../syntax.ts';
import { evaluate } from './expressions.ts';
import type { Flow, Frame, Known } from './state.ts';
import { asks, branch, either, goOn, isFalsy, isTruthy, joinedValue, andThen } from './state.ts';

export function runAll(frame: Frame, nodes: readonly SyntaxNode[]): Flow {
  let flow = goOn('nil');
  let at = frame;
  for (const node of nodes) {
    if (!flow.goesOn) break;
    const before = flow;
    const told = runStatement(at, node);
    flow = andThen(before, () => told);
    // Whoever was known has left before what comes after.
    if (told.asked && leaves.test(node.text))
      at = { ...at, asking: at.part === 'action' && at.asking !== 'yes' ? 'partly' : 'yes' };
  }
  return flow;
}

const leaves = /\b(return|raise|next|break|render\w*|redirect\w*|head|halt)\b/;

export function runStatement(frame: Frame, node: SyntaxNode): Flow {
  frame.budget.left -= 1;
  if (frame.budget.left < 0) return goOn();
  switch (node.type) {
    case 'if':
    case 'unless':
    case 'elsif':
    case 'if_modifier':
    case 'unless_modifier':
    case 'conditional':
      return runBranch(frame, node);
    case 'return':
    case 'next':
    case 'break':
      return runReturn(frame, node);
    case 'begin':
    case 'body_statement':
    case 'block_body':
    case 'then':
    case 'else':
    case 'parenthesized_statements':
      return runBody(frame, node);
    case 'rescue_modifier':
      return rescued(frame, evaluate(frame, inField(node, 'body') ?? node), [node]);
    case 'case':
      return runCase(frame, node);
    case 'while':
    case 'until':
    case 'for':
    case 'while_modifier':
    case 'until_modifier':
      return branch(frame, false, [
        (inner) => runAll(inner, statementsOf(inField(node, 'body'))),
        () => goOn(),
      ]);
    case 'method':
    case 'comment':
    case 'ensure':
    case 'rescue':
      return goOn();
    default:
      return evaluate(frame, node);
  }
}

function runBranch(frame: Frame, node: SyntaxNode): Flow {
  const condition = inField(node, 'condition');
  const told = condition === undefined ? goOn() : evaluate(frame, condition);
  const positive = !node.type.startsWith('unless');
  const yes = (inner: Frame): Flow => runPart(inner, inField(node, 'consequence') ?? inField(node, 'body'));
  const no = (inner: Frame): Flow => runPart(inner, inField(node, 'alternative'));
  const [whenTrue, whenFalse] = positive ? [yes, no] : [no, yes];
  return andThen(told, () =>
    choose(frame, told.value, whenTrue, whenFalse, settings.test(condition?.text ?? '')),
  );
}

/** What is decided when the application is set up. */
const settings = /\bENV\b|\bRails\.|[sS]ettings?\b|config|_?enabled|disabled|[fF]eature|open_\w+s\?/;

export function choose(
  frame: Frame,
  value: Known,
  whenTrue: (frame: Frame) => Flow,
  whenFalse: (frame: Frame) => Flow,
  isSetting = false,
): Flow {
  const asking = asks(value);
  if (asking) frame.secrets.now.open = false;
  const ways = isTruthy(value) ? [whenTrue] : isFalsy(value) ? [whenFalse] : [whenTrue, whenFalse];
  const ran = branch(frame, asking, ways);
  const doubts = (isSetting || (asking && ways.length > 1)) && (ran.refuses || ran.raises === 'asking');
  const flow = doubts ? { ...ran, doubted: true } : ran;
  return asking ? { ...flow, value: dependent(flow.value), given: flow.given.map(dependent) } : flow;
}

/** `nil` at the end of a way that was taken for who is calling is not decided anyhow. */
const dependent = (value: Known): Known => (value === 'no' ? 'nil' : value === 'yes' ? 'true' : value);

const runPart = (frame: Frame, part: SyntaxNode | undefined): Flow =>
  part === undefined
    ? goOn('nil')
    : part.type === 'elsif'
      ? runStatement(frame, part)
      : runAll(frame, statementsOf(part));

function runReturn(frame: Frame, node: SyntaxNode): Flow {
  const [given] = node.children;
  const told =
    given === undefined
      ? goOn('nil')
      : runAll(frame, given.type === 'argument_list' ? given.children : [given]);
  return told.goesOn ? { ...told, goesOn: false, returns: true, given: [...told.given, told.value] } : told;
}

/** A body with what rescues its errors. */
export function runBody(frame: Frame, node: SyntaxNode): Flow {
  const rescues = node.children.filter(({ type }) => type === 'rescue');
  const flow = runAll(
    frame,
    node.children.filter(({ type }) => !/^(rescue|ensure|comment)$/.test(type)),
  );
  return rescued(frame, flow, rescues);
}

function rescued(frame: Frame, flow: Flow, rescues: readonly SyntaxNode[]): Flow {
  if (flow.raises === 'no' || rescues.length === 0) return flow;
  const asking = flow.raises === 'asking';
  const caught = branch(
    frame,
    asking,
    rescues.map(
      (each) => (inner: Frame) =>
        each.type === 'rescue'
          ? runAll(inner, statementsOf(inField(each, 'body')))
          : evaluate(inner, inField(each, 'handler') ?? each),
    ),
  );
  return either({ ...flow, raises: 'no' }, caught);
}

function runCase(frame: Frame, node: SyntaxNode): Flow {
  const given = inField(node, 'value');
  const told = given === undefined ? goOn() : evaluate(frame, given);
  const whens = node.children.filter(({ type }) => type === 'when' || type === 'in_clause');
  const otherwise = node.children.find(({ type }) => type === 'else');
  return andThen(told, () =>
    branch(frame, asks(told.value), [
      ...whens.map((each) => (inner: Frame) => runAll(inner, statementsOf(inField(each, 'body')))),
      (inner) => (otherwise === undefined ? goOn('nil') : runAll(inner, statementsOf(otherwise))),
    ]),
  );
}

/** A method ran: what it returned, and the error it let through. */
export function left(flow: Flow): Flow {
  const values = [...(flow.goesOn ? [flow.value] : []), ...flow.given];
  return {
    ...flow,
    goesOn: flow.goesOn || flow.returns,
    returns: false,
    asked: false,
    given: [],
    value: values.length === 0 ? 'unknown' : values.reduce(joinedValue),
  };
}

import type { Node } from 'oxc-parser';
import { siteOf } from '../../javascript/machine.ts';
import type { ParsedFile } from '../../javascript/parse.ts';
import type { FunctionNode } from '../../javascript/syntax.ts';
import { dottedName, plainKey } from '../../javascript/syntax.ts';
import type { Value } from '../../javascript/value.ts';
import { tellsCaller } from '../handler-checks.ts';
import { bind } from './bindings.ts';
import { evaluate } from './expressions.ts';
import type { Fact } from './fact.ts';
import {
  absent,
  asText,
  either,
  factOf,
  follows,
  guessIn,
  holds,
  input,
  isMissing,
  listOf,
  missing,
  open,
  textIn,
  turnsAway,
} from './fact.ts';
import { decisionOf, fork } from './fork.ts';
import { frameworkCall } from './framework-calls.ts';
import { instanceOf } from './instances.ts';
import { comparesKeptIn } from './kept-passwords.ts';
import { memberOf } from './members.ts';
import { promised, settle } from './promises.ts';
import type { Names } from './names.ts';
import { executeAll } from './statements.ts';
import { madeReply } from './statuses.ts';
import { unresolvedCall } from './unresolved.ts';
import type { Frame, Walk } from './walk.ts';
import { answer, raise } from './walk.ts';

export type Call = Extract<Node, { type: 'CallExpression' }>;

const deepest = 12;

export function callOf(walk: Walk, node: Call, frame: Frame): Fact {
  const { callee } = node;
  const target = callee.type === 'ChainExpression' ? callee.expression : callee;
  if (target.type === 'MemberExpression') return methodCall(walk, node, target, frame);
  const fact = evaluate(walk, callee, frame);
  const args = argumentsOf(walk, node, frame);
  if (walk.stopped !== 'no') return open;
  return invoke(walk, node, fact, args, open, frame);
}

function methodCall(
  walk: Walk,
  node: Call,
  target: Extract<Node, { type: 'MemberExpression' }>,
  frame: Frame,
): Fact {
  const base = evaluate(walk, target.object, frame);
  const key = target.computed
    ? textIn(evaluate(walk, target.property, frame))
    : plainKey(target.property, target.computed);
  const args = argumentsOf(walk, node, frame);
  if (walk.stopped !== 'no') return open;
  if (key === undefined) return follows([base, ...args]);
  if (isMissing(base)) return missing;
  const known = frameworkCall(walk, { node, frame, base, key, args });
  if (known !== undefined) return known;
  if (base.kind === 'record' && base.fields.get(key) === undefined)
    return unresolvedCall(walk, { node, frame, base, args });
  const method = memberOf(walk, base, key, node, frame);
  return invoke(walk, node, method, args, base, frame);
}

/** One of several functions is called. */
function oneOf(
  [first, ...rest]: readonly Fact[],
  walk: Walk,
  frame: Frame,
  call: (callee: Fact) => Fact,
): Fact {
  if (first === undefined) return open;
  if (rest.length === 0) return call(first);
  const either = { holds: undefined, by: 'other', name: '' } as const;
  return fork(
    walk,
    frame,
    either,
    () => call(first),
    () => oneOf(rest, walk, frame, call),
  );
}

/** What a call is given, lists that are spread taken apart. */
function argumentsOf(
  walk: Walk,
  node: Call | Extract<Node, { type: 'NewExpression' }>,
  frame: Frame,
): readonly Fact[] {
  return node.arguments.flatMap((each) => {
    const fact = evaluate(walk, each, frame);
    return each.type === 'SpreadElement' && fact.kind === 'record' ? [...fact.fields.values()] : [fact];
  });
}

function invoke(walk: Walk, node: Call, callee: Fact, args: readonly Fact[], base: Fact, frame: Frame): Fact {
  if (comparesKeptIn(walk, nameOf(node), node.arguments, args)) return { kind: 'truth', holds: false };
  // What a function makes of an error is an answer that tells it.
  const error = callee.kind === 'next' ? open : follows(args);
  if (turnsAway(error) && args.length > 1 && asserting.test(nameOf(node)))
    return asserted(walk, node, args, error, frame);
  if (turnsAway(error)) {
    if ([base, ...args].some(({ kind }) => kind === 'response')) answer(walk, error);
    return error;
  }
  switch (callee.kind) {
    case 'closure':
      return enter(walk, callee, handed(args, nameOf(node)), nameOf(node), callee.self);
    case 'several':
      return oneOf(callee.options, walk, frame, (each) => invoke(walk, node, each, args, base, frame));
    case 'next':
      return handOn(walk, node, args, frame);
    case 'settle':
      return settle(walk, callee, args);
    case 'asking':
      return enter(walk, callee.told, [missing, absent, open], 'authenticate', open);
    case 'request':
      return callee;
    case 'value':
      return invokeValue(walk, node, callee.value, args, base, frame);
    default:
      return unresolvedCall(walk, { node, frame, base, args });
  }
}

/** Who is asked whether somebody is human is shown no secret. */
const handed = (args: readonly Fact[], name: string): readonly Fact[] =>
  /captcha|turnstile/i.test(name) ? args.map((fact) => (guessIn(fact) === undefined ? fact : input)) : args;

const holdsRequest = (fact: Fact): boolean => holds(fact, /^(request|headers|cookies)$/);

const asserting = /assert|invariant|ensure|require|expect/i;

/** `assert(user, new Unauthorized())` throws where its first argument does not hold. */
function asserted(walk: Walk, node: Call, [condition]: readonly Fact[], error: Fact, frame: Frame): Fact {
  const [test] = node.arguments;
  if (condition === undefined || test === undefined) return open;
  const name = dottedName(test)?.split('.').at(-1) ?? 'check';
  return fork(
    walk,
    frame,
    { ...decisionOf(test, condition), name },
    () => open,
    () => {
      raise(walk, error);
      return open;
    },
  );
}

const nameOf = (node: Node): string =>
  node.type === 'CallExpression' ? (dottedName(node.callee)?.split('.').at(-1) ?? '') : '';

function handOn(walk: Walk, node: Call, args: readonly Fact[], frame: Frame): Fact {
  const [first] = args;
  const error = first !== undefined && turnsAway(first) ? first : madeReply(walk, frame, node, args);
  if (error !== undefined) raise(walk, error);
  else walk.endings.push({ kind: 'passed' });
  return { kind: 'open' };
}

function invokeValue(
  walk: Walk,
  node: Call,
  value: Value,
  args: readonly Fact[],
  base: Fact,
  frame: Frame,
): Fact {
  if (value.kind === 'function')
    return enter(
      walk,
      { node: value.node, file: value.file, names: { own: new Map(), scope: value.scope } },
      handed(args, nameOf(node)),
      nameOf(node) || (value.name ?? ''),
      value.self === undefined ? base : factOf(value.self),
    );
  if (value.kind === 'native') {
    const values = args.map(asText).flatMap((each) => (each.kind === 'value' ? [each.value] : []));
    const on = asText(base);
    if (values.length === args.length && on.kind === 'value')
      return factOf(walk.machine.call(value, values, siteOf(frame.file, node), on.value));
  }
  return unresolvedCall(walk, { node, frame, base, args, value });
}

export interface Entered {
  readonly node: FunctionNode;
  readonly file: ParsedFile;
  readonly names: Names;
}

/** Walks a function of the target with what it is given. */
export function enter(
  walk: Walk,
  { node, file, names }: Entered,
  args: readonly Fact[],
  name: string,
  self: Fact,
): Fact {
  if (node.body === null) return open;
  if (walk.active.length >= deepest || walk.active.includes(node)) return follows(args);
  const frame: Frame = {
    file,
    names: { own: new Map(), parent: names, scope: names.scope },
    self,
    top: false,
    since: walk.reasons.length,
    returns: [],
  };
  walk.active.push(node);
  if (name !== '') walk.calls.push(name);
  const params = node.params.filter((param) => !(param.type === 'Identifier' && param.name === 'this'));
  for (const [at, param] of params.entries())
    bind(walk, param, param.type === 'RestElement' ? listOf(args.slice(at)) : (args[at] ?? missing), frame);
  const fact = body(walk, node, frame);
  if (name !== '') walk.calls.pop();
  walk.active.pop();
  // What is made of what anybody can send is not about who calls.
  const sent = fact.kind === 'open' ? follows(args) : fact;
  return (sent.kind === 'input' || sent.kind === 'guess') && !(args.some(holdsRequest) && tellsCaller(name))
    ? sent
    : fact;
}

function body(walk: Walk, node: FunctionNode, frame: Frame): Fact {
  if (node.body === null) return open;
  if (node.body.type !== 'BlockStatement') return evaluate(walk, node.body, frame);
  executeAll(walk, node.body.body, frame);
  const stopped: Walk['stopped'] = walk.stopped;
  // What was thrown on one path does not undo what another one returned.
  if (stopped === 'return' || frame.returns.length > 0) walk.stopped = 'no';
  const returns = stopped === 'no' ? [...frame.returns, missing] : frame.returns;
  return returns.length === 0 ? open : returns.reduce(either);
}

/** An object of a class of the target: its methods can be followed, its fields are not known. */
export function construct(walk: Walk, node: Extract<Node, { type: 'NewExpression' }>, frame: Frame): Fact {
  const args = argumentsOf(walk, node, frame);
  if (walk.stopped !== 'no') return open;
  const reply = madeReply(walk, frame, node, args);
  if (reply !== undefined) return reply;
  const [first] = args;
  if (first?.kind === 'closure' && dottedName(node.callee) === 'Promise') return promised(walk, first);
  const callee = evaluate(walk, node.callee, frame);
  if (callee.kind === 'value' && callee.value.kind === 'class') return instanceOf(callee.value);
  return /^(URL|URLSearchParams|Request|NextRequest)$/.test(dottedName(node.callee) ?? '')
    ? (args.find(({ kind }) => kind === 'request') ?? { kind: 'input' })
    : (args.find((each) => guessIn(each) !== undefined) ?? follows(args));
}

import type { Node } from 'oxc-parser';
import { plainKey } from '../javascript/syntax.ts';
import { holdsCaller, saysCaller } from './caller.ts';
import type { Frame, Machine, Site } from './machine.ts';
import { can } from './marks.ts';
import { recordsOf } from './sinks/records.ts';
import type { CallFact } from './sinks/sink.ts';
import { masked } from './taints.ts';
import type { Value } from './value.ts';
import { tainted } from './value.ts';

/**
 * What a handler asks of who is calling beyond whether somebody is: once it compares, looks up or hands on the caller
 * together with something else, whether that is enough is not for us to say, and what the handler does to records is
 * left alone.
 */

/** `user.isAdmin`, `can`, `role`: what says what somebody may do. */
const decisive =
  /admin|role|perm|scope|staff|super|owner|moderator|allow|^can[A-Z_]|^may[A-Z_]|privilege|level|member|grant|abilit|entitle|is_?self/i;

const deciding =
  /^(is|has|can|may|check|assert|ensure|require|authori[sz]e|allow|verify|guard|enforce|permit|owns?|belongs|validate|restrict|deny)(?![a-z])|^(includes|some|every|indexOf|equals|isEqual|has|can|cannot|test|match|eq|where|andWhere|orWhere)$|permission|access|owner|polic|abilit/i;

/** The handler and what it called on the way here ask more of the caller than to be there. */
export function settle({ callers }: Machine): void {
  callers.settlings += 1;
  for (const each of callers.stack) callers.settled.set(each.node, each);
}

/** `a === b` where one side is the caller. */
export function settleByComparison(
  machine: Machine,
  node: Extract<Node, { type: 'BinaryExpression' }>,
  left: Value,
  right: Value,
): void {
  if (!/^([!=]==?|<=?|>=?)$/.test(node.operator)) return;
  const [isLeft, isRight] = [saysCaller(left), saysCaller(right)];
  if (!isLeft && !isRight) return;
  const [caller, other] = isLeft ? [node.left, node.right] : [node.right, node.left];
  if (!isTrivial(other) || decisive.test(lastName(caller))) settle(machine);
}

/** A comparison with the caller whose answer is only kept in an object, to be shown or to be asked for later. */
export const isShown = ({ callers }: Machine, node: Node, left: Value, right: Value): boolean =>
  callers.shown === node && (saysCaller(left) || saysCaller(right));

/** What it gives says who is calling, so that a test of it decides. */
export function comparedWithCaller(left: Value, right: Value): Value {
  const taints = [left, right].flatMap((value) => (saysCaller(value) ? value.taints : []));
  return tainted(masked(taints, can.caller));
}

/** Comparing with these asks only whether somebody is there. */
function isTrivial(node: Node): boolean {
  if (node.type === 'Identifier') return node.name === 'undefined';
  if (node.type === 'UnaryExpression') return true;
  return node.type === 'Literal' && (node.value === null || typeof node.value === 'boolean' || !node.value);
}

function lastName(node: Node): string {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'MemberExpression') return plainKey(node.property, node.computed) ?? '';
  return node.type === 'ChainExpression' ||
    node.type === 'TSNonNullExpression' ||
    node.type === 'TSAsExpression'
    ? lastName(node.expression)
    : '';
}

/** `if (!hasAccess(project, session))`: by its name, whatever it is given. */
const asksForAccess =
  /^(has|check|assert|ensure|require|verify|validate|can|is|user|may)\w*(Access|Permission|Permitted|Authori[sz]ed|Owner|Allowed)\w*$/;

/** `if (!user.isAdmin)`. */
export function settleByTest(machine: Machine, test: Node, frame: Frame): void {
  switch (test.type) {
    case 'UnaryExpression':
      settleByTest(machine, test.argument, frame);
      return;
    case 'LogicalExpression':
      settleByTest(machine, test.left, frame);
      settleByTest(machine, test.right, frame);
      return;
    case 'ChainExpression':
    case 'TSNonNullExpression':
    case 'TSAsExpression':
    case 'ParenthesizedExpression':
      settleByTest(machine, test.expression, frame);
      return;
    case 'AwaitExpression':
      settleByTest(machine, test.argument, frame);
      return;
    case 'CallExpression':
      if (asksForAccess.test(lastName(test.callee))) settle(machine);
      return;
    case 'Identifier':
    case 'MemberExpression':
      if (decisive.test(lastName(test)) && saysCaller(machine.evaluate(test, frame))) settle(machine);
      return;
    default:
  }
}

/** A call that is given the caller, or is one of the caller's methods. */
export function settleByCall(machine: Machine, call: CallFact, site: Site): void {
  const { args, receiver, name } = call;
  const key = site.key ?? call.method;
  const records = recordsOf(call);
  if (records !== undefined) {
    // Looked up by the caller and by what the request names: `Member.findOne({ user, team })`.
    const { filters, entity } = records;
    if (!filters.some(({ value }) => holdsCaller(value))) return;
    const isOfOthers = entity !== '' && !/user|account|session|profile|customer|token/i.test(entity);
    if (isOfOthers || filters.some(({ value }) => names(value))) settle(machine);
    return;
  }
  if (decidesNothing.test(name) || isNote(call, key)) return;
  if (name === '' && /^(push|unshift)$/.test(key)) return;
  if (receiver !== undefined && saysCaller(receiver) && deciding.test(key)) settle(machine);
  else if (
    (deciding.test(key) || args.some((value) => namesInside(value, 0))) &&
    args.some((value) => holdsCaller(value))
  )
    settle(machine);
  else if (deciding.test(key) && !/^(is|has|where|test|match|includes)/.test(key) && args.some(isRequest))
    settle(machine);
}

/** What writes, puts together or shows; whatever it is given, nobody is kept out by it. */
const decidesNothing =
  /^(console|#console|@res#)|^#JSON\.\w+$|^#Object\.(keys|values|entries|assign|freeze|fromEntries)$|^(node:)?fs(\/promises)?#/;

/** A line of a log, an event, a measurement: it tells who did what to which record and keeps nobody from it. */
const isNote = ({ name, written }: CallFact, key: string): boolean =>
  /^(winston|pino|bunyan|log4js|loglevel|signale|consola|@sentry\/[\w-]+|posthog-node|mixpanel)#/.test(
    name,
  ) ||
  (/(^|\.)_?(log|logger|audit(Log(ger)?)?|analytics|metrics|telemetry|sentry)$/i.test(written) &&
    /^(log|info|warn|warning|error|debug|trace|verbose|http|audit|track|record|capture\w*|emit|write|event)$/.test(
      key,
    ));

const names = (value: Value): boolean =>
  value.taints.some(({ marks }) => (marks & (can.refer | can.record)) !== 0);

function namesInside(value: Value, depth: number): boolean {
  if (names(value)) return true;
  return (
    depth < 2 &&
    value.things.some(
      ({ kind, fields, rest }) =>
        kind !== 'instance' && [...fields.values(), rest].some((each) => namesInside(each, depth + 1)),
    )
  );
}

const isRequest = ({ traces }: Value): boolean => traces.some(({ name }) => /^@(req|ctx)#$/.test(name));

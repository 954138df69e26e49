import type { SyntaxNode } from '../languages/syntax.ts';
import { walkSyntax } from '../languages/syntax.ts';
import { markOf } from './expressions.ts';
import type { Frame } from './frame.ts';
import type { CallShape } from './shapes.ts';
import { callOf, comparedIn, conditionOf, memberOf } from './shapes.ts';
import { asksForCaller, asksForPermission, asksForPresence, isNothing, isTelling, weighs } from './words.ts';

/** How a node asks more than whether somebody is calling: it weighs them, or hands them on with what is asked for. */
type Asked = 'weighs' | 'narrows';

/** Whether a node compares the caller with something, or asks what they may do: more than whether there is one. */
export function checksCaller(
  frame: Frame,
  node: SyntaxNode,
  parent: SyntaxNode | undefined,
): Asked | undefined {
  const compared = comparedIn(node);
  if (compared !== undefined) return comparesCaller(frame, compared.sides) ? 'weighs' : undefined;
  const condition = conditionOf(node);
  if (condition !== undefined && decidesByCaller(frame, condition)) return 'weighs';
  const call = callOf(node);
  return call === undefined ? undefined : callChecks(frame, call, parent);
}

const userField =
  /(^|[._>])(user|owner|author|creator|member|account|tenant)_?(id|uuid|name)?(\(\))?$|(User|Owner|Author|Creator|Tenant)(I[dD]|Name)?(\(\))?$/;

function comparesCaller(frame: Frame, sides: readonly SyntaxNode[]): boolean {
  if (sides.some(({ text }) => ofClass.test(text))) return false;
  return sides.some((side, at) => {
    const others = sides.filter((_, index) => index !== at);
    if (others.some(({ text }) => isNothing(text))) return false;
    if (isCount(side)) return false;
    if (markOf(frame, side).caller) return true;
    if (isNamedPlainly(frame, side) || others.some((other) => isNamedPlainly(frame, other))) return false;
    return userField.test(side.text) && !others.some(isLiteral);
  });
}

/** A parameter of the request by its own name, which anybody chooses. */
function isNamedPlainly(frame: Frame, node: SyntaxNode): boolean {
  if (node.type !== 'identifier') return false;
  const { named, caller, entity } = markOf(frame, node);
  return named?.what.endsWith(` parameter ${node.text}`) === true && !caller && entity === undefined;
}

/** A column in a condition of a statement, which is judged as a whole: `User.username == name`. */
const ofClass = /^(\w+\.)*[A-Z]\w*\.\w+$/;

const isCount = (node: SyntaxNode): boolean => node.text.startsWith('len(');
const isLiteral = ({ type }: SyntaxNode): boolean => /string|integer|int_literal/.test(type);

/** Members and calls of the caller that a condition asks for, and words of roles and owners in it. */
function decidesByCaller(frame: Frame, condition: SyntaxNode): boolean {
  let found = false;
  walkSyntax(condition, (node) => {
    if (found || node.type === 'lambda') return false;
    if (node.type.includes('string')) {
      // `user['is_admin']`, `claims.get("role")`.
      found = weighs(node.text);
      return false;
    }
    const sides = comparedIn(node)?.sides ?? [];
    if (sides.some(({ text }) => isNothing(text))) return false;
    if (sides.length > 0 && sides.every((side) => isFixed(side) || isSaid(frame, side))) return false;
    if (node.children.length === 0 && node.type.endsWith('identifier')) {
      found = weighs(node.text);
      return false;
    }
    const call = callOf(node);
    const member = memberOf(node);
    // What a request says of itself is no right.
    if (member !== undefined && isSaid(frame, node)) return false;
    if (call !== undefined && !asksForPresence(call.name) && !asksForCaller(call.name))
      found ||=
        (call.receiver !== undefined && markOf(frame, call.receiver).caller) ||
        (!isTelling(call.name) && call.args.some(({ value }) => markOf(frame, value).caller));
    if (member !== undefined && !asksForPresence(member.name))
      found ||= isPlain(member.object) && markOf(frame, member.object).caller && !isAsWhole(node, frame);
    return !found;
  });
  return found;
}

/** A constant, by how it is written. */
const isFixed = (node: SyntaxNode): boolean =>
  isLiteral(node) || /^([A-Z]\w*|\w+\.[A-Z]\w*)(\.\w+)*$/.test(node.text);

function isSaid(frame: Frame, node: SyntaxNode): boolean {
  const { named, caller, entity } = markOf(frame, node);
  return named !== undefined && !caller && entity === undefined;
}

const isPlain = ({ type }: SyntaxNode): boolean =>
  /identifier|attribute|selector|field|subscript|this/.test(type);

/** `request.user` itself says only that there is one. */
const isAsWhole = (node: SyntaxNode, frame: Frame): boolean => {
  const object = memberOf(node)?.object;
  return object !== undefined && markOf(frame, object).context;
};

const comparing =
  /^(equals|equalsIgnoreCase|EqualFold|contains\w*|Contains\w*|compare\w*|includes|has|indexOf|__eq__|anyMatch|noneMatch|allMatch)$/;
const keeping =
  /^(save\w*|add\w*|insert\w*|persist|merge|update\w*|delete\w*|remove\w*|set\w*|create\w*|append|extend|login_?\w*|logout_?\w*|generate\w*|With\w*)$/i;

function callChecks(frame: Frame, call: CallShape, parent: SyntaxNode | undefined): Asked | undefined {
  const { name, receiver, args } = call;
  if (call.isNew) return undefined;
  // `payload = verify_token(token)` says who is calling, whatever else goes by that name.
  if (isTokenRead.test(name) && args.length === 1 && parent?.type === 'assignment') return undefined;
  if (asksForPermission(name) || (receiver !== undefined && asksForPermission(lastName(receiver))))
    return 'weighs';
  const on = receiver === undefined ? undefined : markOf(frame, receiver);
  const values = args.map(({ value }) => markOf(frame, value));
  const isCaller = on?.caller === true || values.some(({ caller }) => caller);
  if (comparing.test(name)) {
    const isSaid =
      receiver !== undefined && userField.test(receiver.text) && args.some(({ value }) => !isLiteral(value));
    return isSaid || (isCaller && !args.some(({ value }) => isNothing(value.text))) ? 'weighs' : undefined;
  }
  if (!isCaller || isTelling(name) || asksForCaller(name) || frame.world.callees(frame.file, call).length > 0)
    return undefined;
  const isNamed = on?.named !== undefined || values.some(({ named }) => named !== undefined);
  const isRun = frame.world.statements(frame.file, call.node.line).length > 0;
  if (isNamed)
    return isRecordMade(call, frame) || setter.test(name) ? undefined : isRun ? 'narrows' : 'weighs';
  const isAlone = parent?.type === 'expression_statement';
  return isAlone && !asksForPresence(name) && !keeping.test(name) && values.some(({ caller }) => caller)
    ? 'weighs'
    : undefined;
}

const isTokenRead = /^_*(check|verify)_?(\w+_)?token$/i;

const setter = /^(setattr$|set[A-Z_]|with[A-Z]|builder$|build$)/;

/** A record that is made for the caller is narrowed down to nobody. */
const isRecordMade = ({ name, node }: CallShape, { world, file }: Frame): boolean =>
  world.table(name) !== undefined ||
  /^(create|add|save|insert|persist|merge)\w*$/i.test(name) ||
  world.statements(file, node.line).some(({ kind }) => kind === 'insert');

const lastName = (node: SyntaxNode): string =>
  memberOf(node)?.name ?? (node.type === 'identifier' ? node.text : '');

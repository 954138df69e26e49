import { inField } from '../../../languages/syntax.ts';
import type { SyntaxNode } from '../../../languages/syntax.ts';
import { callTypes, memberName } from '../../syntax.ts';
import { evaluate } from '../expressions.ts';
import type { Frame, Machine } from '../machine.ts';
import type { Value } from '../value.ts';
import { holdsCaller, names, saysCaller } from './callers.ts';
import { tellForged } from './forged.ts';
import { askName } from './uploads.ts';

/**
 * What code asks of who is calling beyond whether somebody is: once it compares, looks up or hands on the caller
 * together with something else, whether that is enough is not for us to say, and what the request does to records is
 * left alone.
 */
export function settle({ access }: Machine): void {
  if (access.showing) return;
  access.run.settled = true;
  for (const method of access.stack) access.settled.add(method);
}

/** `isAdmin`, `can`, `role`: what says what somebody may do. */
const decisive =
  /admin|role|perm|scope|staff|super|owner|moderator|allow|^can[A-Z_]|^may[A-Z_]|privilege|level|member|grant|abilit|entitle|is_?self|group|type/i;

/** Calls that decide what somebody may do, whatever they are given. */
const decides =
  /authori[sz]|permission|privilege|polic(y|ies)\b|^(can|cannot|cant|canAny|allows|denies|inspect|isGranted|userCan|user_can|current_user_can|isOwner|owns|isMine|belongsTo(Current)?User|checkAccess|hasAccess|has_cap)$|^deny\w*|(check|verify|ensure|assert|require|validate|has|get|is|must|only|restrict|guard|enforce)_?\w*(access|owner|role|acl|admin|tenant|membership|rights?)(?![a-z])/i;

/** The same where they are given the caller. */
const comparing =
  /^(is|has|can|may|check|assert|ensure|require|allow|verify|guard|enforce|permit|owns?|belongs|validate|restrict|deny)(?![a-z])|^(in_array|array_search|strcmp|strcasecmp|hash_equals|password_verify|contains|equals|is|isNot|check|where|orWhere|intersect)$|access|owner|abilit|member/i;

/** What only makes sure that somebody is there, or that a request is its page's. */
const presence =
  /^(is_null|isset|empty|is_?(logged_?in|authenticated|guest|valid)\w*|has(Session|Header)|check_?(login|session|csrf|token|auth)\w*|verify_?(csrf|token|nonce)\w*)$/i;

/** What keeps or looks up records is judged by its conditions; what tells somebody of something decides nothing. */
const keeping =
  /^(query|exec|execute\w*|prepare|statement|select|mysqli?_\w+|pg_\w+|sqlite_\w+|fetch\w*|bind\w*|create|forceCreate|insert\w*|update\w*|fill|forceFill|save\w*|firstOrCreate|make|mail|log|info|debug|notice|warning|error|sprintf|printf|setcookie)$/i;

/** A call that decides, or is given the caller together with something. */
export function settleByCall(
  machine: Machine,
  name: string,
  receiver: Value | undefined,
  args: readonly Value[],
): void {
  if (machine.access.run.settled || presence.test(name)) return;
  if (decides.test(name)) return settle(machine);
  if (keeping.test(name)) return;
  const isCallers = receiver !== undefined && saysCaller(receiver);
  if (isCallers && (decisive.test(name) || comparing.test(name) || args.some(namesInside)))
    return settle(machine);
  if ((comparing.test(name) || args.some(namesInside)) && args.some((each) => holdsCaller(each)))
    settle(machine);
}

const namesInside = (value: Value): boolean =>
  names(value) ||
  (value.array !== undefined && [...value.array.fields.values(), value.array.rest].some(names));

/** `$post->user_id === $user->id` where one side is the caller. */
export function settleByComparison(
  machine: Machine,
  operator: string,
  sides: readonly [SyntaxNode, Value][],
  frame: Frame,
): void {
  if (!/^([!=]==?|<>|<=?|>=?|<=>)$/.test(operator)) return;
  for (const [at, [node, value]] of sides.entries()) {
    const other = sides[1 - at]?.[0];
    askName(machine, value);
    if (other !== undefined) tellForged(machine, value, other, sides[1 - at]?.[1], frame);
    if (!saysCaller(value) || other === undefined) continue;
    const last = lastName(node);
    if (!isTrivial(other) || decisive.test(last) || (other.text === '1' && /id$/i.test(last)))
      settle(machine);
  }
}

/** Comparing with these asks only whether somebody is there. */
const isTrivial = ({ text }: SyntaxNode): boolean =>
  /^(null|true|false|''|""|0|1|\[\]|array\(\))$/i.test(text);

/** The last name of a place or call. */
function lastName(node: SyntaxNode): string {
  const last = memberName(node);
  if (last !== undefined) return last;
  return /['"](\w+)['"]\]$/.exec(node.text)?.[1] ?? /(\w+)$/.exec(node.text)?.[1] ?? '';
}

/** `if (!$user->is_admin)`, `if ($_SESSION['role'])`. */
export function settleByTest(machine: Machine, test: SyntaxNode, frame: Frame): void {
  if (machine.access.run.settled) return;
  switch (test.type) {
    case 'parenthesized_expression':
    case 'unary_op_expression':
    case 'error_suppression_expression': {
      const inner = inField(test, 'argument') ?? test.children.at(-1);
      if (inner !== undefined) settleByTest(machine, inner, frame);
      return;
    }
    case 'binary_expression':
      for (const field of ['left', 'right']) {
        const side = inField(test, field);
        if (side !== undefined && /^(&&|\|\||and|or)$/i.test(inField(test, 'operator')?.text ?? ''))
          settleByTest(machine, side, frame);
      }
      return;
    case 'member_access_expression':
    case 'nullsafe_member_access_expression':
    case 'subscript_expression':
    case 'variable_name':
      if (decisive.test(lastName(test)) && saysCaller(evaluate(machine, test, frame))) settle(machine);
      return;
    default:
      // What is called on the way is asked where it is called.
      if (callTypes.has(test.type) && decisive.test(lastName(test)) && /user|auth/i.test(test.text))
        settle(machine);
  }
}

/** `switch ($user->role)`. */
export function settleBySwitch(machine: Machine, asked: Value): void {
  askName(machine, asked);
  if (saysCaller(asked)) settle(machine);
}

/** `abort(403)`, `throw new AccessDeniedException()`: something was forbidden, whatever was asked. */
export const forbids = (name: string, args: readonly Value[]): boolean =>
  /AccessDenied|Forbidden|Unauthori[sz]ed|Authori[sz]ationException|NotAllowed|PermissionDenied/.test(name) ||
  (/^abort(_if|_unless)?$/.test(name) &&
    args.some(({ text }) => text?.whole === true && text.prefix === '403'));

import { asksForCaller } from '../../../flows/caller.ts';
import type { SyntaxNode } from '../../../languages/syntax.ts';
import type { Frame, Machine } from '../machine.ts';
import { can } from '../marks.ts';
import type { Value } from '../value.ts';
import { join, tainted } from '../value.ts';

const people = '(user|account|member|customer|person|profile|admin|staff|employee|client|login)';

/** Keys of a session under which it says who signed in. */
const sessionKey = new RegExp(
  `^_?(\\w*${people}\\w*|id|uid|uname|name|email|e?mail|auth\\w*|logged_?in\\w*|role\\w*|level|type|tenant\\w*)$`,
  'i',
);

/** Whether an entry of a session says who is calling. */
export const isCallerKey = (key: string): boolean => sessionKey.test(key);

/** Who is calling: one source for all places, as it is one person. */
export function callerValue(machine: Machine, node: SyntaxNode, frame: Frame): Value {
  machine.access.caller ??= machine.sourceAt('the caller', frame.file, node);
  return tainted([{ source: machine.access.caller, marks: can.caller, step: undefined }]);
}

/** Whether a value says who is calling, or was found by that. */
export const saysCaller = ({ taints }: Value): boolean =>
  taints.some(({ marks }) => (marks & can.caller) !== 0);

/** The same for arrays and objects, by what stands in them. */
export function holdsCaller(value: Value, depth = 0): boolean {
  if (saysCaller(value)) return true;
  if (depth > 2) return false;
  const inside = [
    ...(value.array === undefined ? [] : [...value.array.fields.values(), value.array.rest]),
    ...value.instances.flatMap(({ fields }) => [...fields.values()]),
  ];
  return inside.some((each) => holdsCaller(each, depth + 1));
}

/** What a header or cookie brings is a token that somebody was given: what is looked up by it is theirs. */
export const provesCaller = ({ taints }: Value): boolean =>
  taints.some(({ source }) => /^(header|cookie)\b|^the (headers|cookies)$/.test(source.what));

/** Names that a value takes from the request, or that a record was looked up by. */
export const names = (value: Value): boolean =>
  value.taints.some(({ marks }) => (marks & (can.refer | can.record)) !== 0);

const doors =
  /(^|[^a-z])(auth|jwt|jwtauth|sentinel|guard|security|token_?storage|identity|authentication\w*|shield|ion_?auth|session)(\(\)|$|[^a-z])/i;

const answering =
  /^(user|id|getuser|getidentity|authenticate|currentuser|loggedinuser|userorfail|getuserid|user_id|getauthuser|getpayload|toUser|getid|identity)$/i;

/** `auth()->user()`, `Auth::id()`, `$this->getUser()`, `$this->security->getUser()`: a method that answers who is calling. */
export const answersCaller = (written: string, method: string): boolean =>
  (answering.test(method) && doors.test(written)) ||
  (method === 'getUser' && written === '$this') ||
  saysCurrent(method);

const current = new RegExp(`(current|logged_?in|authenticated|auth|signed_?in)_?${people}`, 'i');

/** Functions that by their names answer who is calling: `currentUser()`, `getLoggedInMember()`. */
export const saysCurrent = (name: string): boolean =>
  name.length < 40 &&
  (current.test(name) || asksForCaller(name)) &&
  !/^(set|is|login|create|update)/i.test(name);

const reading = /^(get|userdata|pull|read|getvalue|offsetget)$/i;

/** `session()->get('user_id')`, `$this->session->userdata('id')`. */
export const readsSession = (written: string, method: string, key: string | undefined): boolean =>
  key !== undefined && reading.test(method) && /session/i.test(written) && isCallerKey(key);

export const withCaller = (machine: Machine, value: Value, node: SyntaxNode, frame: Frame): Value =>
  join(value, callerValue(machine, node, frame));

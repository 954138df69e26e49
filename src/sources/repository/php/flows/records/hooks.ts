import { wholeText } from '../../../flows/value.ts';
import type { Passed } from '../calls.ts';
import type { Machine } from '../machine.ts';
import type { Value } from '../value.ts';
import { ofKind } from '../value.ts';
import { answersCaller, callerValue, readsSession, saysCaller, saysCurrent } from './callers.ts';
import { answer } from './answers.ts';
import { recordCall } from './calls.ts';
import { forbids, settle, settleByCall } from './settling.ts';
import { askUpload } from './uploads.ts';
import { writtenToCaller } from './writes.ts';
import { fetchedFrom, runStatement, statementCall, withBound } from './statements.ts';

/** What a call asks of the caller; `owner` is the class of a static method. */
export function askCall(
  machine: Machine,
  name: string,
  receiver: Value | undefined,
  call: Passed | undefined,
  owner = '',
): void {
  const args = call?.args ?? [];
  if (call !== undefined) askUpload(machine, name, receiver, call, owner);
  if (
    /(^|\\)(Gate|Bouncer|Authorization|Voter|ACL|Acl)$/.test(owner) ||
    forbids(name.split('\\').at(-1) ?? name, args)
  )
    settle(machine);
  else if (!name.endsWith('Exception')) settleByCall(machine, name, receiver, args);
}

/** In a script what is made JSON is mostly written out; elsewhere it may be kept. */
const isShown = ({ frame }: Passed): boolean => frame.name === '';

const tokens = /^(jwt_decode|auth|user|get_current_user_id|wp_get_current_user)$/;

/** A function that answers who is calling, runs a statement or fetches what one found; undefined for others. */
export function recordFunction(machine: Machine, name: string, call: Passed): Value | undefined {
  const [first] = call.args;
  if (name === 'response' && first !== undefined) answer(machine, first, call.node, call.frame);
  if (name === 'json_encode' && first !== undefined && isShown(call))
    answer(machine, first, call.node, call.frame);
  if (name === 'auth') return ofKind('@auth');
  if (tokens.test(name) || saysCurrent(name)) return callerValue(machine, call.node, call.frame);
  if (name === 'session' && first !== undefined) {
    const key = wholeText(first);
    return readsSession('session', 'get', key) ? callerValue(machine, call.node, call.frame) : undefined;
  }
  if (/_(fetch|num_rows|result|get_result)\w*$/.test(name) || /^mysql_result$/.test(name))
    return fetchedFrom(call.args, /_(fetch_all|get_result)$/.test(name));
  if (/^mysqli_stmt_(bind_param|execute|get_result)$/.test(name)) return undefined;
  return statementCall(machine, name, call);
}

/** The same for a method of something that the target does not define. */
export function recordMethod(
  machine: Machine,
  receiver: Value,
  written: string,
  name: string,
  call: Passed,
): Value | undefined {
  const [first] = call.args;
  const { records } = receiver;
  if (name === 'json' && first !== undefined && /response|^\$this$/i.test(written))
    answer(machine, first, call.node, call.frame);
  const key = first === undefined ? undefined : wholeText(first);
  if (
    records === undefined &&
    (answersCaller(written, name) || readsSession(written, name, key) || readsToken(written, name))
  )
    return callerValue(machine, call.node, call.frame);
  // What belongs to the caller is theirs: `$user->posts()->find($id)`.
  if (records === undefined && saysCaller(receiver)) {
    writtenToCaller(machine, name, call);
    return callerValue(machine, call.node, call.frame);
  }
  if (records?.places !== undefined) {
    if (/^(bind_param|bindParam|bindValue)$/.test(name))
      return { ...receiver, records: withBound(records, name, call) };
    if (name === 'execute')
      return runStatement(machine, records, first, `filter of ${written}->execute`, call);
  }
  if (records?.form === 'rows' && /^(fetch\w*|get_result|row\w*|result\w*|first|next)$/.test(name))
    return fetchedFrom([receiver], /^(fetch_?all|get_result)$/i.test(name));
  return statementCall(machine, name, call) ?? recordCall(machine, receiver, written, name, call);
}

/** `JWT::decode($token, …)`. */
const readsToken = (written: string, name: string): boolean =>
  /jwt|token/i.test(written) && /^(decode|parse|parseToken|verify|validate\w*)$/.test(name);

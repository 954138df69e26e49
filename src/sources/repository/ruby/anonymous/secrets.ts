import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import { isLinkSecret } from '../../link-secrets.ts';
import type { Call } from '../syntax.ts';
import { callOf } from '../syntax.ts';
import type { Flow, Frame, Known } from './state.ts';
import { goOn, perhapsRefuse, raise } from './state.ts';

/**
 * Unguessable values that a request may carry. A caller who holds none leaves them out or makes them up; whoever is
 * refused in both ways is refused by the secret.
 */
export interface Secrets {
  /** `right`: nothing is taken for granted of what was sent. */
  readonly sent: 'right' | 'absent' | 'wrong';
  /** Names of the values that were asked for, in order. */
  readonly asked: Set<string>;
  /** Words for who is calling that were asked for. */
  readonly callers: Set<string>;
  /** Variables for the caller that were asked for, with nobody in them. */
  readonly held: Set<string>;
  readonly now: {
    /** One was looked up, verified or compared. */
    looked: boolean;
    /** What was looked up is held by something, and nothing has asked yet whether it is there. */
    open: boolean;
    /** Something was changed for this caller. */
    acted: boolean;
  };
}

export const secretsSent = (sent: Secrets['sent']): Secrets => ({
  sent,
  asked: new Set(),
  callers: new Set(),
  held: new Set(),
  now: { looked: false, open: false, acted: false },
});

const parameters = /(^|[\s.(])(\w+_)?(params|parameters)\b/;
const literal = /^(string|simple_symbol|delimited_symbol)$/;

/** The parameter that an expression reads: `params[:token]`, `params.require(:token)`. */
export function parameterRead(node: SyntaxNode): string | undefined {
  if (node.text.length > 200) return undefined;
  const call = node.type === 'call' ? callOf(node) : undefined;
  const of = node.type === 'element_reference' ? inField(node, 'object') : call?.receiver;
  if (of === undefined || !parameters.test(of.text)) return undefined;
  const keys = call === undefined ? node.children.filter((child) => child !== of) : call.args;
  if (call !== undefined && !/^(fetch|dig|require|expect|delete|\[\])$/.test(call.name)) return undefined;
  const key = call?.name === 'dig' ? keys.at(-1) : keys[0];
  return key !== undefined && literal.test(key.type) ? key.text.replaceAll(/[:'"]/g, '') : undefined;
}

/** What a secret among the parameters is for this caller. */
export function secretAt({ secrets, tokens }: Frame, node: SyntaxNode): Known | undefined {
  const name = parameterRead(node);
  if (name === undefined || !isLinkSecret(name)) return undefined;
  secrets.asked.add(name);
  if (secrets.sent === 'right') return tokens ? 'nil' : 'caller';
  return secrets.sent === 'absent' ? 'nil' : 'bogus';
}

const verifies =
  /^(find_signed!?|locate_signed!?|find_by_token_for!?|\w+_by_\w*token!?|with_reset_password_token|decrypt_and_verify)$/;
const own =
  /\bcurrent_|\bCurrent\.|SecureRandom|\b(session|cookies)\b|^(nil|true|false|\[.*\])$|generate|omniauth/;

/** The secret that a call looks up or verifies: `find_by!(feed_token: params[:id])`, `verifier.verify(params[:key])`. */
export function secretLookedUp({ name, args, pairs, receiver }: Call): string | undefined {
  const given = [...args, ...pairs.map(({ value }) => value)].map(({ text }) => text);
  const [read] = given.flatMap((text) => /params(?:\.\w+\(|\[)\s*[:'"](\w+)/.exec(text)?.[1] ?? []);
  const of = receiver?.text ?? '';
  const isVerified =
    (/^(verify|verified)$/.test(name) && /verifier/i.test(of)) ||
    (name === 'decode' && /^(::)?JWT$/.test(of));
  if ((verifies.test(name) || isVerified) && given.length > 0 && !given.some((text) => own.test(text))) {
    if (read !== undefined && !isLinkSecret(read) && isVerified && read !== 'id') return undefined;
    const column = /_by_(\w+?)!?$/.exec(name)?.[1];
    return read === undefined || !isLinkSecret(read) ? (column ?? read ?? name) : read;
  }
  const column = /^find_by_(\w+?)!?$/.exec(name)?.[1];
  if (column !== undefined)
    return given.length > 0 && column.split('_and_').some(isLinkSecret) && !own.test(given.join(' '))
      ? secretName(read, column)
      : undefined;
  if (!/^(find_by!?|where|exists\?|find_or_initialize_by)$/.test(name)) return undefined;
  const pair = pairs.find(({ name: key, value }) => isLinkSecret(key) && !own.test(value.text));
  return pair === undefined ? undefined : secretName(read, pair.name);
}

const secretName = (read: string | undefined, column: string): string =>
  read !== undefined && isLinkSecret(read) ? read : column;

/** What becomes of a lookup by a secret that this caller does not have. */
export function lookedUp({ secrets }: Frame, name: string, secret: string): Flow {
  secrets.asked.add(secret);
  if (secrets.sent === 'right') return name.endsWith('!') ? perhapsRefuse() : goOn('caller');
  secrets.now.looked = true;
  if (name === 'where') return goOn('empty');
  if (name === 'exists?') return goOn('false');
  if (name.endsWith('!') || /^(verify|decode|decrypt_and_verify)$/.test(name)) return raise(true);
  // Devise answers with a record that has errors.
  if (/^(reset_password|confirm|unlock_access)_by_token$/.test(name)) return goOn('bogus');
  if (name === 'find_or_initialize_by') return goOn();
  secrets.now.open = true;
  return goOn('nil');
}

/** What a relation without rows answers. */
export function ofEmpty({ secrets }: Frame, name: string): Flow {
  if (/!$|^(find|sole)$/.test(name)) return raise(true);
  if (/^(any|exists|present|many|one|include)\?$/.test(name)) return goOn('false');
  if (/^(empty|none|blank)\?$/.test(name)) return goOn('true');
  if (!/^(first|last|take|find_by|pick|presence|detect)$/.test(name)) return goOn('empty');
  secrets.now.open = true;
  return goOn('nil');
}

import { isLinkSecret, sentAsId } from '../../link-secrets.ts';
import type { Fact } from './fact.ts';
import { guessIn, isPart, sentInput } from './fact.ts';
import { isSignIn, signInPart, signsInBy } from './sign-ins.ts';
import type { Walk } from './walk.ts';

export type Guess = Extract<Fact, { kind: 'guess' }>;

/** A part of the request by its name. A secret of a link counts as sent by anybody, or as not known, as the walk asks. */
export function partOf(walk: Walk, name: string): Fact {
  if (isSignIn(name)) {
    walk.signIns.add(name);
    return signInPart;
  }
  if (!isLinkSecret(name) && !isSentFor(walk, name) && sentAsId(name, '') === undefined) return sentInput;
  walk.secrets.add(name);
  return walk.guessing ? { kind: 'guess', name } : sentInput;
}

const sentToSomebody =
  /invit|activat|unsubscrib|recover|reset_?-?(password|account)|(password|account)[/_-]?reset|confirm_?-?(e?-?mail|account|registration)/i;

/**
 * A plain `code` where a password is reset or an invitation is taken came by mail. A token of messages that are pushed is
 * one of a device, unless it stands in the path: whoever knows that address may push.
 */
const isSentFor = ({ purpose }: Walk, name: string): boolean =>
  (/^(code|key|hash)$/i.test(name) && sentToSomebody.test(purpose)) ||
  (/^push_?token$/i.test(name) && purpose.includes(`{${name}}`));

/** What is compared with a wrong secret is not equal to it, unless it was sent as well or stands in the code. */
export function isSecretOf(walk: Walk, guess: Fact, other: Fact): boolean {
  const isWritten = other.kind === 'value' && /^(primitive|text|choice)$/.test(other.value.kind);
  if (isWritten || other.kind === 'guess' || isPart(other)) return false;
  if (guess.kind === 'guess') walk.used.add(guess.name);
  return true;
}

/** A key or a token by its name; what is handed out to everybody, and what it identifies, is none. */
const keptSecret = /(^|_)(secret|token|key|api_?key)$/i;
const handedOut = /public|site_?key|publishable|csrf/i;

/** A part of the request compared with a secret of the environment, which nobody without it can send. */
export function isKeptSecret(part: Fact, other: Fact): boolean {
  if (!isPart(part) || signsInBy(part)) return false;
  if (other.kind !== 'value' || other.value.kind !== 'unknown' || !other.value.configured) return false;
  const name = /\w+$/.exec(other.value.why)?.[0];
  return name !== undefined && keptSecret.test(name) && !handedOut.test(name);
}

/** What is written by the call, not what it looks for. */
const written = /^(\$|data|set|create|values|update|defaults|select|include|attributes|OR|or)/;

/** The secret that a call looks something up by: a part of the request, or any part that a column of that name has to hold. */
export function soughtBy(walk: Walk, facts: readonly Fact[], depth = 0): Guess | undefined {
  for (const fact of facts) {
    const found = fact.kind === 'guess' ? fact : soughtIn(walk, fact, depth);
    if (found !== undefined) return found;
  }
  return undefined;
}

function soughtIn(walk: Walk, fact: Fact, depth: number): Guess | undefined {
  if (fact.kind !== 'record' || depth > 3) return undefined;
  for (const [key, value] of fact.fields) {
    if (written.test(key)) continue;
    const each = equalTo(value);
    const found = keyed(walk, key, each) ?? soughtBy(walk, [each], depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `{ $eq: token }`, which keeps a condition of the caller's own from being taken. */
const equalTo = (fact: Fact): Fact => (fact.kind === 'record' ? (fact.fields.get('$eq') ?? fact) : fact);

/** A part of the request that is looked for under the name of a secret. */
export function keyed(walk: Walk, key: string, fact: Fact | undefined): Guess | undefined {
  if (fact === undefined || !isPart(fact) || !isLinkSecret(key)) return undefined;
  walk.secrets.add(key);
  return walk.guessing ? { kind: 'guess', name: key } : undefined;
}

/** What a function makes of parts of the request by shaping them: still the same parts. */
export const shaped = (facts: readonly Fact[]): Fact | undefined =>
  facts.findLast((fact) => guessIn(fact) !== undefined || (fact.kind === 'record' && holdsPart(fact))) ??
  facts.find(isPart);

const holdsPart = ({ fields }: Extract<Fact, { kind: 'record' }>): boolean =>
  [...fields.values()].some(isPart);

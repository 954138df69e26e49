import type { Node } from 'oxc-parser';
import type { ParsedFile } from '../../javascript/parse.ts';
import type { FunctionNode } from '../../javascript/syntax.ts';
import type { Value } from '../../javascript/value.ts';
import { nothing, primitive, truth } from '../../javascript/value.ts';
import type { Names } from './names.ts';

/** A request is turned away. */
export interface Refusal {
  readonly kind: 'authentication' | 'authorisation';
  /** It is for want of a credential or a right; an answer such as 400 counts where the missing credential led to it. */
  readonly counts: boolean;
  /** Whether who calls decides that it comes to that, or something else: a setting, what the request asks for. */
  readonly by: 'caller' | 'other';
  readonly name: string;
  /** Something that was sent with the request proves to be false. */
  readonly proof?: boolean;
  /** What led to it is something that anybody can send. */
  readonly sent?: boolean;
  /** It says that the method is not served. */
  readonly method: boolean;
  readonly node: Node;
  readonly file: ParsedFile;
}

/** What is known of a value while code is walked for a request that carries no credential. */
export type Fact =
  /** A credential, or what follows from one: there is none. `sent`: it is what the request itself would bring.
   *  `none`: what was looked up by a secret was not found. */
  | { readonly kind: 'absent'; readonly sent?: boolean; readonly none?: boolean }
  /** Who calls decides about it; nothing else is known. */
  | { readonly kind: 'caller' }
  /** Anybody can send it with the request. `direct`: it is a part of it, not what something made of one. `signsIn`: it
   *  is what somebody signs in with. */
  | { readonly kind: 'input'; readonly direct?: boolean; readonly signsIn?: boolean }
  /** A part of the request that only whoever was sent a link knows: anybody else can leave it out or send a wrong one. */
  | { readonly kind: 'guess'; readonly name: string }
  /** `unsure`: it holds for nobody but those who are not known, and only where something else that is not known holds. */
  | { readonly kind: 'open'; readonly unsure?: boolean }
  /** `address`: it is the address of the request, as a text or as what is made of one. */
  | { readonly kind: 'request'; readonly address?: Fact }
  | { readonly kind: 'response' | 'next' | 'headers' | 'cookies' }
  /** What a comparison with something absent gave. `secret`: with a secret that is not known. */
  | { readonly kind: 'truth'; readonly holds: boolean; readonly secret?: boolean }
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'record'; readonly fields: ReadonlyMap<string, Fact>; readonly open: boolean }
  | {
      readonly kind: 'closure';
      readonly node: FunctionNode;
      readonly file: ParsedFile;
      readonly names: Names;
      readonly self: Fact;
    }
  /** A check that turns nobody away itself: it tells `told` that nobody is known. */
  | { readonly kind: 'asking'; readonly told: Extract<Fact, { kind: 'closure' }> }
  /** What settles a promise: `resolve`, or `reject`, which `fails`. */
  | { readonly kind: 'settle'; readonly given: Fact[]; readonly fails: boolean }
  /** An answer that turns away, made and not yet given; or an error that does. */
  | { readonly kind: 'reply'; readonly refusal: Refusal }
  | { readonly kind: 'several'; readonly options: readonly Fact[] };

/** The address of the request where it is taken for a text. */
export const asText = (fact: Fact): Fact =>
  fact.kind === 'request' && fact.address !== undefined ? fact.address : fact;

export const absent: Fact = { kind: 'absent' };
export const notSent: Fact = { kind: 'absent', sent: true };
export const caller: Fact = { kind: 'caller' };
export const input: Fact = { kind: 'input' };
export const sentInput: Fact = { kind: 'input', direct: true };
export const nothingFound: Fact = { kind: 'absent', none: true };
export const open: Fact = { kind: 'open' };
export const missing: Fact = { kind: 'value', value: nothing };

/** Requests are those that come where the service runs for its users. */
export const factOf = (value: Value): Fact => ({
  kind: 'value',
  value: value.kind === 'unknown' && value.inProduction !== undefined ? primitive(value.inProduction) : value,
});

/** What a setting is while nobody sets it; that counts only beside who calls: a feature that is off is off for everybody. */
export const unsetValue = (fact: Fact): boolean | undefined =>
  fact.kind === 'value' && fact.value.kind === 'unknown' ? fact.value.unset : undefined;

/** What follows from several facts through something that is not understood. */
export function follows(facts: readonly Fact[]): Fact {
  const reply = facts.map((fact) => replyIn(fact)).find((fact) => fact !== undefined);
  if (reply !== undefined) return reply;
  if (facts.some((fact) => holds(fact, /^(absent|caller|truth|cookies)$/))) return caller;
  const guess = facts.find(({ kind }) => kind === 'guess');
  if (guess !== undefined) return guess;
  return facts.some((fact) => holds(fact, /^(input|request|headers)$/)) ? input : open;
}

/** A part of the request, as it was sent. */
export const isPart = (fact: Fact): boolean => fact.kind === 'input' && fact.direct === true;

/** An answer or an error that turns away, at least among others. */
export const turnsAway = (fact: Fact): boolean =>
  fact.kind === 'reply' || (fact.kind === 'several' && fact.options.some(({ kind }) => kind === 'reply'));

function replyIn(fact: Fact, depth = 0): Fact | undefined {
  if (turnsAway(fact)) return depth === 0 ? fact : inPart(fact);
  if (fact.kind !== 'record' || depth > 3) return undefined;
  return [...fact.fields.values()].map((each) => replyIn(each, depth + 1)).find((each) => each !== undefined);
}

/** What holds nothing in one of its parts is something itself. */
const inPart = (fact: Fact): Fact =>
  fact.kind === 'several'
    ? { ...fact, options: fact.options.map((each) => (isMissing(each) ? open : each)) }
    : fact;

/** The secret that is not known in a fact or in a list of them. */
export function guessIn(fact: Fact, depth = 0): Extract<Fact, { kind: 'guess' }> | undefined {
  if (fact.kind === 'guess') return fact;
  if (fact.kind !== 'record' || depth > 3) return undefined;
  return [...fact.fields.values()].map((each) => guessIn(each, depth + 1)).find((each) => each !== undefined);
}

/** Whether it is of one of these kinds, or holds something that is. */
export function holds(fact: Fact, kinds: RegExp, depth = 0): boolean {
  if (fact.kind === 'record' && depth < 4)
    return [...fact.fields.values()].some((each) => holds(each, kinds, depth + 1));
  if (fact.kind === 'several') return fact.options.some((each) => holds(each, kinds, depth + 1));
  return kinds.test(fact.kind);
}

/** Whether it is a credential that the request would bring, or holds one. */
export const isSecret = (fact: Fact, depth = 0): boolean =>
  fact.kind === 'record' && depth < 4
    ? [...fact.fields.values()].some((each) => isSecret(each, depth + 1))
    : fact.kind === 'absent' && fact.sent === true;

/** Truth of a fact as a condition, and what decides it. */
export interface Decision {
  readonly holds: boolean | undefined;
  readonly by: 'absent' | 'caller' | 'other';
  /** Something that anybody can send decides it. */
  readonly sent?: boolean;
  /** Who calls decides it as well. */
  readonly unsure?: boolean;
  /** A secret that is not known decides it. */
  readonly secret?: boolean;
}

export function decide(fact: Fact): Decision {
  switch (fact.kind) {
    case 'absent':
      return { holds: false, by: 'absent' };
    case 'truth':
      return { holds: fact.holds, by: 'absent', ...(fact.secret === true && { secret: true }) };
    case 'caller':
      return { holds: undefined, by: 'caller' };
    case 'several': {
      const options = fact.options.map(decide);
      const [first] = options;
      const agree = options.every((each) => each.holds === first?.holds);
      const by = options.some((each) => each.by !== 'other') ? 'caller' : 'other';
      return { holds: agree ? first?.holds : undefined, by };
    }
    case 'input':
    case 'guess':
      return { holds: undefined, by: 'other', sent: true };
    case 'open':
      return { holds: undefined, by: 'other', ...(fact.unsure === true && { unsure: true }) };
    case 'value':
      return { holds: truth(fact.value), by: 'other' };
    case 'reply':
      return { holds: true, by: fact.refusal.by === 'caller' ? 'absent' : 'other' };
    default:
      return { holds: true, by: 'other' };
  }
}

/** One of two facts. */
export function either(a: Fact, b: Fact): Fact {
  if (same(a, b)) return a;
  if ([a, b].some(({ kind }) => /^(reply|several|closure)$/.test(kind))) return several(a, b);
  if (a.kind === 'record' && b.kind === 'record') return eitherRecord(a, b);
  // The request, or what is made of it to stand in its place: `{ req: { raw: request } }`.
  if (a.kind === 'request' && b.kind === 'record' && holds(b, /^request$/)) return a;
  if (b.kind === 'request' && a.kind === 'record' && holds(a, /^request$/)) return b;
  if ([a, b].some(isPart) && [a, b].some(isNone)) return isPart(a) ? a : b;
  // Whoever may send something else instead needs no secret.
  if ([a, b].some(({ kind }) => kind === 'guess') && [a, b].some(({ kind }) => kind === 'input'))
    return input;
  return follows([a, b]);
}

/** What stands for a part of the request that was not sent: `req.body ?? {}`. */
const isNone = (fact: Fact): boolean =>
  isMissing(fact) || (fact.kind === 'record' && fact.fields.size === 0 && !fact.open);

/** What remains of several facts where a condition on them holds, or does not. */
export function narrowed(fact: Fact, holds: boolean): Fact {
  if (fact.kind !== 'several') return fact;
  const options = fact.options.filter((each) => decide(each).holds !== !holds);
  const [only] = options;
  return options.length === 1 && only !== undefined ? only : { kind: 'several', options };
}

function several(a: Fact, b: Fact): Fact {
  const options: Fact[] = [];
  for (const fact of [a, b])
    for (const each of fact.kind === 'several' ? fact.options : [fact])
      if (options.length < 6 && !options.some((other) => same(other, each))) options.push(each);
  return { kind: 'several', options };
}

type RecordFact = Extract<Fact, { kind: 'record' }>;

function eitherRecord(a: RecordFact, b: RecordFact): Fact {
  const keys = new Set([...a.fields.keys(), ...b.fields.keys()]);
  const at = (fact: RecordFact, key: string): Fact => fact.fields.get(key) ?? (fact.open ? open : missing);
  const fields = new Map([...keys].map((key) => [key, either(at(a, key), at(b, key))]));
  return { kind: 'record', open: a.open || b.open, fields };
}

function same(a: Fact, b: Fact): boolean {
  if (a === b) return true;
  if (a.kind === 'value' && b.kind === 'value')
    return (
      a.value === b.value ||
      (a.value.kind === 'primitive' && b.value.kind === 'primitive' && a.value.value === b.value.value)
    );
  if (a.kind === 'truth' && b.kind === 'truth') return a.holds === b.holds;
  if (a.kind === 'reply' && b.kind === 'reply')
    return a.refusal.by === b.refusal.by && a.refusal.counts === b.refusal.counts;
  return (
    a.kind === b.kind &&
    /^(absent|caller|input|guess|open|request|response|next|headers|cookies)$/.test(a.kind)
  );
}

/** A list, its items by their index. */
export const listOf = (items: readonly Fact[]): Fact => ({
  kind: 'record',
  open: false,
  fields: new Map(items.map((item, at) => [String(at), item])),
});

export const isMissing = (fact: Fact): boolean =>
  fact.kind === 'value' && fact.value.kind === 'primitive' && (fact.value.value ?? null) === null;

export const textIn = (fact: Fact | undefined): string | undefined =>
  fact?.kind === 'value' && fact.value.kind === 'primitive' && typeof fact.value.value === 'string'
    ? fact.value.value
    : undefined;

import type { Node } from 'oxc-parser';
import type { FlowKind, RecordAccess, SearchCost } from '../../../../model/flow.ts';
import type { Frame, Machine } from '../machine.ts';
import type { Place, Trace, Value } from '../value.ts';

/** A call of something that the target does not define itself, as a sink looks at it. */
export interface CallFact {
  readonly machine: Machine;
  readonly frame: Frame;
  /** `pg#Pool().query`: what the callee is in a library; undefined where only names are known. */
  readonly trace: Trace | undefined;
  readonly node: Node;
  readonly name: string;
  /** Last part of the name: the method. */
  readonly method: string;
  /** The receiver as it is written, `this.db`; empty for a plain function. */
  readonly written: string;
  readonly receiver: Value | undefined;
  readonly args: readonly Value[];
  readonly isNew: boolean;
}

/** A write to a member, as a sink looks at it. */
export interface WriteFact {
  readonly machine: Machine;
  readonly frame: Frame;
  readonly target: Extract<Node, { type: 'MemberExpression' }>;
  readonly object: Value;
  /** Name of the member; undefined where it is not known. */
  readonly key: string | undefined;
  /** What the name is made of. */
  readonly place: Value;
  readonly value: Value;
}

/** A value that a sink takes as program, path, address or statement. */
export interface Hit {
  readonly value: Value;
  /** `first argument of pool.query`. */
  readonly what: string;
  /** Also what stands inside of objects and lists is taken, but for these fields. */
  readonly deep?: boolean;
  readonly except?: RegExp;
  /** In place of what the sink needs. */
  readonly needs?: number;
  /** It may do harm, depending on the version of a library. */
  readonly weak?: boolean;
  /** What is done to which records, where that is what it is about. */
  readonly access?: RecordAccess;
  /** What a search takes, where that is what it is about. */
  readonly cost?: SearchCost;
  /** Where it stands, when that is not the call. */
  readonly place?: Place;
}

/** Ends of a way that is told only together with the way into the column: what is written, and what is run. */
export type StoredKind = 'stored-text' | 'stored-page' | 'stored-code';

/** One kind of place where untrusted text does harm. */
export interface Sink {
  readonly kind: FlowKind | StoredKind;
  /** What a text must still be able to do, any of it, to do harm here. */
  readonly needs: number;
  /** What it must be able to do beside. */
  readonly also?: number;
  /** Less harm: told as advice. */
  readonly weak?: number;
  /** What keeps a text that can do any of it from harm, and what makes the harm doubtful. */
  readonly unless?: number;
  readonly doubtful?: number;
  readonly hits: (call: CallFact) => readonly Hit[];
  readonly writes?: (write: WriteFact) => readonly Hit[];
}

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth'];

export const calledName = ({ written, method, name, trace }: CallFact): string =>
  written === ''
    ? trace === undefined
      ? method
      : (name.split('#')[1] ?? method) || name.replace('#', '')
    : `${written}.${method}`;

/** One argument as a hit; nothing where it is not given. */
export function argument(call: CallFact, at: number): readonly Hit[] {
  const value = call.args[at];
  if (value === undefined) return [];
  return [{ value, what: `${ordinals[at] ?? `${at + 1}th`} argument of ${calledName(call)}` }];
}

/** The same, with what stands inside of it. */
export const deeply = (hits: readonly Hit[]): readonly Hit[] => hits.map((hit) => ({ ...hit, deep: true }));

/** The place of a field that was written out, for a call that is given an object. */
export function placed(call: CallFact, at: number, hits: readonly Hit[]): readonly Hit[] {
  const places = call.args[at]?.things.find(({ places: found }) => found !== undefined)?.places;
  return hits.map((hit) => {
    const place = places?.get(hit.what.split(' ')[0] ?? '');
    return place === undefined ? hit : { ...hit, place };
  });
}

export const arguments_ = (call: CallFact, ...places: readonly number[]): readonly Hit[] =>
  places.flatMap((at) => argument(call, at));

/** Options of an argument, by their names. */
export function option(call: CallFact, at: number, ...keys: readonly string[]): readonly Hit[] {
  const value = call.args[at];
  if (value === undefined) return [];
  return keys.flatMap((key) => {
    const found = fieldsOf(value, key);
    return found === undefined ? [] : [{ value: found, what: `${key} of ${calledName(call)}` }];
  });
}

/** What an object holds under a key, as it was written in the code. */
export function fieldsOf({ things }: Value, key: string): Value | undefined {
  const found = things.flatMap((thing) => thing.fields.get(key) ?? []);
  const [first] = found;
  return first;
}

/** What a callee is: `package#path` by a pattern. */
export const isCall = ({ trace, name }: CallFact, pattern: RegExp): boolean =>
  trace !== undefined && pattern.test(name);

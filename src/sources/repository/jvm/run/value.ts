import type { ClassDeclaration, MethodDeclaration } from '../classes.ts';
import type { Code, LambdaMethod } from '../code.ts';
import type { Scope } from '../names.ts';

/** A value of the target while its code is walked: only what routes are made of is followed. */
export type Value =
  /** An expression that is not evaluated further: texts are asked of it where they are needed. */
  | { readonly kind: 'code'; readonly code: Code; readonly frame: Frame }
  /** An object of a library, as the reader of that library models it. */
  | { readonly kind: 'host'; readonly host: Host }
  | { readonly kind: 'instance'; readonly of: ClassDeclaration; readonly fields: Map<string, Value> }
  /** An object of an anonymous class of a library's type. */
  | {
      readonly kind: 'anonymous';
      readonly type: string;
      readonly methods: readonly LambdaMethod[];
      readonly frame: Frame;
    }
  | {
      readonly kind: 'closure';
      readonly parameters: readonly string[];
      readonly body: readonly Code[];
      readonly frame: Frame;
      readonly line: number;
    }
  | {
      readonly kind: 'method';
      readonly method: MethodDeclaration;
      readonly owner?: ClassDeclaration;
      readonly self?: Value;
    }
  | { readonly kind: 'list'; readonly items: readonly Value[] }
  /** A class or object by its name: statics are called on it. */
  | { readonly kind: 'static'; readonly name: string; readonly frame: Frame; readonly line: number }
  | { readonly kind: 'unknown' };

export interface Host {
  /** Which library's and which kind of object. */
  readonly type: string;
}

/** Names while a body runs. */
export interface Frame {
  readonly scope: Scope;
  readonly names: Map<string, Value>;
  readonly above?: Frame;
  /** `this`. */
  readonly self?: Value;
  /** Objects whose members are called without naming them (Kotlin's lambdas with a receiver). */
  readonly receiver?: Value;
  /** Receivers around are not meant: the lambda was handed to an object that nobody knows. */
  readonly closed?: boolean;
}

export const unknownValue: Value = { kind: 'unknown' };

export const hostValue = (host: Host): Value => ({ kind: 'host', host });

export function lookUp(frame: Frame, name: string): Value | undefined {
  for (let at: Frame | undefined = frame; at !== undefined; at = at.above) {
    const found = at.names.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Receivers from the innermost out. */
export function receiversOf(frame: Frame): readonly Value[] {
  const found: Value[] = [];
  for (let at: Frame | undefined = frame; at !== undefined; at = at.above) {
    if (at.receiver !== undefined) found.push(at.receiver);
    if (at.closed === true) break;
  }
  return found;
}

export function selfOf(frame: Frame): Value | undefined {
  for (let at: Frame | undefined = frame; at !== undefined; at = at.above)
    if (at.self !== undefined) return at.self;
  return undefined;
}

/** What the settings of an application give a property of a configuration class. */
export interface SettingHost extends Host {
  readonly type: 'setting';
  readonly key: string;
}

export const isSetting = (
  value: Value | undefined,
): value is Value & { readonly kind: 'host'; readonly host: SettingHost } =>
  value?.kind === 'host' && value.host.type === 'setting';

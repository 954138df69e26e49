import type { SyntaxNode } from '../../languages/syntax.ts';
import type { Module, Scope } from './scope.ts';

/** A place in a module of the target. */
export interface Place {
  readonly module: Module;
  readonly node: SyntaxNode;
}

export interface Arguments {
  readonly positional: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;
  /** More arguments were given than can be seen. */
  readonly open: boolean;
}

export interface Constant {
  readonly kind: 'constant';
  readonly value: string | number | boolean | null;
  /** It is the default of a setting: likely, and not certain. */
  readonly setting?: true;
}

/** Text of which some parts are not known. */
export interface Text {
  readonly kind: 'text';
  readonly parts: readonly (string | Value)[];
}

export interface List {
  readonly kind: 'list';
  readonly items: Value[];
  /** It may have more items than are seen. */
  open: boolean;
}

export interface Dict {
  readonly kind: 'dict';
  readonly entries: [Value, Value][];
  open: boolean;
  /** What a missing entry becomes: the argument of `defaultdict`. */
  readonly missing?: 'dict' | 'list';
}

export interface FunctionValue {
  readonly kind: 'function';
  readonly name: string;
  readonly node: SyntaxNode;
  readonly module: Module;
  readonly scope: Scope;
  /** The class in whose body it stands. */
  readonly owner?: ClassValue;
  /** What it is bound to. */
  readonly self?: Value;
  /** Decorators as they were applied, the innermost first. */
  readonly wrappers: readonly Wrapper[];
}

export interface Wrapper {
  readonly value: Value;
  /** The decorator as it is written. */
  readonly place: Place;
}

export interface ClassValue {
  readonly kind: 'class';
  readonly name: string;
  readonly node: SyntaxNode;
  readonly module: Module;
  readonly bases: readonly Value[];
  readonly attributes: Map<string, Value>;
  /** Attributes that only have a type, and the types of the others. */
  readonly annotations: Map<string, SyntaxNode>;
  readonly keywords: ReadonlyMap<string, Value>;
  readonly scope: Scope;
  wrappers: readonly Wrapper[];
}

export interface InstanceValue {
  readonly kind: 'instance';
  readonly of: ClassValue;
  readonly attributes: Map<string, Value>;
  /** What its class of a library was made with. */
  made: Arguments;
  readonly place: Place;
}

export interface ModuleValue {
  readonly kind: 'module';
  readonly module: Module;
}

/** Something of a package outside the target: `flask.Flask`. */
export interface LibraryValue {
  readonly kind: 'library';
  readonly path: string;
}

/** What a call outside the target gave. */
export interface ResultValue {
  readonly kind: 'result';
  readonly callee: Value;
  readonly args: Arguments;
  readonly attributes: Map<string, Value>;
  readonly place: Place;
}

/** An attribute of something that is not looked into. */
export interface MemberValue {
  readonly kind: 'member';
  readonly object: Value;
  readonly name: string;
}

export interface SuperValue {
  readonly kind: 'super';
  readonly after: ClassValue;
  readonly self: Value;
}

export interface Choice {
  readonly kind: 'choice';
  readonly options: readonly Value[];
}

/** `a & b`, `a | b`, `~a` of things that are not numbers. */
export interface Operation {
  readonly kind: 'operation';
  readonly operator: string;
  readonly operands: readonly Value[];
}

export interface Unknown {
  readonly kind: 'unknown';
  readonly why: string;
}

export type Value =
  | Constant
  | Text
  | List
  | Dict
  | FunctionValue
  | ClassValue
  | InstanceValue
  | ModuleValue
  | LibraryValue
  | ResultValue
  | MemberValue
  | SuperValue
  | Choice
  | Operation
  | Unknown;

export const constant = (value: Constant['value']): Constant => ({ kind: 'constant', value });
export const none = constant(null);

/** The same value as the default of a setting. */
export const asSetting = (value: Value): Value =>
  value.kind === 'constant' ? { ...value, setting: true } : value;

/** What is computed from a setting is no more certain than the setting. */
export const carrySetting = (result: Value, from: readonly (Value | undefined)[]): Value =>
  from.some((each) => each?.kind === 'constant' && each.setting === true) ? asSetting(result) : result;
export const unknown = (why: string): Unknown => ({ kind: 'unknown', why });
export const list = (items: readonly Value[], open = false): List => ({
  kind: 'list',
  items: [...items],
  open,
});
export const noArguments: Arguments = { positional: [], keywords: new Map(), open: false };

export const isNone = (value: Value | undefined): boolean =>
  value === undefined || (value.kind === 'constant' && value.value === null);

export const stringOf = (value: Value | undefined): string | undefined =>
  value?.kind === 'constant' && typeof value.value === 'string' ? value.value : undefined;

export const numberOf = (value: Value | undefined): number | undefined =>
  value?.kind === 'constant' && typeof value.value === 'number' ? value.value : undefined;

export const booleanOf = (value: Value | undefined): boolean | undefined =>
  value?.kind === 'constant' && typeof value.value === 'boolean' ? value.value : undefined;

/** The items of a list, or the value itself. */
export const itemsOf = (value: Value | undefined): readonly Value[] =>
  value === undefined || isNone(value)
    ? []
    : value.kind === 'list'
      ? value.items
      : value.kind === 'choice'
        ? value.options.flatMap((option) => itemsOf(option))
        : [value];

export const entry = (dict: Value | undefined, key: string): Value | undefined =>
  dict?.kind === 'dict' ? dict.entries.findLast(([name]) => stringOf(name) === key)?.[1] : undefined;

/** An argument by its keyword or its position. */
export const argument = (
  args: Arguments,
  position: number,
  ...names: readonly string[]
): Value | undefined => {
  for (const name of names) {
    const given = args.keywords.get(name);
    if (given !== undefined) return given;
  }
  return position < 0 ? undefined : args.positional[position];
};

import type { Expression, Node } from 'oxc-parser';
import type { Origin } from '../../../model/origin.ts';
import type { ParsedFile } from './parse.ts';
import type { Scope } from './scope.ts';
import type { ClassNode, FunctionNode } from './syntax.ts';

/** Place of the target's code that caused something. */
export interface Site {
  readonly file: ParsedFile;
  readonly node: Node;
  readonly origin: Origin & { readonly kind: 'read' };
}

export interface PrimitiveValue {
  readonly kind: 'primitive';
  readonly value: string | number | boolean | null | undefined;
}

/** An object or a class instance. Mutable, as objects of the target are. */
export interface ObjectValue {
  readonly kind: 'object';
  readonly fields: Map<string, Value>;
  readonly shape?: ClassValue;
  /** Branch depth at which it was made; a write in a deeper branch may or may not happen. */
  readonly level: number;
  /** Fields may exist that are not known (a spread of something unknown). */
  open: boolean;
  /** A `Map`: its entries are the fields, and it has the methods of one. */
  readonly map?: boolean;
  /** What the constructor of a modelled library made, where its class stands above: members are found there, too. */
  base?: HostValue;
  /** Where a field is found that the object has not itself. */
  prototype?: ObjectValue;
}

export interface ArrayValue {
  readonly kind: 'array';
  readonly items: Value[];
  open: boolean;
}

export interface FunctionValue {
  readonly kind: 'function';
  readonly node: FunctionNode;
  readonly file: ParsedFile;
  readonly scope: Scope;
  /** `this` of arrow functions and bound functions. */
  readonly self?: Value;
  /** Class whose method it is, for `super`. */
  readonly home?: ClassValue;
  readonly name?: string;
  /** The function that returned it, with the arguments it was given: `authorize('admin')`. */
  readonly maker?: { readonly name: string; readonly args: readonly Value[] };
  readonly fields: Map<string, Value>;
}

export interface ClassValue {
  readonly kind: 'class';
  readonly node: ClassNode;
  readonly file: ParsedFile;
  readonly scope: Scope;
  readonly parent?: Value;
  readonly fields: Map<string, Value>;
}

/** Something exported by a package that is not part of the target. `path` is dotted, empty for the package itself. */
export interface LibraryValue {
  readonly kind: 'library';
  readonly package: string;
  readonly path: string;
  /** As it was imported, with the path inside of the package. */
  readonly from?: string;
  /** What a call gave that is called again: `Roles` of `Roles('admin')`, where `Roles` was made by the package. */
  readonly made?: ResultValue;
  /** What it is a member of: `z.object({ … })` of `z.object({ … }).strict`. */
  readonly on?: ResultValue;
}

/** What calling or constructing something of a library gave; kept because the arguments tell what it is. */
export interface ResultValue {
  readonly kind: 'result';
  readonly callee: LibraryValue;
  readonly args: readonly Value[];
  readonly site: Site;
  /** What functions among the arguments gave where they were entered for it. */
  readonly answers?: ReadonlyMap<Value, Value>;
}

/** A function of the language or of a modelled library. */
export interface NativeValue {
  readonly kind: 'native';
  readonly name: string;
  readonly run: (args: readonly Value[], site: Site, self: Value) => Value;
}

/** An object of a modelled library: a router, an application. */
export interface HostValue {
  readonly kind: 'host';
  readonly technology: string;
  /** Properties the target's code adds. */
  readonly fields: Map<string, Value>;
  readonly member: (name: string) => Value | undefined;
}

export interface ModuleValue {
  readonly kind: 'module';
  readonly path: string;
}

export interface PatternValue {
  readonly kind: 'pattern';
  readonly source: string;
}

/** One of several values, because a condition could not be decided. */
export interface ChoiceValue {
  readonly kind: 'choice';
  readonly options: readonly Value[];
}

/** Text with parts that are not known. */
export interface TextValue {
  readonly kind: 'text';
  readonly parts: readonly (string | UnknownValue)[];
}

export interface UnknownValue {
  readonly kind: 'unknown';
  readonly why: string;
  /** Read from the environment or a configuration service: a literal beside it is its default. */
  readonly configured: boolean;
  /** What a committed settings file says for it. */
  readonly default?: string;
  /** What it is where the service runs for its users, though it may be something else during development. */
  readonly inProduction?: string | boolean;
  /** What a setting is while nobody sets it. */
  readonly unset?: boolean;
  /** The expression that could not be evaluated, for what can still be told from its form. */
  readonly node?: Expression;
  readonly site?: Site;
}

export type Value =
  | PrimitiveValue
  | ObjectValue
  | ArrayValue
  | FunctionValue
  | ClassValue
  | LibraryValue
  | ResultValue
  | NativeValue
  | HostValue
  | ModuleValue
  | PatternValue
  | ChoiceValue
  | TextValue
  | UnknownValue;

export const primitive = (value: PrimitiveValue['value']): PrimitiveValue => ({ kind: 'primitive', value });

export const nothing = primitive(undefined);

/** What the rest of an optional chain gives once `?.` met nothing; it never leaves the chain. */
export const skipped = primitive(undefined);

export const isMissing = (value: Value): boolean =>
  value.kind === 'primitive' && (value.value === undefined || value.value === null);

export const unknown = (why: string, more: Partial<UnknownValue> = {}): UnknownValue => ({
  kind: 'unknown',
  why,
  configured: false,
  ...more,
});

export const arrayOf = (items: readonly Value[], open = false): ArrayValue => ({
  kind: 'array',
  items: [...items],
  open,
});

export const objectOf = (
  entries: Iterable<readonly [string, Value]>,
  level = 0,
  open = false,
): ObjectValue => ({
  kind: 'object',
  fields: new Map(entries),
  level,
  open,
});

export const native = (name: string, run: NativeValue['run']): NativeValue => ({ kind: 'native', name, run });

export const textOf = (value: Value): string | undefined =>
  value.kind === 'primitive' && typeof value.value === 'string' ? value.value : undefined;

/** Most alternatives that are kept apart. */
const mostOptions = 48;

/** Joins alternatives; equal ones count once, and "not set yet" yields to anything else. */
export function choice(values: readonly Value[]): Value {
  const unique: Value[] = [];
  const seen = new Set<unknown>();
  for (const value of values)
    for (const option of optionsOf(value)) {
      const same = option.kind === 'primitive' ? option.value : option;
      if (seen.has(same)) continue;
      if (unique.length >= mostOptions) return unknown('one of very many values');
      seen.add(same);
      unique.push(option);
    }
  const set = unique.filter((value) => !(value.kind === 'primitive' && value.value === undefined));
  const options = set.length > 0 ? set : unique;
  const [first] = options;
  return options.length === 1 && first !== undefined ? first : { kind: 'choice', options };
}

/** The options of a choice, or the value itself. */
export const optionsOf = (value: Value): readonly Value[] =>
  value.kind === 'choice' ? value.options : [value];

/** Truth of a value as a condition; undefined when it cannot be told. */
export function truth(value: Value): boolean | undefined {
  switch (value.kind) {
    case 'primitive':
      return Boolean(value.value);
    case 'unknown':
    case 'result':
    case 'library':
      return undefined;
    case 'text':
      return value.parts.some((part) => typeof part === 'string' && part !== '') ? true : undefined;
    case 'choice': {
      const truths = new Set(value.options.map(truth));
      return truths.size === 1 ? [...truths][0] : undefined;
    }
    default:
      return true;
  }
}

/**
 * The only text among several values, where everything else comes from the configuration: it holds when nothing is
 * configured. An empty one also counts beside values that are not known, as a base path that nobody set.
 */
export function writtenDefault({ options }: ChoiceValue): string | undefined {
  const written = options.flatMap((option) => textOf(option) ?? []);
  const [only] = written;
  if (only === undefined || written.length > 1) return undefined;
  const others = options.filter((option) => textOf(option) === undefined);
  const fits = others.every(
    (option) =>
      isConfigured(option) || (/^\/?$/.test(only) && /^(unknown|text|result|library)$/.test(option.kind)),
  );
  return fits ? only : undefined;
}

/** Whether it is read from the environment or a configuration, at least its parts that are not written down. */
const isConfigured = (value: Value): boolean =>
  (value.kind === 'unknown' && value.configured) ||
  (value.kind === 'text' && value.parts.every((part) => typeof part === 'string' || part.configured));

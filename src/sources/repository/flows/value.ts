import type { Node } from 'oxc-parser';
import type { ParsedFile } from '../javascript/parse.ts';
import type { ClassNode, FunctionNode } from '../javascript/syntax.ts';
import { isUntrusted } from './marks.ts';
import type { Rows } from './row-traces.ts';
import type { Scope } from './scope.ts';
import { further, joinTaints } from './taints.ts';
import type { Station, TaintOf } from './taints.ts';

/** Where something untrusted comes in. */
export type Source = Station<ParsedFile, Node>;
export type Taint = TaintOf<ParsedFile, Node>;

/** What is written down of a text. */
export interface Text {
  readonly prefix: string;
  readonly suffix: string;
  /** It is exactly `prefix`. */
  readonly whole: boolean;
  /** It is one of these. */
  readonly choices?: readonly string[];
  /** A question mark or hash stands in it: what follows is no path. */
  readonly query: boolean;
}

/** What a call replaced in a text, in all places. */
export interface Replaced {
  readonly pattern: RegExp;
  readonly by: string;
}

export interface Place {
  readonly file: ParsedFile;
  readonly node: Node;
}

/** An object or array of the target. Mutable, as objects are. */
export interface Thing {
  readonly kind: 'object' | 'array' | 'instance';
  readonly fields: Map<string, Value>;
  /** What stands under keys that are not known, and in every place of an array. */
  rest: Value;
  readonly shape?: Shape;
  /** Where a field was written. */
  readonly places?: ReadonlyMap<string, Place>;
  /** Rows that were spread into it; what stands in a field of its own is not theirs. */
  spread?: readonly Trace[];
  /** Where a list was written out. */
  readonly place?: Place;
  /** How many branches stood open when it was made: a write in a further one may not happen. */
  readonly depth: number;
}

/** A class of the target. */
export interface Shape {
  readonly node: ClassNode;
  readonly file: ParsedFile;
  readonly scope: Scope;
  readonly parent: Value;
  readonly statics: Thing;
  instance?: Value;
}

/** What is imported from a package, and the way from there: `pg#Pool().query`; `#fetch` is of the language. */
export interface Trace {
  readonly name: string;
  /** Of the last call on the way. */
  readonly args?: readonly Value[];
  /** What the last call was made on. */
  readonly on?: Trace;
  /** Of rows that were looked up: which. */
  readonly rows?: Rows;
  /** Of a pattern: where it is written. */
  readonly place?: Place;
}

export interface Closure {
  readonly kind: 'closure';
  readonly node: FunctionNode;
  readonly file: ParsedFile;
  readonly scope: Scope;
  readonly self: Value | undefined;
  readonly home: Shape | undefined;
}

export interface Native {
  readonly kind: 'native';
  /** Under which sinks know it. */
  readonly name?: string;
  readonly run: (args: readonly Value[]) => Value;
}

export type Callable = Closure | Native | { readonly kind: 'class'; readonly shape: Shape };

/** What an expression may be, as far as it matters where untrusted text goes. */
export interface Value {
  readonly taints: readonly Taint[];
  readonly text?: Text;
  /** The last change before anything else was done with it. */
  readonly replaced?: Replaced;
  readonly things: readonly Thing[];
  readonly callables: readonly Callable[];
  readonly traces: readonly Trace[];
}

export const nothing: Value = { taints: [], things: [], callables: [], traces: [] };

export const tainted = (taints: readonly Taint[]): Value =>
  taints.length === 0 ? nothing : { ...nothing, taints };

export const written = (text: string): Value => ({
  ...nothing,
  text: { prefix: text, suffix: text, whole: true, query: /[?#]/.test(text) },
});

export const traced = (name: string, more: Omit<Trace, 'name'> = {}): Value => ({
  ...nothing,
  traces: [{ name, ...more }],
});

export const things = (...made: readonly Thing[]): Value => ({ ...nothing, things: made });

export const callable = (...made: readonly Callable[]): Value => ({ ...nothing, callables: made });

export const native = (run: Native['run'], name?: string): Value =>
  callable({ kind: 'native', run, ...(name === undefined ? {} : { name }) });

export const wholeText = ({ text }: { readonly text?: Text }): string | undefined =>
  text?.whole === true ? text.prefix : undefined;

/** Whether somebody outside decides what is in it. */
export const isFromOutside = ({ taints }: Value): boolean => taints.some(({ marks }) => isUntrusted(marks));

/** Most of a kind that one value keeps apart. */
const most = 6;

/** Nothing is known of it, or nothing is in it. */
export const isEmpty = (value: Value): boolean =>
  value === nothing ||
  (value.text === undefined &&
    value.taints.length + value.things.length + value.callables.length + value.traces.length === 0);

export function join(a: Value, b: Value): Value {
  if (a === b || isEmpty(b)) return a;
  if (isEmpty(a)) return b;
  const text = sharedText(a.text, b.text);
  return {
    taints: joinTaints(a.taints, b.taints),
    ...(text === undefined ? {} : { text }),
    ...(a.replaced !== undefined && a.replaced === b.replaced ? { replaced: a.replaced } : {}),
    things: union(a.things, b.things),
    callables: union(a.callables, b.callables),
    traces: joinTraces(a.traces, b.traces),
  };
}

export const joinAll = (values: readonly Value[]): Value => values.reduce(join, nothing);

/** Texts that may be one of a few written ones. */
export const choicesOf = ({ text }: { readonly text?: Text }): readonly string[] =>
  text === undefined ? [] : text.whole ? [text.prefix] : (text.choices ?? []);

function sharedText(a: Text | undefined, b: Text | undefined): Text | undefined {
  if (a === undefined || b === undefined) return undefined;
  if (a.whole && b.whole && a.prefix === b.prefix) return a;
  const [one, other] = [a.whole ? [a.prefix] : a.choices, b.whole ? [b.prefix] : b.choices];
  if (one === undefined || other === undefined || one.length + other.length > most) return undefined;
  return { prefix: '', suffix: '', whole: false, choices: [...one, ...other], query: a.query || b.query };
}

function union<T>(a: readonly T[], b: readonly T[]): readonly T[] {
  if (b.length === 0) return a;
  if (a.length === 0) return b;
  return [...new Set([...a, ...b])].slice(0, most);
}

function joinTraces(a: readonly Trace[], b: readonly Trace[]): readonly Trace[] {
  if (b.length === 0) return a;
  if (a.length === 0) return b;
  const names = new Set(a.map(({ name }) => name));
  return [...a, ...b.filter(({ name }) => !names.has(name))].slice(0, most);
}

export const stepped = (value: Value, what: string, file: ParsedFile, node: Node): Value =>
  value.taints.length === 0 ? value : { ...value, taints: further(value.taints, { what, file, node }) };

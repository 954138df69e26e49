import { further, joinTaints, masked } from '../../flows/taints.ts';
import type { Station, TaintOf } from '../../flows/taints.ts';
import type { Text as WrittenText } from '../../flows/value.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { PhpClass, PhpFile, PhpMethod } from '../classes.ts';
import type { Env } from './environment.ts';
import { can } from './marks.ts';
import { joinRecords } from './records/records.ts';
import type { Records } from './records/records.ts';

/** Where something untrusted comes in. */
export type Source = Station<PhpFile, SyntaxNode>;
export type Taint = TaintOf<PhpFile, SyntaxNode>;

/** What is written down of a text. */
export interface Text extends WrittenText {
  /** The quotation mark that is open at its end; empty outside of quotes. */
  readonly open: string;
  /** Somewhere in it is a tag. */
  readonly tagged: boolean;
}

/** Arrays of PHP are copied when they are handed on, so this never changes. */
export interface ArrayValue {
  readonly fields: ReadonlyMap<string, Value>;
  /** What stands under keys that are not known. */
  readonly rest: Value;
}

/** An object of a class of the target. */
export interface Instance {
  readonly class: PhpClass;
  readonly fields: Map<string, Value>;
  /** How many branches stood open when it was made: a write in a further one may not happen. */
  readonly depth: number;
}

export type Callable =
  | {
      readonly kind: 'closure';
      readonly node: SyntaxNode;
      readonly file: PhpFile;
      readonly class?: PhpClass;
      readonly self?: Value;
      readonly env: Env;
    }
  | { readonly kind: 'method'; readonly method: PhpMethod; readonly class?: PhpClass; readonly self?: Value };

/** What an expression may be, as far as it matters where untrusted text goes. */
export interface Value {
  readonly taints: readonly Taint[];
  readonly text?: Text;
  readonly array?: ArrayValue;
  readonly instances: readonly Instance[];
  readonly callables: readonly Callable[];
  /** Classes of libraries by their full names, and parts of a request by names with an `@`. */
  readonly kinds: readonly string[];
  /** Stored records that it stands for: a query that is put together, or what one found. */
  readonly records?: Records;
  /** A statement with the places where values are put into it. */
  readonly template?: readonly (string | Value)[];
}

export const nothing: Value = { taints: [], instances: [], callables: [], kinds: [] };

export const tainted = (taints: readonly Taint[]): Value =>
  taints.length === 0 ? nothing : { ...nothing, taints };

export const written = (text: string): Value => ({ ...nothing, text: textOf(text) });

export const ofKind = (...kinds: readonly string[]): Value => ({ ...nothing, kinds });

export const instanceOf = (instance: Instance): Value => ({ ...nothing, instances: [instance] });

export const callable = (made: Callable): Value => ({ ...nothing, callables: [made] });

export const arrayOf = (fields: ReadonlyMap<string, Value>, rest: Value = nothing): Value => ({
  ...nothing,
  array: { fields, rest },
});

export const textOf = (text: string): Text => ({
  prefix: text,
  suffix: text,
  whole: true,
  query: /[?#]/.test(text),
  open: quoteAfter(text, ''),
  tagged: /<[a-z!/]/i.test(text),
});

/** The quotation mark that is open behind a text that begins inside of one, or outside. */
export function quoteAfter(text: string, before: string): string {
  let open = before;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charAt(at);
    if (letter === '\\' && open !== '') at += 1;
    else if (open === '' && (letter === "'" || letter === '"')) open = letter;
    else if (letter === open) open = '';
  }
  return open;
}

/** Most of a kind that one value keeps apart. */
export const most = 8;

/** Nothing is known of it, or nothing is in it. */
export const isEmpty = (value: Value): boolean =>
  value === nothing ||
  (value.text === undefined &&
    value.array === undefined &&
    value.records === undefined &&
    value.taints.length + value.instances.length + value.callables.length + value.kinds.length === 0);

export function join(a: Value, b: Value): Value {
  if (a === b || isEmpty(b)) return withoutText(a, b);
  if (isEmpty(a)) return withoutText(b, a);
  const text = sharedText(a.text, b.text);
  const array = joinArrays(a.array, b.array);
  const records = joinRecords(a.records, b.records);
  return {
    taints: joinTaints(a.taints, b.taints),
    ...(text === undefined ? {} : { text }),
    ...(array === undefined ? {} : { array }),
    ...(records === undefined ? {} : { records }),
    ...(a.template !== undefined && a.template === b.template ? { template: a.template } : {}),
    instances: union(a.instances, b.instances),
    callables: union(a.callables, b.callables),
    kinds: union(a.kinds, b.kinds),
  };
}

/** What may also be something unknown is no written text any more. */
function withoutText(value: Value, other: Value): Value {
  if (value === other || value.text === undefined) return value;
  const { text, ...rest } = value;
  return text.whole || text.choices !== undefined ? rest : value;
}

export const joinAll = (values: readonly Value[]): Value => {
  const [first, ...more] = values;
  return first === undefined ? nothing : more.reduce(join, first);
};

function sharedText(a: Text | undefined, b: Text | undefined): Text | undefined {
  if (a === undefined || b === undefined) return undefined;
  if (a === b || (a.whole && b.whole && a.prefix === b.prefix)) return a;
  const open = a.open === b.open ? a.open : '';
  const beside = { query: a.query || b.query, open, tagged: a.tagged || b.tagged };
  const [one, other] = [a.whole ? [a.prefix] : a.choices, b.whole ? [b.prefix] : b.choices];
  if (one === undefined || other === undefined) {
    const prefix = sharedStart(a.prefix, b.prefix);
    return prefix === '' && open === '' && !beside.tagged
      ? undefined
      : { prefix, suffix: '', whole: false, ...beside };
  }
  const choices = [...new Set([...one, ...other])];
  return choices.length > most ? undefined : { prefix: '', suffix: '', whole: false, choices, ...beside };
}

function sharedStart(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return a.slice(0, length);
}

function joinArrays(a: ArrayValue | undefined, b: ArrayValue | undefined): ArrayValue | undefined {
  if (a === b || b === undefined) return a;
  if (a === undefined) return b;
  const fields = new Map(a.fields);
  for (const [key, value] of b.fields) {
    const known = fields.get(key);
    fields.set(key, known === undefined ? value : join(known, value));
  }
  return { fields, rest: join(a.rest, b.rest) };
}

function union<T>(a: readonly T[], b: readonly T[]): readonly T[] {
  if (b.length === 0 || a === b) return a;
  if (a.length === 0) return b;
  return [...new Set([...a, ...b])].slice(0, most);
}

/** Only what is untrusted of it. */
export const plain = ({ taints }: Value): Value => tainted(taints);

/** The same without its items. */
export const withoutItems = ({ taints, text, instances, callables, kinds }: Value): Value => ({
  taints,
  ...(text === undefined ? {} : { text }),
  instances,
  callables,
  kinds,
});

/** Arrays inside each other that are looked into. */
const deepest = 4;

/** What a record holds is markup as long as any text is. */
const withStored = (mask: number): number =>
  (mask & can.markup) === 0 ? mask & ~can.storedMarkup : mask | can.storedMarkup;

/** The same with less that can be done, also inside of arrays. */
export function masking(value: Value, mask: number, depth = 0): Value {
  const taints = masked(value.taints, withStored(mask));
  if (value.array === undefined || depth >= deepest) return { ...value, taints };
  const fields = new Map([...value.array.fields].map(([key, each]) => [key, masking(each, mask, depth + 1)]));
  return { ...value, taints, array: { fields, rest: masking(value.array.rest, mask, depth + 1) } };
}

/** Everything untrusted in a value and in what stands inside of it. */
export function deepTaints(value: Value, depth = 0): readonly Taint[] {
  if (value.array === undefined || depth >= deepest) return value.taints;
  let all = value.taints;
  for (const each of value.array.fields.values()) all = joinTaints(all, deepTaints(each, depth + 1));
  return joinTaints(all, deepTaints(value.array.rest, depth + 1));
}

/** What any item of an array may be. */
export function itemOf(value: Value): Value {
  const items = value.array === undefined ? [] : [...value.array.fields.values(), value.array.rest];
  const known = items.filter((each) => !isEmpty(each));
  const own = tainted(value.taints);
  return known.length === 0 ? own : isEmpty(own) ? joinAll(known) : join(joinAll(known), own);
}

export const stepped = (value: Value, what: string, file: PhpFile, node: SyntaxNode): Value =>
  value.taints.length === 0 ? value : { ...value, taints: further(value.taints, { what, file, node }) };

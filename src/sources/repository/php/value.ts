import type { SyntaxNode } from '../languages/syntax.ts';
import type { Origin } from '../../../model/origin.ts';
import type { PhpClass, PhpFile } from './classes.ts';

/** What an expression is known to give before anything runs. */
export type PhpValue =
  /** `hole` says why part of the text is not known; that part stands as `{unresolved}`. */
  | { readonly kind: 'text'; readonly text: string; readonly hole?: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' }
  /** `open`: it may hold more than these. */
  | { readonly kind: 'array'; readonly entries: readonly ArrayEntry[]; readonly open: boolean }
  | { readonly kind: 'closure'; readonly node: SyntaxNode; readonly scope: Scope }
  | {
      readonly kind: 'object';
      readonly className: string;
      readonly args: Arguments;
      readonly properties: Map<string, PhpValue>;
    }
  | { readonly kind: 'host'; readonly host: Host }
  | { readonly kind: 'unknown'; readonly why: string };

export interface ArrayEntry {
  readonly key?: string;
  readonly value: PhpValue;
  readonly node: SyntaxNode;
}

export interface Argument {
  readonly name?: string;
  readonly value: PhpValue;
  readonly node: SyntaxNode;
}

export type Arguments = readonly Argument[];

/** Variables of one running body. */
export interface Scope {
  readonly file: PhpFile;
  readonly class?: PhpClass;
  /** What `$this` is. */
  readonly self?: PhpValue;
  readonly variables: Map<string, PhpValue>;
}

/** An object of a framework: its methods are ours. */
export interface Host {
  readonly className: string;
  /** Undefined: it has no such method of interest. */
  readonly call: (method: string, args: Arguments, site: Site) => PhpValue | undefined;
  readonly read?: (property: string) => PhpValue | undefined;
}

/** Where a call stands. */
export interface Site {
  readonly node: SyntaxNode;
  readonly scope: Scope;
}

export type ReadOrigin = Origin & { readonly kind: 'read' };

export const originAt = (file: PhpFile | string, node: { readonly line: number }): ReadOrigin => ({
  kind: 'read',
  file: typeof file === 'string' ? file : file.path,
  line: node.line,
});

export const unknown = (why: string): PhpValue => ({ kind: 'unknown', why });
export const text = (value: string): PhpValue => ({ kind: 'text', text: value });
export const boolean = (value: boolean): PhpValue => ({ kind: 'boolean', value });
export const nothing: PhpValue = { kind: 'null' };

/** An argument by its name or position. */
export function argument(args: Arguments, at: number, name?: string): PhpValue | undefined {
  const named = name === undefined ? undefined : args.find((each) => each.name === name);
  if (named !== undefined) return named.value;
  const positional = args[at];
  return positional?.name === undefined ? positional?.value : undefined;
}

/** The text, when all of it is known. */
export function textOf(value: PhpValue | undefined): string | undefined {
  if (value?.kind === 'text') return value.hole === undefined ? value.text : undefined;
  if (value?.kind === 'number') return String(value.value);
  return undefined;
}

/** Texts of a text or of a list of texts. */
export function textsOf(value: PhpValue | undefined): readonly string[] {
  if (value?.kind === 'array') return value.entries.flatMap((entry) => textsOf(entry.value));
  const known = textOf(value);
  return known === undefined ? [] : [known];
}

export const entryOf = (value: PhpValue | undefined, key: string): PhpValue | undefined =>
  value?.kind === 'array' ? value.entries.findLast((entry) => entry.key === key)?.value : undefined;

export const itemsOf = (value: PhpValue | undefined): readonly PhpValue[] =>
  value === undefined || value.kind === 'null'
    ? []
    : value.kind === 'array'
      ? value.entries.map((entry) => entry.value)
      : [value];

/** Longest text and list that are followed: a target cannot make them grow without end. */
const longest = 20_000;
const mostEntries = 5_000;

/** A list with its end cut off where it is too long. */
export function listOf(entries: readonly ArrayEntry[], open: boolean): PhpValue {
  return entries.length > mostEntries
    ? { kind: 'array', entries: entries.slice(0, mostEntries), open: true }
    : { kind: 'array', entries, open };
}

/** As PHP joins texts; what is not known leaves a hole. */
export function joined(values: readonly PhpValue[]): PhpValue {
  let whole = '';
  let hole: string | undefined;
  for (const value of values) {
    if (whole.length > longest) return unknown('a text that is too long');
    switch (value.kind) {
      case 'text':
        whole += value.text;
        hole ??= value.hole;
        break;
      case 'number':
        whole += String(value.value);
        break;
      case 'boolean':
        whole += value.value ? '1' : '';
        break;
      case 'null':
        break;
      default:
        whole += '{unresolved}';
        hole ??= value.kind === 'unknown' ? value.why : `part of the text is ${value.kind}`;
    }
  }
  if (whole.length > longest) return unknown('a text that is too long');
  return { kind: 'text', text: whole, ...(hole === undefined ? {} : { hole }) };
}

/** Undefined = not known. */
export function truth(value: PhpValue): boolean | undefined {
  switch (value.kind) {
    case 'boolean':
      return value.value;
    case 'null':
      return false;
    case 'text':
      return value.hole === undefined ? value.text !== '' && value.text !== '0' : undefined;
    case 'number':
      return value.value !== 0;
    case 'array':
      return value.entries.length > 0 ? true : value.open ? undefined : false;
    case 'closure':
    case 'object':
    case 'host':
      return true;
    case 'unknown':
      return undefined;
  }
}

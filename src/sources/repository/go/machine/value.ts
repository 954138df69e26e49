import type { Origin } from '../../../../model/origin.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { GoFile } from '../program/package.ts';
import type { GoRoute, GoRouter } from '../routing/router.ts';
import type { GoTypeRef } from './types.ts';

export type Site = Origin & { readonly kind: 'read' };

/** Part of a text that is only known at run time. */
export interface Hole {
  readonly why: string;
  /** The field or function it comes from. */
  readonly name?: string;
}

export interface FunctionValue {
  readonly kind: 'function';
  /** A declaration or a literal. */
  readonly node: SyntaxNode;
  readonly file: GoFile;
  readonly scope?: Scope;
  /** The receiver of a method. */
  readonly self?: Value;
  readonly name?: string;
  /** The call of a function of the target that answered this one. */
  readonly maker?: { readonly name: string; readonly fn: FunctionValue; readonly args: readonly Value[] };
}

export interface ObjectValue {
  readonly kind: 'object';
  readonly type?: GoTypeRef;
  readonly fields: Map<string, Value>;
  /** It was made here, so that a field that is not set is empty. */
  readonly made?: boolean;
  /** How many open decisions stood around it when it was made. */
  readonly level?: number;
}

/** A name of a package that is not in the repository: `http.MethodGet`, `gin.Default`. */
export interface LibraryValue {
  readonly kind: 'library';
  readonly package: string;
  readonly path: string;
}

/** What a function of a library answered, or a composite literal of one of its types (`path` ends in `{}`). */
export interface ResultValue {
  readonly kind: 'result';
  readonly package: string;
  readonly path: string;
  readonly args: readonly Value[];
  readonly fields?: ReadonlyMap<string, Value>;
  readonly site: Site;
}

/** A handler or router behind a middleware that was called with it. */
export interface WrappedValue {
  readonly kind: 'wrapped';
  readonly by: Value;
  readonly written?: string;
  readonly inner: Value;
  /** The function that stands in its place, where it can be seen. */
  readonly outer?: Value;
  readonly site: Site;
}

export type Value =
  | { readonly kind: 'text'; readonly parts: readonly (string | Hole)[] }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'nil' }
  | FunctionValue
  | ObjectValue
  | { readonly kind: 'list'; readonly items: Value[] }
  | { readonly kind: 'map'; readonly entries: Map<string, Value> }
  | { readonly kind: 'tuple'; readonly items: readonly Value[] }
  | { readonly kind: 'type'; readonly type: GoTypeRef }
  | { readonly kind: 'choice'; readonly options: readonly Value[] }
  | { readonly kind: 'router'; readonly router: GoRouter }
  /** A route that may still be told more: `r.HandleFunc(…).Methods(…)`. */
  | { readonly kind: 'route'; readonly route: GoRoute; readonly router: GoRouter }
  | WrappedValue
  | LibraryValue
  | ResultValue
  | {
      readonly kind: 'unknown';
      readonly why: string;
      readonly type?: GoTypeRef;
      /** The field or function that it is read from. */
      readonly name?: string;
    };

export interface Binding {
  value: Value;
  /** How many open decisions stood around it when it was made. */
  readonly level: number;
}

export interface Scope {
  readonly bindings: Map<string, Binding>;
  readonly parent?: Scope;
}

export const text = (value: string): Value => ({ kind: 'text', parts: [value] });

export const unknown = (why: string, type?: GoTypeRef, name?: string): Value => ({
  kind: 'unknown',
  why,
  ...(type === undefined ? {} : { type }),
  ...(name === undefined ? {} : { name }),
});

export const nil: Value = { kind: 'nil' };

/** The text a value is, where all of it is known. */
export const plainText = (value: Value | undefined): string | undefined =>
  value?.kind === 'text' && value.parts.every((part) => typeof part === 'string')
    ? value.parts.join('')
    : undefined;

export const optionsOf = (value: Value): readonly Value[] =>
  value.kind === 'choice' ? value.options : [value];

/** Either of two values, the same only once. */
export function either(first: Value, second: Value): Value {
  const options: Value[] = [];
  for (const option of [...optionsOf(first), ...optionsOf(second)])
    if (!options.some((other) => isSame(other, option))) options.push(option);
  const plain = withoutBase(options);
  if (plain !== undefined) return plain;
  const [only] = options;
  if (options.length === 1 && only !== undefined) return only;
  return { kind: 'choice', options: options.slice(0, 8) };
}

/**
 * A text with and without something before it that is only known at run time: the path below which an installation is
 * served. The plain one is what holds when nothing is configured.
 */
function withoutBase(options: readonly Value[]): Value | undefined {
  const plain = options.find((option) => plainText(option) !== undefined);
  const end = plainText(plain);
  if (end === undefined || options.length < 2) return undefined;
  const others = options.filter((option) => option !== plain);
  const isBelow = (option: Value): boolean =>
    option.kind === 'text' &&
    option.parts.length === (end === '' ? 1 : 2) &&
    typeof option.parts[0] !== 'string' &&
    (end === '' || option.parts[1] === end);
  return others.every(isBelow) ? plain : undefined;
}

function isSame(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind) return false;
  if (a.kind === 'function' && b.kind === 'function') return a.node === b.node && a.self === b.self;
  if (a.kind === 'router' && b.kind === 'router') return a.router === b.router;
  if ((a.kind === 'number' || a.kind === 'boolean') && (b.kind === 'number' || b.kind === 'boolean'))
    return a.value === b.value;
  const plain = plainText(a);
  return (plain !== undefined && plain === plainText(b)) || (a.kind === 'nil' && b.kind === 'nil');
}

/** Text in the order it is joined; a value that is no known text is a hole. */
export function joinText(values: readonly Value[]): Value {
  const parts: (string | Hole)[] = [];
  for (const part of values.flatMap(partsOf)) {
    const last = parts.at(-1);
    if (typeof part === 'string' && typeof last === 'string') parts[parts.length - 1] = last + part;
    else parts.push(part);
  }
  return { kind: 'text', parts: parts.length === 0 ? [''] : parts.slice(0, 60) };
}

export function partsOf(value: Value): readonly (string | Hole)[] {
  switch (value.kind) {
    case 'text':
      return value.parts;
    case 'number':
    case 'boolean':
      return [String(value.value)];
    case 'unknown':
      return [{ why: value.why, ...(value.name === undefined ? {} : { name: value.name }) }];
    case 'choice':
      return [{ why: 'one of several values' }];
    case 'result':
    case 'library':
      return [
        {
          why: `what ${value.package.split('/').at(-1) ?? ''}.${value.path} answers is not known`,
          name:
            (value.kind === 'result' ? plainText(value.args[0]) : undefined) ??
            value.path.replaceAll(/\(\)/g, ''),
        },
      ];
    default:
      return [{ why: `a ${value.kind} where a text was expected` }];
  }
}

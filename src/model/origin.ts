/** Where a value of the model came from. `assumed` and `default` values form the assumption register. */
export type Origin =
  /** Read in a file of the target; `file` is relative to the target's root, `line` and `column` are 1-based. */
  | { readonly kind: 'read'; readonly file: string; readonly line: number; readonly column?: number }
  /** Read in a database catalogue; `object` is the qualified name. */
  | { readonly kind: 'catalog'; readonly object: string }
  /** Said by the user: a path in the brief (`workloads.browse.think`) or the words of a sentence. */
  | {
      readonly kind: 'given';
      readonly path: string;
      readonly file?: string;
      readonly line?: number;
      readonly text?: string;
    }
  /** Computed; `rule` names the formula or design rule, `from` the values it used, in words. */
  | { readonly kind: 'derived'; readonly rule: string; readonly from: readonly string[] }
  /** Brought by a capability pack. */
  | { readonly kind: 'default'; readonly pack: string; readonly version: string; readonly path?: string }
  /** Nobody said it and nothing implies it; `because` says why this value was taken. */
  | { readonly kind: 'assumed'; readonly because: string };

/** Units a quantity can carry. Ratios are plain numbers from 0 to 1 (`ratio`), shown as percent. */
export type Unit =
  | 'ms'
  | 's'
  | 'rows'
  | 'bytes'
  | 'requests/s'
  | 'rows/s'
  | 'rows/year'
  | 'bytes/s'
  | 'ratio'
  | 'users'
  | 'people'
  | 'instances'
  | 'connections'
  | 'vCPU'
  | 'EUR'
  | 'EUR/month'
  | 'days'
  | 'x'
  | 'count'
  | 'cost units';

/** A number that can be shown: unit, origin and, where it is estimated, the range it lies in. */
export interface Quantity {
  readonly value: number;
  readonly unit: Unit;
  readonly origin: Origin;
  readonly low?: number;
  readonly high?: number;
}

/** Any other value together with its origin. */
export interface Sourced<T> {
  readonly value: T;
  readonly origin: Origin;
}

/** Something that could not be read, resolved or covered; told by name and counted, never dropped. */
export interface Gap {
  /** What was attempted, e.g. `read-file`, `resolve-route-prefix`, `parse-sql`. */
  readonly kind: string;
  readonly subject: string;
  readonly why: string;
  readonly origin?: Origin;
}

/** Plain JSON, for values that pass through unchanged. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A derived quantity; `from` lists the inputs in words so that a reader can redo the sum. */
export function derived(value: number, unit: Unit, rule: string, from: readonly string[]): Quantity {
  return { value, unit, origin: { kind: 'derived', rule, from } };
}

/** An assumed quantity with the range in which the truth is expected. */
export function assumed(value: number, unit: Unit, because: string, low: number, high: number): Quantity {
  return { value, unit, origin: { kind: 'assumed', because }, low, high };
}

import type { Origin } from './origin.ts';

/** One condition of a filter: a path and how its value is bound. */
export interface DocumentCondition {
  /** Dotted path, as the code writes it. */
  readonly path: string;
  readonly by: 'equal' | 'compared';
}

/** What a call of a document store (MongoDB) says that its paraphrase as a statement cannot. */
export interface DocumentAccess {
  /** As the library names it: `findOne`. */
  readonly call: string;
  /** Conditions that all hold; absent unless the whole filter stands in the call. */
  readonly filter?: readonly DocumentCondition[];
  /** Paths matched by a pattern that no range of an index can answer, and why not. */
  readonly patterns?: readonly {
    readonly path: string;
    readonly why: 'not anchored' | 'case-insensitive';
  }[];
  /** Arrays it makes longer. `capped`: `$slice` drops the oldest elements in the same update. */
  readonly grows?: readonly { readonly path: string; readonly capped: boolean }[];
  /** Operator or method that makes the server run JavaScript: `$where`, `mapReduce`. */
  readonly runs?: string;
  /** Paths saved with a value that was computed in the process from the value read before. */
  readonly computes?: readonly string[];
  /** The same function looked for a document by these paths first, and stores one after that. */
  readonly after?: { readonly paths: readonly string[]; readonly origin: Origin };
}

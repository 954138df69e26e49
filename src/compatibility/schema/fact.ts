import type { Parts } from './conjuncts.ts';
import type { SchemaCheck } from './kinds.ts';

/** Something that differs between two schemas. */
export interface Fact {
  readonly kind: SchemaCheck;
  /** Whether the compared schema itself differs or something inside it. */
  readonly level: 'self' | 'inside';
  readonly old: string;
  readonly new: string;
  /** One sentence. */
  readonly what: string;
}

/** Data goes to the server, or comes from it. */
export type Side = 'request' | 'response';

/** Facts of an inner schema as the outer one tells them. */
export const insideOf = (facts: readonly Fact[]): readonly Fact[] =>
  facts.map((fact) => (fact.level === 'inside' ? fact : { ...fact, level: 'inside' }));

/** How facts are looked for. */
export interface Comparing {
  readonly side: Side;
  /** Values travel as text (query, path, header): a string can take any scalar. */
  readonly isText: boolean;
  /** Compares inner schemas; a pair that is being compared already adds nothing. */
  readonly inner: (old: Parts, next: Parts) => readonly Fact[];
}

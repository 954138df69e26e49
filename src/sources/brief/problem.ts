import type { Brief } from '../../model/brief.ts';

/** Something in a brief, a pack or a sentence that cannot be used, said so that a person can mend it. */
export interface BriefProblem {
  /** As the user typed it; `<sentence>` for free text. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly column: number;
  readonly what: string;
  readonly why: string;
  readonly next: string;
}

export type BriefResult =
  | { readonly kind: 'brief'; readonly brief: Brief }
  | { readonly kind: 'invalid'; readonly problems: readonly BriefProblem[] };

/** `file:line:column  what. why. next.` as shown on a terminal. */
export const printProblem = (problem: BriefProblem): string =>
  `${problem.file}:${problem.line}:${problem.column}  ${problem.what}\n  why   ${problem.why}\n  next  ${problem.next}`;

/** The answer of a value grammar: the value, or what is wrong with the text and how to write it. */
export type Parsed<T> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'problem'; readonly why: string; readonly next: string };

export const parsed = <T>(value: T): Parsed<T> => ({ kind: 'value', value });

export const refused = (why: string, next: string): Parsed<never> => ({ kind: 'problem', why, next });

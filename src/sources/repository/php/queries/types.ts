import type { Kept } from '../../processes/kept.ts';
import type { QueryDraft } from '../../queries/draft.ts';
import type { Stored } from '../../queries/stored.ts';
import type { CallGraph } from '../../code/call-graph.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { PhpClass, PhpFile } from '../classes.ts';
import type { PhpCodebase } from '../codebase.ts';
import type { Machine } from '../machine.ts';
import type { Entities } from './entities.ts';
import type { Inherited } from './inherited.ts';
import type { Outcome as OutcomeOf } from '../../queries/outcome.ts';
import type { WrittenText } from '../../queries/written-text.ts';

/** What an expression is known to give, as far as statements depend on it. */
export type PhpType =
  | Stored
  | {
      readonly kind: 'object';
      readonly name: string;
      readonly of?: string;
      /** The class itself, where others go by the same name. */
      readonly declared?: PhpClass;
    }
  | { readonly kind: 'class'; readonly name: string };

export interface Variable {
  readonly type?: PhpType;
  readonly text?: WrittenText;
  /** No attack fits in: a number, a list of marks, escaped text. */
  readonly harmless?: boolean;
  /** Each turn of a loop gives it anew, and nothing says what it is: it may be a list itself. */
  readonly portion?: boolean;
  /** A list that is written out in the code. */
  readonly written?: boolean;
  /** The text of a statement that whoever calls the function gives: it is told there. */
  readonly handedOn?: true;
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where code stands: its function with what is known of its variables. */
export interface Frame {
  readonly file: PhpFile;
  readonly class?: PhpClass;
  /** The class that declares the function, where it is read for one that inherits it. */
  readonly declaring?: PhpClass;
  readonly body?: SyntaxNode;
  readonly operation?: string;
  readonly variables: Map<string, Variable>;
  readonly inLoop: boolean;
  readonly inTransaction: boolean;
  /** Transactions that are begun and ended by hand. */
  readonly manual: readonly Span[];
  readonly depth: number;
}

export type Outcome = OutcomeOf<PhpType>;

export interface Reading {
  readonly kept: Kept;
  readonly codebase: PhpCodebase;
  readonly machine: Machine;
  readonly graph: CallGraph;
  readonly inherited: Inherited;
  readonly entities: Entities;
  readonly drafts: QueryDraft[];
  readonly unread: { readonly file: string; readonly line: number }[];
  readonly outcomes: WeakMap<SyntaxNode, Outcome>;
  readonly returns: Map<SyntaxNode, PhpType | undefined>;
}

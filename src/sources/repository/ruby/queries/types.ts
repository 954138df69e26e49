import type { CallGraph } from '../../code/call-graph.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { Kept } from '../../processes/kept.ts';
import type { QueryDraft } from '../../queries/draft.ts';
import type { Stored } from '../../queries/stored.ts';
import type { Code } from '../code.ts';
import type { Classes } from './classes.ts';
import type { Entities } from './entities.ts';
import type { Outcome as OutcomeOf } from '../../queries/outcome.ts';
import type { WrittenText } from '../../queries/written-text.ts';

/** What an expression is known to give, as far as statements depend on it. */
export type RubyType =
  | Stored
  /** An object of a class, or the class itself. */
  | { readonly kind: 'object'; readonly name: string }
  | { readonly kind: 'class'; readonly name: string }
  /** A connection that takes texts. */
  | { readonly kind: 'connection' };

export interface Variable {
  readonly type?: RubyType;
  readonly text?: WrittenText;
  readonly harmless?: boolean;
}

export interface Frame {
  readonly file: string;
  /** Full name of the class or module around. */
  readonly namespace: string;
  /** `self` is the class. */
  readonly onClass: boolean;
  readonly body?: SyntaxNode;
  readonly operation?: string;
  readonly variables: Map<string, Variable>;
  readonly inLoop: boolean;
  readonly inTransaction: boolean;
  readonly depth: number;
}

export type Outcome = OutcomeOf<RubyType>;

export interface Reading {
  readonly kept: Kept;
  readonly code: Code;
  readonly classes: Classes;
  readonly entities: Entities;
  readonly graph: CallGraph;
  readonly drafts: QueryDraft[];
  readonly unread: { readonly file: string; readonly line: number }[];
  readonly outcomes: WeakMap<SyntaxNode, Outcome>;
  readonly returns: Map<SyntaxNode, RubyType | undefined>;
}

import type { CallGraph } from '../../code/call-graph.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { Kept } from '../../processes/kept.ts';
import type { QueryDraft } from '../../queries/draft.ts';
import type { Selection, Stored, Verb } from '../../queries/stored.ts';
import type { Entities } from './entities.ts';
import type { Handing } from './handing.ts';
import type { CodeIndex, PyClass, PyModule } from './code-index.ts';
import type { Inherited } from './inherited.ts';
import type { Outcome as OutcomeOf } from '../../queries/outcome.ts';
import type { WrittenText } from '../../queries/written-text.ts';

/** What an expression is known to give, as far as statements depend on it. */
export type PyType =
  | Stored
  | { readonly kind: 'object'; readonly of: PyClass }
  | { readonly kind: 'class'; readonly of: PyClass }
  | { readonly kind: 'library'; readonly path: string }
  /** A session or connection that statements are handed to. */
  | { readonly kind: 'session' }
  | { readonly kind: 'cursor' }
  /** `select(…)`, `update(…)`: nothing is sent before it is executed. */
  | { readonly kind: 'statement'; readonly verb: Verb; readonly query: Selection }
  /** What an executed statement gives. */
  | { readonly kind: 'result'; readonly query: Selection };

export interface Variable {
  readonly type?: PyType;
  readonly text?: WrittenText;
  readonly harmless?: boolean;
  /** A list that is written out in the code. */
  readonly written?: boolean;
}

export interface Frame {
  readonly module: PyModule;
  readonly owner?: PyClass;
  /** The class that declares the function, where it is read for one that inherits it: the owner. */
  readonly declaring?: PyClass;
  readonly body?: SyntaxNode;
  readonly operation?: string;
  readonly variables: Map<string, Variable>;
  readonly inLoop: boolean;
  readonly inTransaction: boolean;
  readonly depth: number;
}

export type Outcome = OutcomeOf<PyType>;

export interface Reading {
  readonly kept: Kept;
  readonly index: CodeIndex;
  readonly entities: Entities;
  readonly graph: CallGraph;
  readonly inherited: Inherited;
  /** Functions that take the text of a statement for a driver. */
  readonly handing: Handing;
  readonly drafts: QueryDraft[];
  readonly unread: { readonly file: string; readonly line: number }[];
  readonly outcomes: WeakMap<SyntaxNode, Outcome>;
  readonly returns: Map<SyntaxNode, Map<PyClass | undefined, PyType | undefined>>;
  /** Calls whose answer is read as one row. */
  readonly single: WeakSet<SyntaxNode>;
}

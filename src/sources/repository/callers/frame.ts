import type { Query, Table } from '../../../model/data.ts';
import type { Lines } from '../code/call-graph.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import type { Fact } from './facts.ts';
import type { Mark } from './mark.ts';
import type { CallShape } from './shapes.ts';

/** What a call of a function brings. */
export interface Summary {
  readonly returns: Mark;
  readonly facts: readonly Fact[];
}

/** A function of the target that a call runs. */
export interface Callee {
  readonly lines: Lines;
  readonly node: SyntaxNode;
  /** What stands above it: decorators, one a line. */
  readonly decorators: string;
}

export interface World {
  /** The functions that a call runs, as far as names and types tell. */
  readonly callees: (file: string, call: CallShape) => readonly Callee[];
  /** Statements by the line of a file on which they are told. */
  readonly statements: (file: string, line: number) => readonly Query[];
  /** The table of that name or of the rows of a class of that name. */
  readonly table: (name: string) => Table | undefined;
  readonly summary: (callee: Callee, given: ReadonlyMap<string, Mark>, depth: number) => Summary;
}

/** A function that is walked with what its parameters hold. */
export interface Frame {
  readonly world: World;
  readonly file: string;
  readonly node: SyntaxNode;
  readonly marks: Map<string, Mark>;
  readonly depth: number;
  /** Once all names are bound: what expressions hold. */
  known?: Map<SyntaxNode, Mark>;
}

/** Calls within calls that are followed from a handler. */
export const deepest = 8;

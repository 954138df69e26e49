import type { Callee } from '../callers/frame.ts';
import type { CallShape } from '../callers/shapes.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import type { Handing } from '../python/queries/handing.ts';
import type { Hit, Value } from './sent.ts';

/** What a call of a function brings. */
export interface Summary {
  readonly returns: Value;
  readonly hits: readonly Hit[];
}

export interface SentWorld {
  /** Names of fields of bodies that a validator of their class looks at. */
  readonly validated: ReadonlySet<string>;
  /** Whether a file has the one request of Flask or Bottle, whose handlers answer texts as pages. */
  readonly isFlask: (file: string) => boolean;
  /** Python: functions of the target that hand statements on to a driver. */
  readonly handing: Handing;
  readonly callees: (file: string, call: CallShape) => readonly Callee[];
  readonly summary: (callee: Callee, given: ReadonlyMap<string, Value>, depth: number) => Summary;
}

/** A value that a name is given in a function. */
export interface Write {
  readonly value: SyntaxNode;
  /** Offset behind which the name holds it. */
  readonly from: number;
  /** Offsets between which it is certain to be held: those of the block around it. */
  readonly block: { readonly start: number; readonly end: number };
  /** It is put to what the name held before. */
  readonly isAdded: boolean;
  /** One element after the other of the value, or the part of that number of each. */
  readonly isElement?: true;
  readonly part?: number;
  /** The call fills it: `Decode(&body)`. */
  readonly isFilled: boolean;
}

/** A function that is walked with what its parameters hold. */
export interface Frame {
  readonly world: SentWorld;
  readonly file: string;
  readonly node: SyntaxNode;
  readonly given: ReadonlyMap<string, Value>;
  readonly writes: ReadonlyMap<string, readonly Write[]>;
  readonly depth: number;
  readonly known: Map<SyntaxNode, Value>;
}

/** Calls within calls that are followed from a handler. */
export const deepest = 6;

export const endOf = ({ start, text }: SyntaxNode): number => start + text.length;

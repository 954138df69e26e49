import type { CallExpression } from 'oxc-parser';
import { calledFunction } from '../code/called.ts';
import type { Tracer } from '../code/tracing.ts';
import type { Place } from '../code/visit.ts';
import type { QueryDraft } from './draft.ts';

/** Functions of the target that are called once for each element, or inside a transaction. */
export interface FunctionCalls {
  readonly visit: (call: CallExpression, place: Place) => void;
  /** The statement with what its function's callers say of it. */
  readonly placed: (draft: QueryDraft) => QueryDraft;
}

/**
 * A statement stands in a loop as well when the function around it is called in one. One step is followed: a function
 * of the file or of an import, a method of the class, a method of a field whose class is declared.
 */
export function functionCalls(tracer: Tracer): FunctionCalls {
  const looped = new Set<string>();
  const outside = new Set<string>();
  const joined = new Set<string>();
  return {
    visit: (call, place) => {
      const name = calledFunction(tracer, call, place);
      if (name === undefined) return;
      if (place.inLoop) looped.add(name);
      if (place.inTransaction) joined.add(name);
      else outside.add(name);
    },
    placed: (draft) => {
      const { operation } = draft;
      if (operation === undefined) return draft;
      const keys = [`${draft.origin.file}#${operation}`, ...(operation.includes('.') ? [operation] : [])];
      const inLoop = draft.inLoop || keys.some((key) => looped.has(key));
      const always = keys.some((key) => joined.has(key)) && !keys.some((key) => outside.has(key));
      return { ...draft, inLoop, inTransaction: draft.inTransaction || always };
    },
  };
}

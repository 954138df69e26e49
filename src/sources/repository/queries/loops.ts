import type { Reach } from '../code/call-graph.ts';
import type { QueryDraft } from './draft.ts';

/** A statement or a call of a store, as far as its place counts. */
type Issued = Pick<
  QueryDraft,
  'operation' | 'key' | 'origin' | 'collected' | 'mayBeLoaded' | 'inLoop' | 'loop' | 'inTransaction'
>;

/**
 * The statement with what its function's callers say of it: it stands in a loop as well when the function around it
 * is called in one, and in a transaction when it is only called inside of one. One step is followed.
 */
export function placed<Draft extends Issued>(reach: Reach, draft: Draft): Draft {
  const { operation, key } = draft;
  if (operation === undefined) return draft;
  const keys =
    key !== undefined
      ? [key]
      : [`${draft.origin.file}#${operation}`, ...(operation.includes('.') ? [operation] : [])];
  const callers = keys.flatMap((key) => reach.callersOf(key) ?? []);
  const isAlone = draft.collected !== true && draft.mayBeLoaded !== true;
  const inLoop = draft.inLoop || (isAlone && callers.some((each) => each.inLoop));
  const always = callers.some((each) => each.inTransaction) && !callers.some((each) => each.outside);
  const loop = inLoop && !draft.inLoop ? callers.find((each) => each.loop !== undefined)?.loop : undefined;
  const told = loop === undefined ? {} : { loop: { kind: 'read', ...loop } as const };
  return { ...draft, ...told, inLoop, inTransaction: draft.inTransaction || always };
}

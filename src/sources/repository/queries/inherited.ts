import type { CallGraph } from '../code/call-graph.ts';
import type { QueryDraft } from './draft.ts';

/** Most pairs of an inherited method and a class below it that are read. */
export const mostPairs = 8_000;

/** The classes that inherit each method. */
export function byMethod<Node, Heir>(
  pairs: readonly { readonly node: Node; readonly heir: Heir }[],
): ReadonlyMap<Node, ReadonlySet<Heir>> {
  const found = new Map<Node, Set<Heir>>();
  for (const { node, heir } of pairs) found.set(node, (found.get(node) ?? new Set<Heir>()).add(heir));
  return found;
}

interface PairStatements {
  readonly key: string;
  readonly drafts: readonly QueryDraft[];
}

interface Sink {
  readonly drafts: QueryDraft[];
  readonly graph: CallGraph;
}

/**
 * Statements that an inherited method issues for one of the classes below it only, added where anything calls it for
 * that class. Reading a method may tell of further calls, so it is gone through until no more are called.
 */
export function readCalled<Pair>(
  { drafts, graph }: Sink,
  pairs: readonly Pair[],
  keyOf: (pair: Pair) => string,
  read: (pair: Pair) => PairStatements,
): void {
  const told = new Set(drafts.map(textOf));
  let open = pairs;
  for (let before = -1; before !== open.length;) {
    before = open.length;
    open = open.filter((pair) => {
      if (graph.callersOf(keyOf(pair)) === undefined) return true;
      const issued = read(pair);
      for (const draft of issued.drafts) {
        if (told.has(textOf(draft))) continue;
        const { origin, operation = '' } = draft;
        drafts.push({ ...draft, key: issued.key });
        graph.addOfHeir({ file: origin.file, line: origin.line, operation });
      }
      return false;
    });
  }
}

const textOf = ({ origin, sql }: QueryDraft): string => `${origin.file}:${origin.line} ${sql}`;

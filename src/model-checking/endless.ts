import type { Checker } from './checker.ts';
import type { Kernel } from './generate.ts';
import { type StateGraph, graphOf } from './state-graph.ts';
import type { Move } from './trace.ts';

/** A state from which no end can be reached, and steps that lead from it round for ever. */
export interface Endless {
  readonly state: number;
  readonly before: readonly Move[];
  readonly loop: readonly Move[];
}

/**
 * Of the states from which no step but faults leads to an end any more (AG EF, Clarke and Emerson 1981), the one
 * nearest to the start. Where nothing ends, what must hold at the end is never asked: that it holds says nothing.
 * After a complete search that recorded its edges; `ends` tells how many there were after each state.
 */
export function endlessIn(
  { actions }: Checker,
  kernel: Kernel,
  ends: readonly number[],
): Endless | undefined {
  const graph = graphOf(kernel, actions, ends);
  const isFault = Uint8Array.from(graph.actionOf, (action) => (actions[action]?.step.isFault ? 1 : 0));
  const canEnd = statesThatCanEnd(graph, isFault);
  const state = canEnd.indexOf(0);
  return state === -1 ? undefined : { state, ...roundFrom(graph, isFault, state) };
}

/** Backwards from the states without a step but faults; typed arrays, because there may be millions of edges. */
function statesThatCanEnd({ nodes, first, targets, labels }: StateGraph, isFault: Uint8Array): Uint8Array {
  const counts = new Int32Array(nodes + 1);
  const canEnd = new Uint8Array(nodes).fill(1);
  const eachEdge = (visit: (from: number, to: number) => void): void => {
    for (let from = 0; from < nodes; from += 1)
      for (let edge = first[from] ?? 0; edge < (first[from + 1] ?? 0); edge += 1)
        if (isFault[labels[edge] ?? 0] === 0) visit(from, targets[edge] ?? 0);
  };
  eachEdge((from, to) => {
    canEnd[from] = 0;
    counts[to + 1] = (counts[to + 1] ?? 0) + 1;
  });
  for (let node = 0; node < nodes; node += 1)
    counts[node + 1] = (counts[node + 1] ?? 0) + (counts[node] ?? 0);
  const next = counts.slice();
  const sources = new Int32Array(counts[nodes] ?? 0);
  eachEdge((from, to) => {
    sources[next[to] ?? 0] = from;
    next[to] = (next[to] ?? 0) + 1;
  });
  const open = new Int32Array(nodes);
  let found = 0;
  for (let node = 0; node < nodes; node += 1) if (canEnd[node] === 1) open[found++] = node;
  for (let at = 0; at < found; at += 1) {
    const node = open[at] ?? 0;
    for (let edge = counts[node] ?? 0; edge < (counts[node + 1] ?? 0); edge += 1) {
      const source = sources[edge] ?? 0;
      if (canEnd[source] === 1) continue;
      canEnd[source] = 1;
      open[found++] = source;
    }
  }
  return canEnd;
}

/** Step after step, the first that is no fault, until a state comes again. */
function roundFrom(
  { first, targets, labels }: StateGraph,
  isFault: Uint8Array,
  start: number,
): Pick<Endless, 'before' | 'loop'> {
  const moves: Move[] = [];
  const seenAt = new Map<number, number>();
  let from = start;
  while (!seenAt.has(from)) {
    seenAt.set(from, moves.length);
    const last = first[from + 1] ?? 0;
    let edge = first[from] ?? 0;
    while (edge < last && isFault[labels[edge] ?? 0] === 1) edge += 1;
    if (edge === last) break;
    const to = targets[edge] ?? 0;
    moves.push({ label: labels[edge] ?? 0, from, to });
    from = to;
  }
  const at = seenAt.get(from) ?? moves.length;
  return { before: moves.slice(0, at), loop: moves.slice(at) };
}

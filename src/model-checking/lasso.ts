import type { StateGraph } from './state-graph.ts';
import type { Move } from './trace.ts';

/**
 * A round through a fair component from one of its states back to it, in which each fair action is taken or found not
 * possible: repeated for ever it is a fair way. Each leg goes the shortest way to the next action still owed. Empty where
 * staying in the state is fair.
 */
export function loopThrough(
  graph: StateGraph,
  component: ReadonlySet<number>,
  entry: number,
): readonly Move[] {
  const owed = new Set(graph.fair);
  const settleAt = (state: number): void => {
    const possible = new Set(edgesFrom(graph, state).map(({ label }) => graph.actionOf[label]));
    for (const action of owed) if (!possible.has(action)) owed.delete(action);
  };
  const isOwedAt = (state: number): boolean => {
    const possible = new Set(edgesFrom(graph, state).map(({ label }) => graph.actionOf[label]));
    return [...owed].some((action) => !possible.has(action));
  };
  const round: Move[] = [];
  settleAt(entry);
  while (owed.size > 0) {
    const leg = shortestWay(
      graph,
      component,
      round.at(-1)?.to ?? entry,
      ({ label, to }) => owed.has(graph.actionOf[label] ?? -1) || isOwedAt(to),
    );
    for (const { label, to } of leg) {
      owed.delete(graph.actionOf[label] ?? -1);
      settleAt(to);
    }
    round.push(...leg);
  }
  const last = round.at(-1)?.to ?? entry;
  return last === entry
    ? round
    : [...round, ...shortestWay(graph, component, last, ({ to }) => to === entry)];
}

function edgesFrom({ first, targets, labels }: StateGraph, from: number): readonly Move[] {
  const edges: Move[] = [];
  for (let edge = first[from] ?? 0; edge < (first[from + 1] ?? 0); edge += 1)
    edges.push({ label: labels[edge] ?? 0, from, to: targets[edge] ?? 0 });
  return edges;
}

/** Breadth first inside a component, up to and with the first move that is wanted. */
function shortestWay(
  graph: StateGraph,
  component: ReadonlySet<number>,
  from: number,
  isWanted: (move: Move) => boolean,
): readonly Move[] {
  const cameBy = new Map<number, Move>();
  const queue = [from];
  for (const state of queue)
    for (const move of edgesFrom(graph, state)) {
      if (!component.has(move.to)) continue;
      if (isWanted(move)) return [...wayBack(cameBy, from, state), move];
      if (move.to === from || cameBy.has(move.to)) continue;
      cameBy.set(move.to, move);
      queue.push(move.to);
    }
  throw new Error(`no way on inside a component from state ${from}: it is not strongly connected`);
}

function wayBack(cameBy: ReadonlyMap<number, Move>, from: number, to: number): readonly Move[] {
  const way: Move[] = [];
  for (let state = to; state !== from;) {
    const move = cameBy.get(state);
    if (move === undefined) break;
    way.push(move);
    state = move.from;
  }
  return way.reverse();
}

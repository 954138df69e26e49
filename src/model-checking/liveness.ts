import { instancesOf } from './actions.ts';
import type { Checker } from './checker.ts';
import { componentsOf } from './components.ts';
import { explore } from './explore.ts';
import { kernelOf } from './generate.ts';
import { hasInterchangeableInstances } from './interchangeable.ts';
import { loopThrough } from './lasso.ts';
import type { Checked, Invariant, Machine } from './machine.ts';
import { graphOf, type StateGraph } from './state-graph.ts';
import { noSymmetry } from './symmetry.ts';
import { movesAlong, pathTo, toldMoves } from './trace.ts';

/**
 * Whether what must come about does, from every state again and again, under weak fairness: in every endless way, each
 * step but faults is taken or not possible again and again (Lamport, Specifying Systems, chapter 8). A way that fails
 * goes on for ever within a strongly connected part of the states where the condition does not hold, and such a part
 * allows one if and only if each fair action is taken in it or not possible somewhere in it. Staying for ever in a state is a
 * way too, where only faults are possible.
 */
export function checkEventually(checker: Checker): Checked {
  const { machine, layout, actions, mostStates } = checker;
  const watched = watchedOf(machine);
  const kernel = kernelOf(machine, layout, actions, {
    mostStates,
    canonical: noSymmetry,
    recordsEdges: true,
    watched: watched.map(({ property, instance }) => ({ holds: property.holds, instance })),
  });
  const ends: number[] = [];
  const explored = explore(kernel, kernel.expand, () => ends.push(kernel.edges().count));
  const { states, transitions } = kernel.counts();
  if (explored.kind !== 'complete') return { kind: 'too-large', states, transitions, depth: explored.depth };
  const graph = graphOf(kernel, actions, ends);
  for (const [at, { property }] of watched.entries()) {
    const found = nearestFair(graph, (state) => !kernel.holds(at, state));
    if (found === undefined) continue;
    const store = kernel.store();
    const loop = loopThrough(graph, found.component, found.state);
    return {
      kind: 'violated',
      property: property.id,
      says: property.says,
      trace: toldMoves(layout, actions, store, movesAlong(store, pathTo(store, found.state))),
      loop: toldMoves(layout, actions, store, loop),
      states,
      transitions,
    };
  }
  return { kind: 'holds', states, transitions, depth: explored.depth, unreached: [], untaken: [] };
}

/** Each property for each instance it is meant for; for one of them where no run can tell them apart. */
function watchedOf(machine: Machine): readonly { readonly property: Invariant; readonly instance: number }[] {
  const startsAlike = [...machine.local, ...machine.global].every(
    ({ isInstance, start }) => !isInstance || start === 0,
  );
  const isSymmetric = startsAlike && hasInterchangeableInstances(machine);
  return machine.eventually.flatMap((property) =>
    instancesOf(machine, property.each)
      .filter((instance) => !isSymmetric || instance <= 1)
      .map((instance) => ({ property, instance })),
  );
}

/** Of all states from which a fair way goes on for ever where `within` holds, the one nearest to the start. */
function nearestFair(
  graph: StateGraph,
  within: (state: number) => boolean,
): { readonly state: number; readonly component: ReadonlySet<number> } | undefined {
  let nearest: number | undefined;
  let component: readonly number[] = [];
  const marks = new Int32Array(graph.nodes);
  componentsOf(graph, within, (members, number) => {
    for (const member of members) marks[member] = number;
    if (!allowsFairWay(graph, members, (state) => marks[state] === number)) return;
    const first = members.reduce((least, state) => Math.min(least, state));
    if (nearest !== undefined && nearest <= first) return;
    nearest = first;
    component = members;
  });
  return nearest === undefined ? undefined : { state: nearest, component: new Set(component) };
}

/** Whether each fair action is taken inside a component, or is not possible in one of its states. */
function allowsFairWay(
  { first, targets, labels, actionOf, fair }: StateGraph,
  members: readonly number[],
  isMember: (state: number) => boolean,
): boolean {
  const possibleIn = new Int32Array(actionOf.length);
  const lastSeen = new Int32Array(actionOf.length).fill(-1);
  const isTaken = new Uint8Array(actionOf.length);
  for (const state of members)
    for (let edge = first[state] ?? 0; edge < (first[state + 1] ?? 0); edge += 1) {
      const action = actionOf[labels[edge] ?? 0] ?? 0;
      if (lastSeen[action] !== state) possibleIn[action] = (possibleIn[action] ?? 0) + 1;
      lastSeen[action] = state;
      if (isMember(targets[edge] ?? 0)) isTaken[action] = 1;
    }
  return fair.every((action) => isTaken[action] === 1 || (possibleIn[action] ?? 0) < members.length);
}

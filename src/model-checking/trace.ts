import type { Action, Transition } from './actions.ts';
import { transitionsOf } from './actions.ts';
import { type Kernel, kernelOf } from './generate.ts';
import { type Layout, readState } from './layout.ts';
import type { Machine, TraceStep } from './machine.ts';
import type { StateStore } from './state-store.ts';
import { type Canonical, noSymmetry } from './symmetry.ts';

/** Indexes of the states from the start to one, along the way it was first found. */
export function pathTo(store: StateStore, index: number): readonly number[] {
  const path = [index];
  for (let at = index; at !== 0;) {
    at = store.parents[at] ?? 0;
    path.push(at);
  }
  return path.reverse();
}

const stateAt = ({ states, words }: StateStore, index: number): Int32Array =>
  states.slice(index * words, (index + 1) * words);

/** One transition between two states of a store. */
export interface Move {
  readonly label: number;
  readonly from: number;
  readonly to: number;
}

/** The moves along a path of a search without symmetry. */
export const movesAlong = (store: StateStore, path: readonly number[]): readonly Move[] =>
  path.slice(1).map((to, at) => ({ label: store.labels[to] ?? 0, from: path[at] ?? 0, to }));

/** Moves in words. */
export function toldMoves(
  layout: Layout,
  actions: readonly Action[],
  store: StateStore,
  moves: readonly Move[],
): readonly TraceStep[] {
  const transitions = transitionsOf(actions);
  return moves.flatMap(({ label, from, to }) => {
    const transition = transitions[label];
    return transition ? [traceStep(layout, transition, stateAt(store, from), stateAt(store, to))] : [];
  });
}

function traceStep(
  layout: Layout,
  { action, outcome }: Transition,
  before: ArrayLike<number>,
  after: ArrayLike<number>,
): TraceStep {
  const old = readState(layout, before);
  const changed = Object.entries(readState(layout, after)).filter(([name, value]) => old[name] !== value);
  return {
    step: action.step.id,
    instance: action.instance,
    says: action.step.outcomes[outcome]?.says ?? action.step.says,
    changed: Object.fromEntries(changed),
  };
}

/**
 * The way to a state of a search with symmetry, with each instance under one name from start to end. States of that
 * search are renamed as suits it, so the way is walked again without symmetry: at each point some successor is a
 * renaming of the next state, for renamings turn runs into runs. It is as long as the way that was found.
 */
export function replayed(
  machine: Machine,
  layout: Layout,
  actions: readonly Action[],
  canonical: Canonical,
  store: StateStore,
  path: readonly number[],
): readonly TraceStep[] {
  const plain = kernelOf(machine, layout, actions, {
    mostStates: path.length * (transitionsOf(actions).length + 1),
    canonical: noSymmetry,
    recordsEdges: true,
    watched: [],
  });
  plain.begin();
  const moves: Move[] = [];
  for (const wanted of path.slice(1)) {
    const from = moves.at(-1)?.to ?? 0;
    moves.push(successorLike(plain, from, canonical, stateAt(store, wanted)));
  }
  return toldMoves(layout, actions, plain.store(), moves);
}

function successorLike(kernel: Kernel, from: number, canonical: Canonical, wanted: Int32Array): Move {
  const first = kernel.edges().count;
  kernel.expand(from);
  const { count, targets, labels } = kernel.edges();
  for (let edge = first; edge < count; edge += 1) {
    const to = targets[edge] ?? 0;
    const state = stateAt(kernel.store(), to);
    canonical.of(state);
    if (state.every((word, at) => word === wanted[at])) return { label: labels[edge] ?? 0, from, to };
  }
  throw new Error(
    'a state of the search with symmetry has no successor like the next: the machine is not symmetric',
  );
}

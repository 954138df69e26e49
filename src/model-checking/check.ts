import { type Action, actionsOf, transitionsOf } from './actions.ts';
import { type Explored, explore } from './explore.ts';
import { type Kernel, kernelOf } from './generate.ts';
import { type Layout, layoutOf } from './layout.ts';
import type { Checked, Machine, Search, TraceStep } from './machine.ts';
import { mostStatesFor } from './state-store.ts';
import { pathTo, stateAt, traceStep } from './trace.ts';
import { requireWellFormed } from './well-formed.ts';

/**
 * Looks at every state that can come about, within `search.mostStates`: `holds` says that none is at fault, `violated`
 * how one is reached in fewest steps, `too-large` that the bound was met before either was known.
 *
 * Throws a RangeError for a machine that is ill-formed, see `requireWellFormed`.
 */
export function checkMachine(machine: Machine, search: Search): Checked {
  requireWellFormed(machine);
  const layout = layoutOf(machine);
  const actions = actionsOf(machine);
  const kernel = kernelOf(machine, layout, actions, {
    mostStates: boundOf(search, layout),
    canonical: '',
    recordsEdges: false,
    watched: [],
  });
  const explored = explore(kernel, kernel.expand);
  return verdict(machine, layout, actions, kernel, explored);
}

function boundOf({ mostStates }: Search, layout: Layout): number {
  if (!Number.isInteger(mostStates) || mostStates < 1)
    throw new RangeError(`mostStates is ${mostStates}; it must be a whole number from 1 up`);
  return Math.min(mostStates, mostStatesFor(layout.words));
}

function verdict(
  machine: Machine,
  layout: Layout,
  actions: readonly Action[],
  kernel: Kernel,
  explored: Explored,
): Checked {
  const { states, transitions } = kernel.counts();
  const { depth, state } = explored;
  switch (explored.kind) {
    case 'complete':
      return { kind: 'holds', states, transitions, depth };
    case 'full':
      return { kind: 'too-large', states, transitions, depth };
    case 'broken':
    case 'stuck': {
      const trace = traceTo(layout, actions, kernel, state);
      return { kind: 'violated', ...faultOf(machine, kernel, explored), trace, states, transitions };
    }
  }
}

/** The property that does not hold. */
function faultOf(
  machine: Machine,
  kernel: Kernel,
  { kind, state }: Explored,
): { readonly property: string; readonly says: string } {
  if (kind === 'stuck') return { property: 'ends', says: machine.ends?.says ?? '' };
  const invariant = machine.invariants[kernel.brokenInvariant(state) - 1];
  return { property: invariant?.id ?? '', says: invariant?.says ?? '' };
}

function traceTo(
  layout: Layout,
  actions: readonly Action[],
  kernel: Kernel,
  state: number,
): readonly TraceStep[] {
  const store = kernel.store();
  const transitions = transitionsOf(actions);
  const path = pathTo(store, state);
  return path.slice(1).flatMap((index, at) => {
    const transition = transitions[store.labels[index] ?? 0];
    if (transition === undefined) return [];
    return [traceStep(layout, transition, stateAt(store, path[at] ?? 0), stateAt(store, index))];
  });
}

import type { Transition } from './actions.ts';
import { type Layout, readState } from './layout.ts';
import type { TraceStep } from './machine.ts';
import type { StateStore } from './state-store.ts';

/** Indexes of the states from the start to one, along the way it was first found. */
export function pathTo(store: StateStore, index: number): readonly number[] {
  const path = [index];
  for (let at = index; at !== 0;) {
    at = store.parents[at] ?? 0;
    path.push(at);
  }
  return path.reverse();
}

export const stateAt = ({ states, words }: StateStore, index: number): Int32Array =>
  states.slice(index * words, (index + 1) * words);

/** What happens between two states, in words. */
export function traceStep(
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

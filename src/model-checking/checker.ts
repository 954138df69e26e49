import { type Action, actionsOf } from './actions.ts';
import { hasInterchangeableInstances } from './interchangeable.ts';
import { type Layout, layoutOf } from './layout.ts';
import type { Machine, Search } from './machine.ts';
import { mostStatesFor } from './state-store.ts';
import { type Canonical, canonicalOf, noSymmetry } from './symmetry.ts';
import { requireWellFormed } from './well-formed.ts';

/** What is made once of a machine for all searches. */
export interface Checker {
  readonly machine: Machine;
  readonly layout: Layout;
  readonly actions: readonly Action[];
  readonly canonical: Canonical;
  readonly mostStates: number;
}

/** Throws a RangeError for an ill-formed machine or bound. */
export function checkerOf(machine: Machine, { mostStates, symmetry }: Search): Checker {
  requireWellFormed(machine);
  if (!Number.isInteger(mostStates) || mostStates < 1)
    throw new RangeError(`mostStates is ${mostStates}; it must be a whole number from 1 up`);
  const layout = layoutOf(machine);
  const isSymmetric = symmetry && machine.instances > 1 && hasInterchangeableInstances(machine);
  return {
    machine,
    layout,
    actions: actionsOf(machine),
    canonical: isSymmetric ? canonicalOf(layout) : noSymmetry,
    mostStates: Math.min(mostStates, mostStatesFor(layout.words)),
  };
}

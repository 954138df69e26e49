import { accessOf, areIndependent, noBits, overlap, readsOf } from './accesses.ts';
import { type Action, instancesOf } from './actions.ts';
import type { Expand } from './explore.ts';
import { conjunctsOf } from './expressions.ts';
import type { Kernel } from './generate.ts';
import type { Layout } from './layout.ts';
import type { Machine } from './machine.ts';

/** What is known of the actions before a search. */
interface Dependency {
  /** Actions that cannot be exchanged with this one. */
  readonly dependent: readonly (readonly number[])[];
  /** For an action and a part of its condition that does not hold: the actions that may make it hold. */
  readonly enabling: readonly (readonly (readonly number[])[])[];
  /** Actions that write what an invariant reads. */
  readonly visible: readonly boolean[];
}

export function dependencyOf(machine: Machine, layout: Layout, actions: readonly Action[]): Dependency {
  const accesses = actions.map((action) => accessOf(layout, action));
  const watched = noBits(layout);
  for (const { each, holds } of machine.invariants)
    for (const instance of instancesOf(machine, each))
      readsOf(layout, holds, instance).forEach((bits, word) => {
        watched[word] = (watched[word] ?? 0) | bits;
      });
  return {
    dependent: accesses.map((one, index) =>
      indexesOf(accesses, (other, at) => at !== index && !areIndependent(one, other)),
    ),
    enabling: actions.map((action) =>
      conjunctsOf(action.step.when).map((part) => {
        const reads = readsOf(layout, part, action.instance);
        return indexesOf(accesses, ({ writes }) => overlap(writes, reads));
      }),
    ),
    visible: accesses.map(({ writes }) => overlap(writes, watched)),
  };
}

const indexesOf = <Value>(values: readonly Value[], is: (value: Value, at: number) => boolean): number[] =>
  values.flatMap((value, at) => (is(value, at) ? [at] : []));

/**
 * Expands a state by fewer actions, where the rest can wait: a strong stubborn set (Valmari, Stubborn Sets for Reduced
 * State Space Generation, 1991) around a step that is no fault, so that every state where nothing but faults can be
 * taken is still found; of actions no invariant can see, so that every violation is; and with a successor that is
 * still to be expanded, so that nothing waits for ever (Bošnački and Holzmann, SPIN 2005, the condition for breadth-first
 * search). Ways get longer: a violation found so is not the nearest.
 */
export function reducedExpand(kernel: Kernel, actions: readonly Action[], dependency: Dependency): Expand {
  const refusals = new Uint16Array(actions.length);
  const stubborn = stubbornSets(actions, dependency, refusals);
  return (index) => {
    kernel.look(index, refusals);
    const enabled = actions.filter((action) => refusals[action.index] === 0);
    const chosen = stubborn(enabled);
    let isAhead = false;
    for (const action of chosen) isAhead = kernel.take(action) || isAhead;
    if (!isAhead) for (const { index: action } of enabled) if (!chosen.includes(action)) kernel.take(action);
    return enabled.some(({ step }) => !step.isFault);
  };
}

/** The smallest set found from any seed; empty where none leaves something out. */
function stubbornSets(
  actions: readonly Action[],
  { dependent, enabling, visible }: Dependency,
  refusals: Uint16Array,
): (enabled: readonly Action[]) => readonly number[] {
  const member = new Uint32Array(actions.length);
  const waiting = new Int32Array(actions.length);
  let round = 0;
  /** Enabled actions of the closure of one; undefined once it sees too many of them or a visible one. */
  const closure = (seed: number, fewerThan: number): readonly number[] | undefined => {
    round += 1;
    let count = 0;
    const chosen: number[] = [];
    const join = (action: number): void => {
      if (member[action] === round) return;
      member[action] = round;
      waiting[count++] = action;
    };
    join(seed);
    for (let at = 0; at < count; at += 1) {
      const action = waiting[at] ?? 0;
      const refusal = refusals[action] ?? 0;
      if (refusal === 0) {
        chosen.push(action);
        if (visible[action] || chosen.length >= fewerThan) return undefined;
      }
      const joining = refusal === 0 ? dependent[action] : enabling[action]?.[refusal - 1];
      for (const other of joining ?? []) join(other);
    }
    return chosen;
  };
  return (enabled) => {
    let smallest: readonly number[] = [];
    for (const { index, step } of enabled) {
      if (step.isFault || visible[index]) continue;
      smallest = closure(index, smallest.length === 0 ? enabled.length : smallest.length) ?? smallest;
      if (smallest.length === 1) break;
    }
    return smallest;
  };
}

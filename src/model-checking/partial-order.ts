import { type Access, accessOf, areIndependent, noBits, overlap, readsOf } from './accesses.ts';
import { type Action, instancesOf } from './actions.ts';
import type { Expand } from './explore.ts';
import { conjunctsOf } from './expressions.ts';
import type { Kernel } from './generate.ts';
import type { Layout } from './layout.ts';
import type { Machine } from './machine.ts';

/** Actions as bits of 32-bit words. */
type ActionSet = Int32Array;

/** What is known of the actions before a search. */
interface Dependency {
  /** Actions that cannot be exchanged with this one. */
  readonly dependent: readonly ActionSet[];
  /** For an action and a part of its condition that does not hold: the actions that may make it hold. */
  readonly enabling: readonly (readonly ActionSet[])[];
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
      setOf(accesses, (other, at) => at !== index && !areIndependent(one, other)),
    ),
    enabling: actions.map((action) =>
      conjunctsOf(action.step.when).map((part) => {
        const reads = readsOf(layout, part, action.instance);
        return setOf(accesses, ({ writes }) => overlap(writes, reads));
      }),
    ),
    visible: accesses.map(({ writes }) => overlap(writes, watched)),
  };
}

function setOf(accesses: readonly Access[], is: (access: Access, at: number) => boolean): ActionSet {
  const set = new Int32Array(Math.ceil(accesses.length / 32));
  accesses.forEach((access, at) => {
    if (is(access, at)) set[at >>> 5] = (set[at >>> 5] ?? 0) | (1 << (at & 31));
  });
  return set;
}

/**
 * Expands a state by fewer actions, where the rest can wait: a strong stubborn set (Valmari, Stubborn Sets for Reduced
 * State Space Generation, 1991) around a step that is no fault, so that every state where nothing but faults can be
 * taken is still found; of actions no invariant can see, so that every violation is; and with a successor that is
 * still to be expanded, so that nothing waits for ever (Bošnački and Holzmann, SPIN 2005, the condition for breadth-first
 * search). Ways get longer: a violation found so is not the nearest.
 */
export function reducedExpand(kernel: Kernel, actions: readonly Action[], dependency: Dependency): Expand {
  const refusals = new Uint16Array(actions.length);
  const closureOf = closures(dependency, refusals);
  const isFault = actions.map(({ step }) => step.isFault);
  const enabled: number[] = [];
  /** The smallest closure of an enabled step that is no fault; all that is enabled where none leaves something out. */
  const chosenOf = (): readonly number[] => {
    let smallest: readonly number[] = enabled;
    for (const action of enabled) {
      if (smallest.length === 1) break;
      if (!isFault[action]) smallest = closureOf(action, smallest.length) ?? smallest;
    }
    return smallest;
  };
  return (index) => {
    kernel.look(index, refusals);
    enabled.length = 0;
    for (let action = 0; action < refusals.length; action += 1)
      if (refusals[action] === 0) enabled.push(action);
    const chosen = chosenOf();
    let isAhead = false;
    for (const action of chosen) isAhead = kernel.take(action) || isAhead;
    if (!isAhead && chosen !== enabled)
      for (const action of enabled) if (!chosen.includes(action)) kernel.take(action);
    return enabled.some((action) => !isFault[action]);
  };
}

/**
 * The enabled actions of the smallest stubborn set around one: with an enabled action come all that depend on it, with
 * another those that may make hold what it waits for. Undefined where these are no fewer than `fewerThan`, or visible.
 */
function closures(
  { dependent, enabling, visible }: Dependency,
  refusals: Uint16Array,
): (seed: number, fewerThan: number) => readonly number[] | undefined {
  const words = Math.ceil(refusals.length / 32);
  const joined = new Int32Array(words);
  const done = new Int32Array(words);
  const nextOf = (): number => {
    for (let word = 0; word < words; word += 1) {
      const left = (joined[word] ?? 0) & ~(done[word] ?? 0);
      if (left !== 0) return word * 32 + 31 - Math.clz32(left & -left);
    }
    return -1;
  };
  return (seed, fewerThan) => {
    joined.fill(0);
    done.fill(0);
    joined[seed >>> 5] = 1 << (seed & 31);
    const chosen: number[] = [];
    for (let action = seed; action !== -1; action = nextOf()) {
      done[action >>> 5] = (done[action >>> 5] ?? 0) | (1 << (action & 31));
      const refusal = refusals[action] ?? 0;
      if (refusal === 0 && (chosen.push(action) >= fewerThan || visible[action])) return undefined;
      const joining = refusal === 0 ? dependent[action] : enabling[action]?.[refusal - 1];
      for (let word = 0; word < words; word += 1) joined[word] = (joined[word] ?? 0) | (joining?.[word] ?? 0);
    }
    return chosen;
  };
}

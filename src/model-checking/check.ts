import { type Checker, checkerOf } from './checker.ts';
import { type Endless, endlessIn } from './endless.ts';
import { explore } from './explore.ts';
import { type Kernel, kernelOf } from './generate.ts';
import { evaluate } from './interpret.ts';
import { readState } from './layout.ts';
import { checkEventually } from './liveness.ts';
import type { Checked, Goal, Machine, Said, Search, TraceStep } from './machine.ts';
import { dependencyOf, reducedExpand } from './partial-order.ts';
import { noSymmetry } from './symmetry.ts';
import { transitionsOf } from './actions.ts';
import { beyondRange } from './overflow.ts';
import { type Move, movesAlong, pathTo, replayed, toldMoves } from './trace.ts';

/**
 * Looks at every state that can come about, within `search.mostStates`: `holds` says that none is at fault, `violated`
 * how a fault is reached in fewest steps, `too-large` that the bound, or memory, was met before either was known, and
 * `out-of-range` that a variable was too small for what a step would have stored.
 *
 * What must hold is looked for with the reductions asked for; what must come about is then looked for without, because
 * fairness is about each instance and each step, so a machine with `eventually` is counted whole.
 *
 * Throws a RangeError for a machine that is ill-formed, see `requireWellFormed`.
 */
export function checkMachine(machine: Machine, search: Search): Checked {
  const checker = checkerOf(machine, search);
  const safe = checkSafety(checker, search.partialOrder && !tellsOverflow(machine));
  if (safe.kind !== 'holds' || machine.eventually.length === 0) return shortest(checker, search, safe);
  const found = checkEventually(checker);
  const { unreached, untaken } = safe;
  return found.kind === 'holds' ? { ...found, unreached, untaken } : found;
}

/** A step that is left out where it would leave a range is no step whose independence was worked out before. */
const tellsOverflow = ({ local, global }: Machine): boolean =>
  [...local, ...global].some((variable) => variable.tellsOverflow === true);

/** A violation found with independent steps left out is not the nearest: it is looked for again without. */
function shortest(checker: Checker, search: Search, found: Checked): Checked {
  if (found.kind !== 'violated' || !search.partialOrder) return found;
  const again = checkSafety(checker, false);
  return again.kind === 'violated' ? again : found;
}

function checkSafety(checker: Checker, partialOrder: boolean): Checked {
  const { machine, layout, actions, canonical, mostStates } = checker;
  const mustEnd = machine.ends?.isReached === true && !partialOrder;
  const options = { mostStates, canonical, recordsEdges: mustEnd, watched: [] };
  const kernel = kernelOf(machine, layout, actions, options);
  const expand = partialOrder
    ? reducedExpand(kernel, actions, dependencyOf(machine, layout, actions))
    : kernel.expand;
  const ends: number[] = [];
  const visited = mustEnd ? () => void ends.push(kernel.edges().count) : undefined;
  const { kind, state, depth } = explore(kernel, expand, visited);
  const { states, transitions } = kernel.counts();
  switch (kind) {
    case 'complete': {
      const left = kernel.overflow();
      if (left.state >= 0)
        return { kind: 'out-of-range', ...overflown(checker, kernel, left), states, transitions, depth };
      const endless = mustEnd ? endlessIn(checker, kernel, ends) : undefined;
      if (endless === undefined)
        return {
          kind: 'holds',
          states,
          transitions,
          depth,
          ...(partialOrder ? { unreached: [], untaken: [] } : coverage(checker, kernel)),
        };
      return {
        kind: 'violated',
        ...named(machine, undefined),
        ...wayRound(checker, kernel, endless),
        states,
        transitions,
      };
    }
    case 'full':
      return { kind: 'too-large', states, transitions, depth };
    case 'broken':
    case 'stuck': {
      const property = kind === 'stuck' ? undefined : kernel.brokenInvariant(state);
      const trace = traceTo(checker, kernel, state);
      return { kind: 'violated', ...named(machine, property), trace, states, transitions };
    }
  }
}

/** What no way led to: a property about it holds whatever it says. */
function coverage(
  { machine, actions }: Checker,
  kernel: Kernel,
): { readonly unreached: readonly Goal[]; readonly untaken: readonly string[] } {
  const [reached, taken] = [kernel.reached(), kernel.taken()];
  const was = new Set(actions.filter(({ index }) => taken[index] === 1).map(({ step }) => step.id));
  return {
    unreached: (machine.goals ?? []).filter((_, at) => reached[at] === 0),
    untaken: machine.steps.flatMap(({ id }) => (was.has(id) ? [] : [id])),
  };
}

/** The step that was left out, and the variable that has no room for what it stores. */
function overflown(
  checker: Checker,
  kernel: Kernel,
  { state, transition }: ReturnType<Kernel['overflow']>,
): { readonly variable: string; readonly says: Said; readonly trace: readonly TraceStep[] } {
  const { machine, layout, actions } = checker;
  const by = transitionsOf(actions)[transition];
  const { states, words } = kernel.store();
  const values = readState(layout, states.slice(state * words, (state + 1) * words));
  const outcome = by?.action.step.outcomes[by.outcome];
  const written = outcome?.assign.find((one) => {
    const beyond = beyondRange(machine, one);
    return beyond !== undefined && evaluate(machine, values, beyond, by?.action.instance ?? 0) !== 0;
  });
  return {
    variable: written?.variable ?? '',
    says: outcome?.says ?? by?.action.step.says ?? { from: '', words: '' },
    trace: traceTo(checker, kernel, state),
  };
}

/** With states that stand for others a round cannot be told step by step: the way to it is. */
function wayRound(
  checker: Checker,
  kernel: Kernel,
  { state, before, loop }: Endless,
): { readonly trace: readonly TraceStep[]; readonly loop: readonly TraceStep[] } {
  const { layout, actions, canonical } = checker;
  const trace = traceTo(checker, kernel, state);
  if (canonical !== noSymmetry) return { trace, loop: [] };
  const told = (moves: readonly Move[]) => toldMoves(layout, actions, kernel.store(), moves);
  return { trace: [...trace, ...told(before)], loop: told(loop) };
}

/** The property that does not hold: an invariant by its place from 1, else how it must end. */
function named(
  { invariants, ends }: Machine,
  invariant: number | undefined,
): { readonly property: string; readonly says: string } {
  if (invariant === undefined) return { property: 'ends', says: ends?.says ?? '' };
  const { id, says } = invariants[invariant - 1] ?? { id: '', says: '' };
  return { property: id, says };
}

function traceTo(checker: Checker, kernel: Kernel, state: number): readonly TraceStep[] {
  const { machine, layout, actions, canonical } = checker;
  const store = kernel.store();
  const path = pathTo(store, state);
  return canonical === noSymmetry
    ? toldMoves(layout, actions, store, movesAlong(store, path))
    : replayed(machine, layout, actions, canonical, store, path);
}

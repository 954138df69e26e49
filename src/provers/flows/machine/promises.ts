import type { Expression, Goal, Invariant, Machine } from '../../../model-checking/machine.ts';
import { namesOfOne } from '../language/conditions.ts';
import type { FlowSpec, Process, Rule } from '../language/flow-spec.ts';
import { inMachine, recordOf } from './draft.ts';
import type { Draft } from './draft.ts';
import { holderNumber } from './locks.ts';
import { holderName, holdingName, parkedName, unmetName } from './names.ts';
import { hasPlace, idle, isAt } from './run.ts';
import type { Run } from './run.ts';
import { all, any, compare, equals, not } from './terms.ts';

/** What must hold of the machine, from what must hold of the flow. */
export function promisesOf(
  draft: Draft,
  runs: readonly Run[],
): Pick<Machine, 'invariants' | 'ends' | 'eventually' | 'goals'> {
  const { flow } = draft;
  return {
    invariants: [
      ...flow.always.map((rule) => invariantOf(draft, runs, rule)),
      ...runs.flatMap((run) => expectations(draft, run)),
    ],
    ends: {
      each: true,
      holds: all(
        ...runs.map((run) => isAt(run, idle)),
        ...(flow.ends === undefined ? [] : [orParked(draft, flow.ends.that.holds)]),
      ),
      ...(flow.ends !== undefined && { isReached: true }),
      says: flow.ends?.says ?? nothingWaits(flow),
    },
    eventually: flow.eventually.map((rule) => ({
      id: rule.id,
      each: isOfOne(draft, rule.that.holds) || parkedOf(draft).some((name) => draft.local.has(name)),
      holds: orParked(draft, rule.that.holds),
      says: rule.says,
    })),
    goals: goalsOf(draft, runs),
  };
}

/** What is asked of every flow. */
export const nothingWaits = ({ each }: FlowSpec): string =>
  `nothing of ${/^[aeiou]/.test(each) ? 'an' : 'a'} ${each} waits for ever`;

/** What must come about so that the rules are put to the test; each says what never does otherwise. */
function goalsOf(draft: Draft, runs: readonly Run[]): readonly Goal[] {
  const { always, ends, eventually } = draft.flow;
  const inTheEnd = [...(ends === undefined ? [] : [ends]), ...eventually];
  return [...always, ...inTheEnd].flatMap((rule) => {
    const untried = (text: string): string => `${text}, and so nothing was at stake for this: ${rule.says}`;
    const trials = rule.trials.map(({ holds, text }, index): Goal => ({
      id: `${rule.id}-trial-${index + 1}`,
      each: true,
      // What is set aside for a person has come to an end as well.
      holds: inTheEnd.includes(rule) ? orParked(draft, holds) : inMachine(draft, holds),
      says: untried(text),
    }));
    const lock = rule.freeWhileCalling;
    if (lock === undefined) return trials;
    const isTaken = runs.some(({ process }) => takes(process, lock));
    const holds = isTaken ? compare(holdingName(lock), '!=', 0) : never;
    return [{ id: `${rule.id}-trial`, each: true, holds, says: untried(`takes the lock ${lock}`) }];
  });
}

/** What is set aside for a person has ended, too. */
const orParked = (draft: Draft, holds: Expression): Expression =>
  any(inMachine(draft, holds), ...parkedOf(draft).map((name) => equals(name, 1)));

const parkedOf = (draft: Draft): readonly string[] =>
  draft.flow.processes
    .map(({ name }) => parkedName(name))
    .filter((name) => draft.local.has(name) || draft.global.has(name));

/** Whether it speaks of one, and so has to hold for each. */
const isOfOne = (draft: Draft, holds: Expression): boolean =>
  namesOfOne(holds).some((name) => !recordOf(draft, name).shared);

function invariantOf(
  draft: Draft,
  runs: readonly Run[],
  { id, that, says, freeWhileCalling }: Rule,
): Invariant {
  if (freeWhileCalling !== undefined)
    return { id, each: true, holds: freeWhileCalled(draft, runs, freeWhileCalling), says };
  return { id, each: isOfOne(draft, that.holds), holds: inMachine(draft, that.holds), says };
}

/** What a reader expected and did not see is kept in a variable of its own. */
function expectations(draft: Draft, { process, worker }: Run): readonly Invariant[] {
  if (worker > 1) return [];
  return process.steps.flatMap((step, index): readonly Invariant[] =>
    step.kind === 'expect'
      ? [
          {
            id: `expected-${process.name}-${index + 1}`,
            each: !process.once,
            holds: equals(unmetName(process.name, index + 1), 0),
            says: step.says,
          },
        ]
      : [],
  );
}

/** Nobody stands before a lock whose holder waits for an answer from outside. */
function freeWhileCalled(draft: Draft, runs: readonly Run[], lock: string): Expression {
  const waits = takersOf(runs, lock).flatMap((run) =>
    run.process.steps.flatMap((step, index) =>
      step.kind === 'lock' && step.lock === lock ? [stands(run, index)] : [],
    ),
  );
  return not(all(any(...waits, never), calledWhileHeld(draft, runs, lock)));
}

const takersOf = (runs: readonly Run[], lock: string): readonly Run[] =>
  runs.filter(({ process }) => takes(process, lock));

const takes = ({ steps }: Process, lock: string): boolean =>
  steps.some((step) => step.kind === 'lock' && step.lock === lock);

/** Whoever holds the lock waits for an answer from outside. */
function calledWhileHeld(draft: Draft, runs: readonly Run[], lock: string): Expression {
  const shared = draft.flow.locks.find(({ name }) => name === lock)?.shared ?? true;
  const calls = takersOf(runs, lock).map((run) => {
    const places = run.places.flatMap(({ isCalling }, index) => (isCalling ? [index] : []));
    const at: Expression = shared
      ? { kind: 'of', instance: holderName(lock), name: run.at }
      : { kind: 'variable', name: run.at };
    return all(
      equals(holdingName(lock), holderNumber(run)),
      any(...places.map((place) => compare(at, '=', place)), never),
    );
  });
  return any(...calls, never);
}

const never = compare({ kind: 'number', value: 0 }, '=', 1);

/** Before the step; before the first one it is there as well when something has arrived. */
function stands(run: Run, index: number): Expression {
  const place = `step-${index + 1}`;
  if (index > 0) return isAt(run, place);
  const arrived = all(isAt(run, idle), run.trigger.available);
  return hasPlace(run, place) ? isAt(run, place) : arrived;
}

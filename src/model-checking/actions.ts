import type { Machine, MachineStep } from './machine.ts';

/** A step taken for an instance (0: once for all): the unit of fairness and of independence. */
export interface Action {
  readonly index: number;
  readonly step: MachineStep;
  readonly instance: number;
  /** Its outcomes are the transitions from this number on. */
  readonly firstTransition: number;
}

/** One outcome of an action: the label of an edge of the state graph. */
export interface Transition {
  readonly action: Action;
  readonly outcome: number;
}

export function actionsOf(machine: Machine): readonly Action[] {
  const actions: Action[] = [];
  let firstTransition = 0;
  for (const step of machine.steps)
    for (const instance of instancesOf(machine, step.each)) {
      actions.push({ index: actions.length, step, instance, firstTransition });
      firstTransition += step.outcomes.length;
    }
  return actions;
}

export const transitionsOf = (actions: readonly Action[]): readonly Transition[] =>
  actions.flatMap((action) => action.step.outcomes.map((_, outcome) => ({ action, outcome })));

/** What a step or a property is evaluated for: each instance, or 0 for once. */
export const instancesOf = (machine: Machine, each: boolean): readonly number[] =>
  each ? Array.from({ length: machine.instances }, (_, at) => at + 1) : [0];

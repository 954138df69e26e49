import { instancesOf } from './actions.ts';
import type { Assignment, Expression, Machine, Variable } from './machine.ts';
import { overflowOf } from './overflow.ts';

/** Variables by the name people read: `paid[1]` for a local one. */
export type PlainState = Readonly<Record<string, number>>;

export interface PlainSuccessor {
  readonly step: string;
  readonly instance: number;
  readonly outcome: number;
  readonly state: PlainState;
}

/**
 * The meaning of a machine, written as plainly as possible: what the generated code is tested against. Slow.
 */
export function startOf(machine: Machine): PlainState {
  const locals = instancesOf(machine, true).flatMap((instance) =>
    machine.local.map(({ name, start }) => [`${name}[${instance}]`, start] as const),
  );
  return Object.fromEntries([...machine.global.map(({ name, start }) => [name, start] as const), ...locals]);
}

const isLocal = (machine: Machine, name: string): boolean =>
  machine.local.some((variable) => variable.name === name);

const keyOf = (machine: Machine, name: string, instance: number): string =>
  isLocal(machine, name) ? `${name}[${instance}]` : name;

/** Value of an expression for an instance (0: for none); a condition gives 0 or 1. */
export function evaluate(
  machine: Machine,
  state: PlainState,
  expression: Expression,
  instance: number,
): number {
  const value = (part: Expression): number => evaluate(machine, state, part, instance);
  const forEach = (part: Expression): readonly number[] =>
    instancesOf(machine, true).map((each) => evaluate(machine, state, part, each));
  switch (expression.kind) {
    case 'number':
      return expression.value;
    case 'variable':
      return state[keyOf(machine, expression.name, instance)] ?? 0;
    case 'of': {
      const holder = state[keyOf(machine, expression.instance, instance)] ?? 0;
      return state[`${expression.name}[${holder}]`] ?? 0;
    }
    case 'self':
      return instance;
    case 'not':
      return value(expression.of) === 0 ? 1 : 0;
    case 'all':
      return expression.of.every((part) => value(part) !== 0) ? 1 : 0;
    case 'any':
      return expression.of.some((part) => value(part) !== 0) ? 1 : 0;
    case 'compare':
      return compared(expression.operator, value(expression.left), value(expression.right)) ? 1 : 0;
    case 'add':
      return value(expression.left) + value(expression.right);
    case 'subtract':
      return value(expression.left) - value(expression.right);
    case 'least':
      return Math.min(value(expression.left), value(expression.right));
    case 'greatest':
      return Math.max(value(expression.left), value(expression.right));
    case 'if':
      return value(expression.when) === 0 ? value(expression.otherwise) : value(expression.then);
    case 'sum':
      return forEach(expression.of).reduce((sum, one) => sum + one, 0);
    case 'count':
      return forEach(expression.of).filter((one) => one !== 0).length;
  }
}

function compared(operator: '=' | '!=' | '<' | '<=' | '>' | '>=', left: number, right: number): boolean {
  switch (operator) {
    case '=':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
  }
}

export function successorsOf(machine: Machine, state: PlainState): readonly PlainSuccessor[] {
  return machine.steps.flatMap((step) =>
    instancesOf(machine, step.each)
      .filter((instance) => evaluate(machine, state, step.when, instance) !== 0)
      .flatMap((instance) =>
        step.outcomes.flatMap(({ assign }, outcome) => {
          const overflow = overflowOf(machine, assign);
          if (overflow !== undefined && evaluate(machine, state, overflow, instance) !== 0) return [];
          return [{ step: step.id, instance, outcome, state: assigned(machine, state, assign, instance) }];
        }),
      ),
  );
}

function assigned(
  machine: Machine,
  state: PlainState,
  assignments: readonly Assignment[],
  instance: number,
): PlainState {
  const next: Record<string, number> = { ...state };
  for (const { variable, of, value } of assignments) {
    const owner = of === undefined ? instance : (state[keyOf(machine, of, instance)] ?? 0);
    const key = keyOf(machine, variable, owner);
    if (key in next)
      next[key] = clamped(mostOf(machine, variable), evaluate(machine, state, value, instance));
  }
  return next;
}

const mostOf = (machine: Machine, name: string): number =>
  [...machine.local, ...machine.global].find((variable: Variable) => variable.name === name)?.most ?? 0;

const clamped = (most: number, value: number): number => Math.max(0, Math.min(most, value));

/** Whether a property holds in a state, for every instance where it is meant for each. */
export const holdsIn = (
  machine: Machine,
  state: PlainState,
  property: { readonly each: boolean; readonly holds: Expression },
): boolean =>
  instancesOf(machine, property.each).every(
    (instance) => evaluate(machine, state, property.holds, instance) !== 0,
  );

import { partsOf } from './expressions.ts';
import type { Assignment, Expression, Machine } from './machine.ts';

/** What a value stands for; 0 is both no instance and the number 0. */
type Sort = 'instance' | 'number' | 'zero' | 'instance told apart';

/**
 * Whether renaming the instances turns every run into a run: numbers of instances are only stored, passed on and
 * compared for equality with one another or with 0, never ordered, added or kept as numbers. This is the scalarset of
 * Ip and Dill, Better Verification Through Symmetry, 1996; a machine that breaks it is searched without symmetry.
 */
export function hasInterchangeableInstances(machine: Machine): boolean {
  const holders = new Set(
    [...machine.local, ...machine.global].filter(({ isInstance }) => isInstance).map(({ name }) => name),
  );
  const conditions = [
    ...machine.steps.map(({ when }) => when),
    ...[...machine.invariants, ...machine.eventually, ...(machine.goals ?? [])].map(({ holds }) => holds),
    ...(machine.ends ? [machine.ends.holds] : []),
  ];
  const assignments = machine.steps.flatMap(({ outcomes }) => outcomes.flatMap(({ assign }) => assign));
  return (
    conditions.every((condition) => sortOf(condition, holders) !== 'instance told apart') &&
    assignments.every((assignment) => isBlind(assignment, holders))
  );
}

function isBlind({ variable, of, value }: Assignment, holders: ReadonlySet<string>): boolean {
  if (of !== undefined && !holders.has(of)) return false;
  const sort = sortOf(value, holders);
  return sort === 'zero' || sort === (holders.has(variable) ? 'instance' : 'number');
}

function sortOf(expression: Expression, holders: ReadonlySet<string>): Sort {
  const parts = partsOf(expression).map((part) => sortOf(part, holders));
  if (parts.includes('instance told apart')) return 'instance told apart';
  switch (expression.kind) {
    case 'number':
      return expression.value === 0 ? 'zero' : 'number';
    case 'variable':
      return holders.has(expression.name) ? 'instance' : 'number';
    case 'of':
      if (!holders.has(expression.instance)) return 'instance told apart';
      return holders.has(expression.name) ? 'instance' : 'number';
    case 'self':
      return 'instance';
    case 'not':
    case 'all':
    case 'any':
    case 'count':
      return 'number';
    case 'compare': {
      const isEquality = expression.operator === '=' || expression.operator === '!=';
      const isBlindly = isEquality && together(parts) !== 'instance told apart';
      return isBlindly || !parts.includes('instance') ? 'number' : 'instance told apart';
    }
    case 'add':
    case 'subtract':
    case 'least':
    case 'greatest':
    case 'sum':
      return parts.includes('instance') ? 'instance told apart' : 'number';
    case 'if':
      return together(parts.slice(1));
  }
}

/** The sort of values that are compared or chosen between. */
function together(sorts: readonly Sort[]): Sort {
  const known = sorts.filter((sort) => sort !== 'zero');
  const [first = 'zero'] = known;
  return known.every((sort) => sort === first) ? first : 'instance told apart';
}

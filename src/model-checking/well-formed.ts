import { partsOf } from './expressions.ts';
import type { Assignment, Expression, Machine, Variable } from './machine.ts';
import { rangeOf } from './range.ts';

/** Whole numbers beyond this are not the same in JavaScript, Promela and TLC. */
const greatest = 2 ** 31 - 1;
const mostActions = 65_535;
const deepest = 200;

interface Scope {
  readonly machine: Machine;
  readonly locals: ReadonlyMap<string, Variable>;
  readonly globals: ReadonlyMap<string, Variable>;
}

/**
 * Throws a RangeError that names the place in the machine, what is wrong with it and what would mend it: unknown or
 * doubled names, start values out of range, no instance, expressions too deep or with numbers beyond 31 bits.
 */
export function requireWellFormed(machine: Machine): void {
  requireCounts(machine);
  requireVariables(machine);
  const scope: Scope = { machine, locals: named(machine.local), globals: named(machine.global) };
  requireDistinct(machine, 'step', machine.steps);
  for (const step of machine.steps) {
    const at = `${machine.name}: step '${step.id}'`;
    requireExpression(scope, step.when, step.each, `${at}, when`);
    if (step.outcomes.length === 0)
      throw new RangeError(`${at} has no outcome: give it one, or leave it out`);
    for (const [index, outcome] of step.outcomes.entries())
      for (const assignment of outcome.assign)
        requireAssignment(scope, assignment, step.each, `${at}, outcome ${index + 1}`);
  }
  requireDistinct(machine, 'property', [...machine.invariants, ...machine.eventually]);
  for (const property of [...machine.invariants, ...machine.eventually])
    requireExpression(scope, property.holds, property.each, `${machine.name}: property '${property.id}'`);
  for (const goal of machine.goals ?? [])
    requireExpression(scope, goal.holds, goal.each, `${machine.name}: goal '${goal.id}'`);
  if (machine.ends) requireExpression(scope, machine.ends.holds, machine.ends.each, `${machine.name}: ends`);
}

const named = (variables: readonly Variable[]): ReadonlyMap<string, Variable> =>
  new Map(variables.map((variable) => [variable.name, variable]));

function requireCounts(machine: Machine): void {
  const { name, instances } = machine;
  if (!Number.isInteger(instances) || instances < 1)
    throw new RangeError(`${name}: instances is ${instances}; it must be a whole number from 1 up`);
  const actions = machine.steps.reduce(
    (sum, step) => sum + (step.each ? instances : 1) * step.outcomes.length,
    0,
  );
  if (actions > mostActions)
    throw new RangeError(
      `${name}: ${actions} outcomes of steps over all instances; at most ${mostActions}: take fewer instances`,
    );
}

function requireVariables(machine: Machine): void {
  const seen = new Set<string>();
  for (const variable of [...machine.local, ...machine.global]) {
    const at = `${machine.name}: variable '${variable.name}'`;
    if (seen.has(variable.name)) throw new RangeError(`${at} is declared twice: rename one`);
    seen.add(variable.name);
    if (!Number.isInteger(variable.most) || variable.most < 0 || variable.most > greatest)
      throw new RangeError(
        `${at}: most is ${variable.most}; it must be a whole number from 0 to ${greatest}`,
      );
    if (!Number.isInteger(variable.start) || variable.start < 0 || variable.start > variable.most)
      throw new RangeError(
        `${at} starts at ${variable.start}; it must be a whole number from 0 to ${variable.most}`,
      );
    if (variable.isInstance && variable.most !== machine.instances)
      throw new RangeError(
        `${at} holds an instance, so most must be ${machine.instances} (instances), not ${variable.most}`,
      );
  }
}

function requireDistinct(machine: Machine, what: string, parts: readonly { readonly id: string }[]): void {
  const seen = new Set<string>();
  for (const { id } of parts) {
    if (seen.has(id)) throw new RangeError(`${machine.name}: ${what} '${id}' is there twice: rename one`);
    seen.add(id);
  }
}

function requireAssignment(scope: Scope, assignment: Assignment, hasInstance: boolean, at: string): void {
  const where = `${at}, '${assignment.variable}'`;
  if (assignment.of === undefined) requireName(scope, assignment.variable, hasInstance, where);
  else requireOf(scope, assignment.of, assignment.variable, hasInstance, where);
  requireExpression(scope, assignment.value, hasInstance, where);
}

function requireExpression(scope: Scope, expression: Expression, hasInstance: boolean, at: string): void {
  requireNames(scope, expression, hasInstance, at, 0);
  const mostOf = (name: string): number => (scope.locals.get(name) ?? scope.globals.get(name))?.most ?? 0;
  const { low, high } = rangeOf(expression, mostOf, scope.machine.instances);
  if (low < -greatest || high > greatest)
    throw new RangeError(`${at}: values from ${low} to ${high}; they must stay within ±${greatest}`);
}

function requireNames(
  scope: Scope,
  expression: Expression,
  hasInstance: boolean,
  at: string,
  depth: number,
): void {
  if (depth > deepest) throw new RangeError(`${at}: nested deeper than ${deepest}; make it flatter`);
  switch (expression.kind) {
    case 'number':
      if (!Number.isInteger(expression.value))
        throw new RangeError(`${at}: ${expression.value} is not a whole number`);
      return;
    case 'variable':
      return requireName(scope, expression.name, hasInstance, at);
    case 'of':
      return requireOf(scope, expression.instance, expression.name, hasInstance, at);
    case 'self':
      if (!hasInstance)
        throw new RangeError(`${at}: 'self' where no instance is meant; use it under each, sum or count`);
      return;
    case 'not':
    case 'all':
    case 'any':
    case 'compare':
    case 'add':
    case 'subtract':
    case 'least':
    case 'greatest':
    case 'if':
    case 'sum':
    case 'count':
      for (const part of partsOf(expression)) {
        const counted = expression.kind === 'sum' || expression.kind === 'count';
        requireNames(scope, part, hasInstance || counted, at, depth + 1);
      }
  }
}

function requireName(scope: Scope, name: string, hasInstance: boolean, at: string): void {
  if (scope.globals.has(name) || (hasInstance && scope.locals.has(name))) return;
  if (scope.locals.has(name))
    throw new RangeError(
      `${at}: '${name}' is local, and no instance is meant; use it under each, sum or count`,
    );
  const known = [...scope.locals.keys(), ...scope.globals.keys()].join(', ');
  throw new RangeError(`${at}: '${name}' is not a variable; there are ${known === '' ? 'none' : known}`);
}

function requireOf(scope: Scope, holder: string, name: string, hasInstance: boolean, at: string): void {
  requireName(scope, holder, hasInstance, at);
  if (!scope.locals.has(name))
    throw new RangeError(`${at}: '${name}' of '${holder}' is not a local variable, so no instance has it`);
}

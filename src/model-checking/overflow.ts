import type { Assignment, Expression, Machine, Variable } from './machine.ts';
import { rangeOf } from './range.ts';

/**
 * When an outcome would give a variable that tells its overflow a value outside its range; nothing where that cannot
 * be. Such an outcome is no step of the machine: a search leaves it out, and does not say `holds` where it met one.
 */
export function overflowOf(machine: Machine, assign: readonly Assignment[]): Expression | undefined {
  const parts = assign.flatMap((one) => {
    const beyond = beyondRange(machine, one);
    return beyond === undefined ? [] : [beyond];
  });
  const [only] = parts;
  return parts.length > 1 ? { kind: 'any', of: parts } : only;
}

/** When one assignment leaves the range of such a variable. */
export function beyondRange(machine: Machine, { variable, of, value }: Assignment): Expression | undefined {
  const written = variableOf(machine, variable);
  if (written?.tellsOverflow !== true) return undefined;
  const mostOf = (name: string): number => variableOf(machine, name)?.most ?? 0;
  const { low, high } = rangeOf(value, mostOf, machine.instances);
  const limits: readonly Expression[] = [
    ...(low < 0 ? [compare(value, '<', 0)] : []),
    ...(high > written.most ? [compare(value, '>', written.most)] : []),
  ];
  if (limits.length === 0) return undefined;
  const beyond: Expression = { kind: 'any', of: limits };
  return of === undefined
    ? beyond
    : { kind: 'all', of: [compare({ kind: 'variable', name: of }, '>', 0), beyond] };
}

const variableOf = (machine: Machine, name: string): Variable | undefined =>
  machine.local.find((each) => each.name === name) ?? machine.global.find((each) => each.name === name);

const compare = (left: Expression, operator: '<' | '>', right: number): Expression => ({
  kind: 'compare',
  operator,
  left,
  right: { kind: 'number', value: right },
});

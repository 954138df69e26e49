import { partsOf } from '../../model-checking/expressions.ts';
import type { Checked, Expression, Machine } from '../../model-checking/machine.ts';
import { crashesLeft, duplicatesLeft, lossesLeft } from './machine/names.ts';

type Violated = Extract<Checked, { kind: 'violated' }>;

/** They only say how many faults are left, and nobody waits for a fault. */
const budgets: ReadonlySet<string> = new Set([crashesLeft, duplicatesLeft, lossesLeft]);

/**
 * Whether a fault of a few instances is one of more as well, whatever the others do. It is where nothing is shared
 * and nothing counted: each goes its own way. It is as well where steps lead to a state that must not be and neither
 * they nor the promise count: the others have not begun yet. Elsewhere the others may still change what is left, such
 * as who waits for a second one to come.
 */
export function isOneOfMore(machine: Machine, violated: Violated): boolean {
  if (machine.steps.some((step) => stepParts(step).some(counts))) return false;
  if (promised(machine, violated).some(counts)) return false;
  const isState = machine.invariants.some(({ id }) => id === violated.property);
  return isState || machine.global.every(({ name }) => budgets.has(name));
}

/** Whether what is broken, or a step on the way, is about all instances and not about one. */
export function isAboutAll(machine: Machine, violated: Violated): boolean {
  const shared = new Set(machine.global.map(({ name }) => name));
  const isShared = (part: Expression): boolean => part.kind === 'variable' && shared.has(part.name);
  return (
    promised(machine, violated).some((holds) => counts(holds) || within(holds).some(isShared)) ||
    machine.steps.some((step) => stepParts(step).some(counts))
  );
}

const promised = (
  { invariants, ends, eventually }: Machine,
  { property }: Violated,
): readonly Expression[] => [
  ...[...invariants, ...eventually].filter(({ id }) => id === property).map(({ holds }) => holds),
  ...(property === 'ends' && ends !== undefined ? [ends.holds] : []),
];

const stepParts = ({ when, outcomes }: Machine['steps'][number]): readonly Expression[] => [
  when,
  ...outcomes.flatMap(({ assign }) => assign.map(({ value }) => value)),
];

const counts = (expression: Expression): boolean =>
  within(expression).some(({ kind }) => kind === 'count' || kind === 'sum');

const within = (expression: Expression): readonly Expression[] => [
  expression,
  ...partsOf(expression).flatMap(within),
];

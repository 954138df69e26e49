import { partsOf } from '../../../model-checking/expressions.ts';
import type { Expression } from '../../../model-checking/machine.ts';
import type { FlowSpec, Step, StoredRecord } from '../language/flow-spec.ts';

/**
 * Whether a record that counts `times` may stay at 2, which stands for twice or more, when something happens a third
 * time: where the flow only adds to it and asks whether it is 0, 1 or more, nobody can tell. One that is taken from,
 * read, added up or handed on needs its true value.
 */
export function mayStayAtTwice(flow: FlowSpec, record: StoredRecord): boolean {
  const steps = flow.processes.flatMap((process) => process.steps.flatMap(withUndo));
  const changes = steps.flatMap((step) => ('changes' in step ? step.changes : []));
  return (
    record.counts &&
    steps.every((step) => step.kind !== 'read' || step.reads.every(({ from }) => from !== record.name)) &&
    conditionsOf(flow, steps).every((condition) => asksOnlyHowOften(condition, record.name)) &&
    changes.every(
      ({ record: changed, value }) =>
        (changed === record.name && isMore(value.holds, record.name)) ||
        asksOnlyHowOften(value.holds, record.name),
    )
  );
}

const withUndo = (step: Step): readonly Step[] => [step, ...(step.undo === undefined ? [] : [step.undo])];

function conditionsOf(
  { always, ends, eventually, processes, records }: FlowSpec,
  steps: readonly Step[],
): readonly Expression[] {
  const rules = [...always, ...(ends === undefined ? [] : [ends]), ...eventually];
  return [
    ...rules.map(({ that }) => that),
    ...processes.flatMap(({ trigger }) => (trigger.kind === 'when' ? [trigger.condition] : [])),
    ...records.flatMap(({ copyOf }) => (copyOf?.while === undefined ? [] : [copyOf.while])),
    ...steps.flatMap((step) => [
      ...(step.when === undefined ? [] : [step.when]),
      ...('require' in step && step.require !== undefined ? [step.require] : []),
      ...(step.kind === 'wait' ? [step.until] : []),
      ...(step.kind === 'expect' ? [step.that] : []),
    ]),
  ].map(({ holds }) => holds);
}

/** `charges + 1` stored as charges. */
const isMore = (value: Expression, name: string): boolean =>
  value.kind === 'add' &&
  isNamed(value.left, name) &&
  value.right.kind === 'number' &&
  value.right.value >= 0;

const isNamed = (expression: Expression, name: string): boolean =>
  expression.kind === 'variable' && expression.name === name;

/** Compared with a number below 2, or told apart from 2 as twice or more; nothing else. */
function asksOnlyHowOften(expression: Expression, name: string): boolean {
  if (isNamed(expression, name)) return false;
  if (expression.kind === 'compare' && expression.right.kind === 'number') {
    const { left, operator, right } = expression;
    if (isNamed(left, name))
      return right.value < 2 || (right.value === 2 && operator !== '>' && operator !== '<=');
    if (left.kind === 'sum' && isNamed(left.of, name))
      return right.value < 2 || (right.value === 2 && (operator === '<' || operator === '>='));
  }
  return partsOf(expression).every((part) => asksOnlyHowOften(part, name));
}

import type { Expression } from '../../../model-checking/machine.ts';
import type { Change, FlowSpec, Process, Step } from '../language/flow-spec.ts';
import { wordsOf } from '../machine/step-words.ts';
import { changeSteps, listed } from './advice.ts';
import type { FlowAdvice } from './advice.ts';

/** Gives each change before a step that may fail a compensation: sums are taken back, other records get their first value. */
export const missingCompensation: FlowAdvice = {
  id: 'missing-compensation',
  summary: 'A step can fail after another has changed something that nothing takes back.',
  severity: 'blocker',
  why: 'No transaction spans the steps: what the first ones have done stays when a later one is refused.',
  standards: [],
  changes: (flow) =>
    changeSteps(
      flow,
      (step, process, index) => compensated(flow, step, process, index),
      (places) => ({
        what: `nothing takes back: ${listed(places.map(({ of }) => wordsOf(of)))}`,
        next: `Add a compensation (undo) that is repeated until it succeeds, and changes nothing where the step has not happened: ${listed(places.map(({ of }) => words(flow, of)))}.`,
      }),
    ),
};

const words = (flow: FlowSpec, step: Step): string =>
  step.kind === 'call' || step.kind === 'transaction' || step.kind === 'write'
    ? step.changes
        .map((change) => inverse(flow, change))
        .map(({ record, value }) => `${record} = ${value.text}`)
        .join(', ')
    : wordsOf(step);

/** Whether a step may end without success. */
export const mayFail = (step: Step): boolean =>
  (step.kind === 'call' &&
    (step.refuses ||
      step.fails ||
      step.require !== undefined ||
      (step.timeout && step.attempts !== undefined))) ||
  (step.kind === 'transaction' && (step.refuses || step.require !== undefined)) ||
  (step.kind === 'wait' && step.timeout);

function compensated(flow: FlowSpec, step: Step, { steps }: Process, index: number): Step | undefined {
  const isFollowed = steps.slice(index + 1).some(mayFail);
  const hasEffect = (step.kind === 'call' || step.kind === 'transaction') && step.changes.length > 0;
  if (!hasEffect || !isFollowed || step.undo !== undefined || step.pivot) return undefined;
  const changes = step.changes.map((change) => inverse(flow, change));
  const base = { pivot: false, as: `take back: ${wordsOf(step)}` } as const;
  const undo: Step =
    step.kind === 'call'
      ? {
          ...base,
          kind: 'call',
          to: step.to,
          changes,
          key: `${flow.each} id`,
          timeout: true,
          refuses: false,
          fails: false,
        }
      : {
          ...base,
          kind: 'transaction',
          changes,
          outbox: [],
          inbox: false,
          newest: false,
          refuses: false,
          unchanged: [],
        };
  return { ...step, undo };
}

/** A compensation takes back what was done, and where nothing was it has nothing to take: the record keeps its end. */
function within({ records }: FlowSpec, record: string, value: Expression): Expression {
  const of = records.find(({ name }) => name === record);
  if (of === undefined) return value;
  const number = (end: number): Expression => ({ kind: 'number', value: end });
  return value.kind === 'subtract'
    ? { kind: 'greatest', left: value, right: number(of.least) }
    : { kind: 'least', left: value, right: number(of.most) };
}

/** What a change was before: `charges - 1` for `charges + 1`, else the value the record starts with. */
function inverse(flow: FlowSpec, { record, value: { holds } }: Change): Change {
  const isSum =
    (holds.kind === 'add' || holds.kind === 'subtract') &&
    holds.left.kind === 'variable' &&
    holds.left.name === record &&
    holds.right.kind === 'number';
  if (isSum) {
    const kind = holds.kind === 'add' ? 'subtract' : 'add';
    const back = within(flow, record, { kind, left: holds.left, right: holds.right });
    const step = holds.right.kind === 'number' ? holds.right.value : 0;
    return { record, value: { text: `${record} ${kind === 'add' ? '+' : '-'} ${step}`, holds: back } };
  }
  const of = flow.records.find(({ name }) => name === record);
  const start = of?.start ?? 0;
  return {
    record,
    value: { text: of?.words?.[start] ?? String(start), holds: { kind: 'number', value: start } },
  };
}

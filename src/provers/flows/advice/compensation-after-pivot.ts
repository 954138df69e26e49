import type { Process, Step } from '../language/flow-spec.ts';
import { wordsOf } from '../machine/step-words.ts';
import { changeProcesses, listed } from './advice.ts';
import type { FlowAdvice } from './advice.ts';
import { mayFail } from './missing-compensation.ts';

/** Moves the step that decides behind the last one that may fail. */
export const compensationAfterPivot: FlowAdvice = {
  id: 'compensation-after-pivot',
  summary: 'A step may fail after the step that cannot be taken back.',
  severity: 'blocker',
  why: 'Behind the pivot the flow can only go forward: going back undoes the steps before it and leaves the pivot done.',
  standards: [],
  changes: (flow) =>
    changeProcesses(flow, pivotLast, (changed) => ({
      what: `${listed(changed.map(failing))} may fail behind ${listed(changed.map(pivotOf))}, which cannot be taken back`,
      next: `Move ${listed(changed.map(pivotOf))} behind the last step that may fail, or repeat what is behind it until it succeeds.`,
    })),
};

const pivotAt = ({ steps }: Process): number => steps.findIndex(({ pivot }) => pivot);

const pivotOf = (process: Process): string => {
  const step = process.steps[pivotAt(process)];
  return step === undefined ? process.name : wordsOf(step);
};

const failing = (process: Process): string =>
  listed(
    process.steps
      .slice(pivotAt(process) + 1)
      .filter(mayFail)
      .map(wordsOf),
  );

function pivotLast(process: Process) {
  const at = pivotAt(process);
  const pivot = process.steps[at];
  const last = process.steps.findLastIndex((step) => mayFail(step));
  if (pivot === undefined || last <= at) return undefined;
  const steps: Step[] = process.steps.filter((_, index) => index !== at);
  steps.splice(last, 0, pivot);
  return { process: { ...process, steps }, steps: [at] };
}

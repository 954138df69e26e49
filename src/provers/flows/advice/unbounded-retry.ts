import type { Process, Step } from '../language/flow-spec.ts';
import { changeProcesses, listed } from './advice.ts';
import type { FlowAdvice } from './advice.ts';
import { mayFail } from './missing-compensation.ts';

const usualAttempts = 3;

/** Limits the deliveries of messages, and the attempts of calls, and sets aside what is given up. */
export const unboundedRetry: FlowAdvice = {
  id: 'unbounded-retry',
  summary: 'What fails is tried again for ever.',
  severity: 'warning',
  why: 'A message that can never be handled comes back each time, ahead of those behind it, and nobody is told.',
  standards: [],
  changes: (flow) =>
    changeProcesses(flow, limited, (changed) => ({
      what: `${listed(changed.map(({ name }) => name))} tries again for ever when it is refused`,
      next: `Give up after ${usualAttempts} attempts and set it aside in a dead-letter queue that somebody looks at (attempts: ${usualAttempts}, dead-letter: true).`,
    })),
};

function limited(process: Process) {
  const arrives = process.trigger.kind === 'message' && !process.durable;
  const isEndless =
    arrives &&
    process.attempts === undefined &&
    process.steps.some(mayFail) &&
    process.steps.every(({ undo }) => undo === undefined);
  const calls = process.steps.flatMap((step, index) => (isEndlessCall(step) ? [index] : []));
  if (!isEndless && calls.length === 0) return undefined;
  const steps = process.steps.map((step): Step =>
    step.kind === 'call' && isEndlessCall(step) ? { ...step, attempts: usualAttempts } : step,
  );
  return {
    process: {
      ...process,
      steps,
      deadLetter: true,
      ...(arrives && { attempts: process.attempts ?? usualAttempts }),
    },
    steps: calls,
  };
}

const isEndlessCall = (step: Step): boolean =>
  step.kind === 'call' && step.fails && step.attempts === undefined;

import type { Step } from '../language/flow-spec.ts';
import { wordsOf } from '../machine/step-words.ts';
import { changeSteps, listed } from './advice.ts';
import type { FlowAdvice } from './advice.ts';

const usualAttempts = 3;

/** Gives every call a timeout, and more than one attempt where a key makes that safe. */
export const missingTimeout: FlowAdvice = {
  id: 'missing-timeout',
  summary: 'A call waits for an answer without an end.',
  severity: 'blocker',
  why: 'A request or an answer that is lost leaves the caller waiting for ever, with whatever it holds.',
  standards: ['CWE-1088'],
  changes: (flow) =>
    changeSteps(flow, timed, (places) => ({
      what: `the answer is waited for without an end: ${listed(places.map(({ of }) => wordsOf(of)))}`,
      next: 'Give the call a timeout, and attempts where it has an idempotency key.',
    })),
};

function timed(step: Step): Step | undefined {
  const undo = step.undo?.kind === 'call' && !step.undo.timeout ? { ...step.undo, timeout: true } : undefined;
  if (step.kind !== 'call' || step.timeout) return undo === undefined ? undefined : { ...step, undo };
  const attempts =
    step.attempts === undefined || step.key === undefined
      ? step.attempts
      : Math.max(step.attempts, usualAttempts);
  return {
    ...step,
    timeout: true,
    ...(attempts !== undefined && { attempts }),
    ...(undo !== undefined && { undo }),
  };
}

import type { CallStep, Step } from '../language/flow-spec.ts';
import { wordsOf } from '../machine/step-words.ts';
import { changeSteps, listed } from './advice.ts';
import type { FlowAdvice } from './advice.ts';

/** Gives every call that changes something a key, compensations included. */
export const callWithoutKey: FlowAdvice = {
  id: 'call-without-key',
  summary: 'A call that may be repeated has no idempotency key.',
  severity: 'blocker',
  why: 'When the answer is lost nobody knows whether the call has happened; asking again does it again.',
  standards: [],
  changes: (flow) =>
    changeSteps(
      flow,
      (step) => keyed(step, flow.each),
      (places) => ({
        what: `${listed(places.map(({ of }) => wordsOf(of)))} may be called more than once without a key (after a crash or a lost answer, or by two at a time)`,
        next: `Send an idempotency key that is the same for every attempt, such as the ${flow.each} id, and let the other side remember it with its answer.`,
      }),
    ),
};

function keyed(step: Step, each: string): Step | undefined {
  const undo = step.undo === undefined ? undefined : withKey(step.undo, each);
  const call = withKey(step, each);
  if (call === undefined && undo === undefined) return undefined;
  return { ...(call ?? step), ...(undo !== undefined && { undo }) };
}

function withKey(step: Step, each: string): CallStep | undefined {
  if (step.kind !== 'call' || step.key !== undefined || step.changes.length === 0) return undefined;
  return { ...step, key: `${each} id` };
}

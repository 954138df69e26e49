import type { FlowSpec, Step } from '../language/flow-spec.ts';
import { changeSteps, listed } from './advice.ts';
import type { FlowAdvice } from './advice.ts';

/** Reads what is copied where it is written. */
export const staleReadAfterWrite: FlowAdvice = {
  id: 'stale-read-after-write',
  summary: 'What was just written is read from a replica that has not got it yet.',
  severity: 'warning',
  why: 'A replica follows some time later: who writes and reads at once sees the old state, and may act on it.',
  standards: [],
  changes: (flow) =>
    changeSteps(
      flow,
      (step) => fromPrimary(flow, step),
      (places) => ({
        what: `${listed(places.flatMap(({ of }) => copiesRead(flow, of)))} is read from a copy that follows later`,
        next: 'Read from the primary after a write, or keep the position of the write in the session and wait until the replica has come that far.',
      }),
    ),
};

const copiesRead = (flow: FlowSpec, step: Step): readonly string[] =>
  step.kind === 'read'
    ? step.reads.flatMap(({ from }) => (sourceOf(flow, from) === undefined ? [] : [from]))
    : [];

const sourceOf = (flow: FlowSpec, record: string): string | undefined =>
  flow.records.find(({ name }) => name === record)?.copyOf?.record;

function fromPrimary(flow: FlowSpec, step: Step): Step | undefined {
  if (step.kind !== 'read' || copiesRead(flow, step).length === 0) return undefined;
  return {
    ...step,
    reads: step.reads.map(({ into, from }) => ({ into, from: sourceOf(flow, from) ?? from })),
  };
}

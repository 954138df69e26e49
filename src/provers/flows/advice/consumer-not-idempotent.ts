import type { Process } from '../language/flow-spec.ts';
import { changeProcesses, comesTwice, listed } from './advice.ts';
import type { FlowAdvice } from './advice.ts';

/** Records the message in the first transaction of each process that may be asked twice. */
export const consumerNotIdempotent: FlowAdvice = {
  id: 'consumer-not-idempotent',
  summary: 'What arrives a second time has its effect a second time.',
  severity: 'blocker',
  why: 'Delivery is at least once: after a crash, a timeout or a rebalance the same message comes again.',
  standards: [],
  changes: (flow) =>
    changeProcesses(
      flow,
      (process) => (comesTwice(flow, process) ? withInbox(process) : undefined),
      (changed) => ({
        what: `${listed(changed.map(({ at, name }) => `${name} of ${at}`))} takes every delivery for a new one`,
        next: 'Store the id of the message in an inbox table with a unique key, in the transaction that has the effect (inbox: true), and pass by what is there already.',
      }),
    ),
};

function withInbox(process: Process) {
  const first = process.steps.findIndex(({ kind }) => kind === 'transaction');
  const step = process.steps[first];
  if (process.durable || step?.kind !== 'transaction' || step.inbox || step.recordedKey !== undefined)
    return undefined;
  const steps = process.steps.map((each, index) => (index === first ? { ...step, inbox: true } : each));
  return { process: { ...process, steps }, steps: [first] };
}

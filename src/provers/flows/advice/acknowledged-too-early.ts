import type { Process } from '../language/flow-spec.ts';
import { changeProcesses, listed } from './advice.ts';
import type { FlowAdvice } from './advice.ts';

/** Acknowledges a message when all is done. */
export const acknowledgedTooEarly: FlowAdvice = {
  id: 'acknowledged-too-early',
  summary: 'A message is acknowledged before its work is done.',
  severity: 'blocker',
  why: 'A crash after the acknowledgement loses the message: the broker does not deliver it again.',
  standards: [],
  changes: (flow) =>
    changeProcesses(flow, late, (changed) => ({
      what: `${listed(changed.map(({ name }) => name))} acknowledges its message before the work is done`,
      next: 'Acknowledge after the last step; turn automatic acknowledgement off.',
    })),
};

function late(process: Process) {
  const at = process.steps.findIndex(({ kind }) => kind === 'acknowledge');
  if (at === -1) return undefined;
  return { process: { ...process, steps: process.steps.filter((_, index) => index !== at) }, steps: [at] };
}

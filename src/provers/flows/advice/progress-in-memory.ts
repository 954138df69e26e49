import type { Process } from '../language/flow-spec.ts';
import { changeProcesses, listed } from './advice.ts';
import type { FlowAdvice } from './advice.ts';

/** Stores the place a process has reached with each of its steps. */
export const progressInMemory: FlowAdvice = {
  id: 'progress-in-memory',
  summary: 'A flow over several steps knows only in memory how far it has come.',
  severity: 'blocker',
  why: 'A crash forgets it: what was begun elsewhere is neither finished nor taken back.',
  standards: [],
  changes: (flow) =>
    changeProcesses(flow, stored, (changed) => ({
      what: `${listed(changed.map(({ name }) => name))} forgets after a crash how far it has come`,
      next: 'Store the state of the flow with each step (a saga table, a job, a workflow engine) and go on from there after a crash (durable: true).',
    })),
};

function stored(process: Process) {
  const effects = process.steps.filter(
    ({ kind }) => kind === 'transaction' || kind === 'call' || kind === 'write' || kind === 'publish',
  );
  const isForgotten = process.trigger.kind === 'request' && !process.trigger.repeated && !process.durable;
  if (!isForgotten || effects.length < 2) return undefined;
  return { process: { ...process, durable: true }, steps: [] };
}

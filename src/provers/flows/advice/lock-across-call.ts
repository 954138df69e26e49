import type { LockStep, Process, Step } from '../language/flow-spec.ts';
import { changeProcesses, listed } from './advice.ts';
import type { FlowAdvice } from './advice.ts';

/** Gives a lock back before each call, and takes it again for what is left to do under it. */
export const lockAcrossCall: FlowAdvice = {
  id: 'lock-across-call',
  summary: 'A lock is held while an answer from outside is waited for.',
  severity: 'warning',
  why: 'Everybody who needs the lock waits as long as the other side takes, and for ever when it does not answer.',
  standards: ['CWE-667'],
  changes: (flow) =>
    changeProcesses(flow, released, (changed) => ({
      what: `${listed(changed.map(({ name }) => name))} holds ${listed(changed.flatMap(locks))} while it waits for an answer`,
      next: `Give the lock back before the call and take it again afterwards, for what is still to be stored; look again at what was read under the first.`,
    })),
};

const locks = ({ steps }: Process): readonly string[] =>
  steps.flatMap((step) => (step.kind === 'lock' ? [step.lock] : []));

function released(process: Process) {
  const steps: Step[] = [];
  const touched: number[] = [];
  let held: string | undefined;
  for (const [index, step] of process.steps.entries()) {
    if (step.kind === 'lock') held = step.lock;
    if (step.kind !== 'call' || held === undefined) steps.push(step);
    else {
      touched.push(index);
      const rest = process.steps.slice(index + 1);
      const end = rest.findIndex(({ kind }) => kind === 'unlock');
      steps.push(lockStep('unlock', held), step);
      // What is left under the lock takes it again; where nothing is left it stays free.
      if (end !== 0) steps.push(lockStep('lock', held));
      else held = undefined;
    }
    if (step.kind === 'unlock') {
      if (held === undefined) steps.pop();
      held = undefined;
    }
  }
  return touched.length === 0 ? undefined : { process: { ...process, steps }, steps: touched };
}

const lockStep = (kind: LockStep['kind'], lock: string): LockStep => ({ kind, lock, pivot: false });

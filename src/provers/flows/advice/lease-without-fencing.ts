import type { Process, Step } from '../language/flow-spec.ts';
import { changeProcesses, listed } from './advice.ts';
import type { FlowAdvice } from './advice.ts';

/** Lets the store compare the number of the lease with each read and write under it. */
export const leaseWithoutFencing: FlowAdvice = {
  id: 'lease-without-fencing',
  summary: 'A lease runs out while its holder still writes.',
  severity: 'blocker',
  why: 'A pause (garbage collection, a slow network) outlasts the lease; its holder does not know, and writes beside the next one.',
  standards: ['CWE-362'],
  changes: (flow) => {
    const leases = flow.locks.filter(({ expires }) => expires).map(({ name }) => name);
    return changeProcesses(
      flow,
      (process) => fenced(process, leases),
      (changed) => ({
        what: `${listed(changed.map(({ name }) => name))} relies on the lease ${listed(leases)} alone`,
        next: 'Send the number of the lease (a fencing token) with every read and write under it, and let the store refuse one that is lower than the highest it has seen (fenced).',
      }),
    );
  },
};

function fenced(process: Process, leases: readonly string[]) {
  const touched: number[] = [];
  let held: string | undefined;
  const steps = process.steps.map((step, index): Step => {
    if (step.kind === 'lock') held = leases.includes(step.lock) ? step.lock : undefined;
    if (step.kind === 'unlock') held = undefined;
    const stores = step.kind === 'transaction' || step.kind === 'read' || step.kind === 'write';
    if (!stores || held === undefined || step.fenced !== undefined) return step;
    touched.push(index);
    return { ...step, fenced: held };
  });
  return touched.length === 0 ? undefined : { process: { ...process, steps }, steps: touched };
}

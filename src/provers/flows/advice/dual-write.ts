import type { Process, Step, TransactionStep } from '../language/flow-spec.ts';
import { changeProcesses, listed } from './advice.ts';
import type { FlowAdvice } from './advice.ts';

/** Moves each publication into the outbox of the transaction before it, or of the one after it where none is before. */
export const dualWrite: FlowAdvice = {
  id: 'dual-write',
  summary: 'A change is stored and a message about it is published, without a transaction around both.',
  severity: 'blocker',
  why: 'A crash between the two leaves one without the other: nobody hears of what was stored, or everybody hears of what was not.',
  standards: [],
  changes: (flow) =>
    changeProcesses(flow, withOutbox, (changed) => {
      const messages = listed(changed.flatMap(publications));
      return {
        what: `${listed(changed.map(({ at }) => at))} stores and publishes (${messages}) in two systems, one after the other`,
        next: `Store ${messages} in an outbox table within the transaction (outbox: ${messages}) and let a relay publish it.`,
      };
    }),
};

const publications = ({ steps }: Process): readonly string[] =>
  steps.flatMap((step) => (step.kind === 'publish' ? [step.message] : []));

const isPlain = (step: Step | undefined): step is TransactionStep => step?.kind === 'transaction';

function withOutbox(process: Process) {
  const steps: Step[] = [];
  const touched: number[] = [];
  let waiting: string[] = [];
  for (const [index, step] of process.steps.entries()) {
    if (step.kind === 'publish') {
      const before = steps.findLastIndex(isPlain);
      const transaction = steps[before];
      touched.push(index);
      if (isPlain(transaction)) steps[before] = adding(transaction, [step.message]);
      else waiting.push(step.message);
    } else if (step.kind === 'transaction') {
      steps.push(adding(step, waiting));
      waiting = [];
    } else steps.push(step);
  }
  if (touched.length === 0 || waiting.length > 0) return undefined;
  return { process: { ...process, steps }, steps: touched };
}

const adding = (step: TransactionStep, messages: readonly string[]): TransactionStep => ({
  ...step,
  outbox: [...step.outbox, ...messages],
});

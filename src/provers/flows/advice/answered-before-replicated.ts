import type { Condition, FlowSpec, Process, Step } from '../language/flow-spec.ts';
import { changeProcesses, listed } from './advice.ts';
import type { FlowAdvice } from './advice.ts';

/** Waits for the copies of what was stored before anything else is done. */
export const answeredBeforeReplicated: FlowAdvice = {
  id: 'answered-before-replicated',
  summary: 'A write is reported as done before any copy has it.',
  severity: 'blocker',
  why: 'When the node that stored it fails, the one that takes over has never had it.',
  standards: [],
  changes: (flow) =>
    changeProcesses(
      flow,
      (process) => waiting(flow, process),
      (changed) => ({
        what: `${listed(changed.map(({ name }) => name))} goes on before a copy has what it has stored`,
        next: 'Wait until another node has confirmed the write (synchronous replication, a quorum) before it is reported as done.',
      }),
    ),
};

function waiting(flow: FlowSpec, process: Process) {
  const touched: number[] = [];
  const steps = process.steps.flatMap((step, index): readonly Step[] => {
    const isLast = index === process.steps.length - 1;
    const copies =
      step.kind === 'transaction' && !isLast && process.steps[index + 1]?.kind !== 'wait'
        ? copiesOf(
            flow,
            step.changes.map(({ record }) => record),
          )
        : [];
    if (copies.length === 0) return [step];
    touched.push(index);
    return [step, { kind: 'wait', until: inStep(copies), timeout: true, pivot: false }];
  });
  return touched.length === 0 ? undefined : { process: { ...process, steps }, steps: touched };
}

interface Copy {
  readonly of: string;
  readonly copy: string;
}

const copiesOf = ({ records }: FlowSpec, written: readonly string[]): readonly Copy[] =>
  records.flatMap(({ name, copyOf }) =>
    copyOf !== undefined && written.includes(copyOf.record) ? [{ of: copyOf.record, copy: name }] : [],
  );

const inStep = (copies: readonly Copy[]): Condition => ({
  text: copies.map(({ of, copy }) => `${copy} = ${of}`).join(' and '),
  holds: {
    kind: 'all',
    of: copies.map(({ of, copy }) => ({
      kind: 'compare' as const,
      operator: '=' as const,
      left: { kind: 'variable' as const, name: copy },
      right: { kind: 'variable' as const, name: of },
    })),
  },
});

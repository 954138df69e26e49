import type { FlowSpec, Process, Step } from '../language/flow-spec.ts';
import { changeProcesses, listed } from './advice.ts';
import type { FlowChange } from './advice.ts';

/** Compares versions at each write of a record that the same process has read before. */
export function withVersions(
  flow: FlowSpec,
  kind: 'write' | 'transaction',
  words: (records: string) => Pick<FlowChange, 'what' | 'next'>,
): readonly FlowChange[] {
  const records: string[] = [];
  return changeProcesses(
    flow,
    (process) => compared(process, kind, records),
    () => words(listed(records)),
  );
}

function compared(process: Process, kind: 'write' | 'transaction', records: string[]) {
  const read = new Set<string>();
  const touched: number[] = [];
  const steps = process.steps.map((step, index): Step => {
    if (step.kind === 'read') for (const { from } of step.reads) read.add(from);
    if (step.kind !== kind) return step;
    const again = step.changes
      .map(({ record }) => record)
      .filter((record) => read.has(record) && !step.unchanged.includes(record));
    if (again.length === 0) return step;
    touched.push(index);
    records.push(...again);
    return { ...step, unchanged: [...step.unchanged, ...again] };
  });
  return touched.length === 0 ? undefined : { process: { ...process, steps }, steps: touched };
}

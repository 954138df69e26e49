import type { Severity } from '../../../findings/finding.ts';
import type { FlowSpec, Process, Step } from '../language/flow-spec.ts';
import type { SettledFlow } from '../settle-flow.ts';

/** Where in the file something is changed. */
export interface ChangedPlace {
  readonly process: string;
  /** Position in the steps of the file. */
  readonly step?: number;
}

/** A flow with one kind of fault taken out of it. */
export interface FlowChange {
  readonly flow: FlowSpec;
  readonly places: readonly ChangedPlace[];
  /** What the present flow does: `shop stores order and publishes order-placed one after the other`. */
  readonly what: string;
  /** What is to be done. */
  readonly next: string;
}

/** A known fault of flows and the changes that take it out; which of them does, the search decides. */
export interface FlowAdvice {
  readonly id: string;
  readonly summary: string;
  readonly severity: Severity;
  readonly why: string;
  readonly standards: readonly string[];
  /** Ways to change the flow, the simplest first; none where there is nothing of the kind. */
  readonly changes: (flow: FlowSpec) => readonly FlowChange[];
}

/** Changes that together make a flow hold. */
export interface Advised {
  readonly rules: readonly { readonly rule: string; readonly change: FlowChange }[];
  readonly settled: SettledFlow;
}

/** A change of single steps: nothing where no step is touched. */
export function changeSteps(
  flow: FlowSpec,
  change: (step: Step, process: Process, index: number) => Step | undefined,
  words: (places: readonly (ChangedPlace & { readonly of: Step })[]) => Pick<FlowChange, 'what' | 'next'>,
): readonly FlowChange[] {
  const places: (ChangedPlace & { readonly of: Step })[] = [];
  const processes = flow.processes.map((process): Process => ({
    ...process,
    steps: process.steps.map((step, index) => {
      const changed = change(step, process, index);
      if (changed === undefined) return step;
      places.push({ process: process.name, step: index, of: step });
      return changed;
    }),
  }));
  if (places.length === 0) return [];
  return [
    {
      flow: { ...flow, processes },
      places: places.map(({ process, step }) => ({ process, ...(step !== undefined && { step }) })),
      ...words(places),
    },
  ];
}

/** A change of whole processes: nothing where none is touched. */
export function changeProcesses(
  flow: FlowSpec,
  change: (process: Process) => { readonly process: Process; readonly steps: readonly number[] } | undefined,
  words: (changed: readonly Process[]) => Pick<FlowChange, 'what' | 'next'>,
): readonly FlowChange[] {
  const places: ChangedPlace[] = [];
  const touched: Process[] = [];
  const processes = flow.processes.map((process) => {
    const changed = change(process);
    if (changed === undefined) return process;
    touched.push(process);
    places.push(
      ...(changed.steps.length === 0
        ? [{ process: process.name }]
        : changed.steps.map((step) => ({ process: process.name, step }))),
    );
    return changed.process;
  });
  return touched.length === 0 ? [] : [{ flow: { ...flow, processes }, places, ...words(touched) }];
}

/** Whether what starts a process may come twice. */
export const comesTwice = (flow: FlowSpec, { trigger }: Process): boolean =>
  (trigger.kind === 'request' && trigger.repeated) ||
  (trigger.kind === 'message' &&
    flow.channels.some(
      ({ messages, delivery }) => delivery === 'at-least-once' && messages.includes(trigger.message),
    ));

export const listed = (names: readonly string[]): string => [...new Set(names)].join(', ');

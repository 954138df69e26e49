import type { Flow, FlowStep, Operation } from '../../model/domain.ts';

/** Steps that are one transaction, one call, or one other flow. */
export interface Group {
  readonly steps: readonly FlowStep[];
  readonly first: number;
  readonly isOwn: boolean;
}

const isOwn = ({ kind, effects }: FlowStep): boolean => kind !== 'remote' && effects?.flow === undefined;

/** Steps of one context in a row are one transaction, with what they publish. */
export function groupsOf({ steps }: Flow): readonly Group[] {
  const groups: Group[] = [];
  for (const [index, step] of steps.entries()) {
    const last = groups.at(-1);
    if (last?.isOwn === true && isOwn(step) && step.on === undefined && last.steps[0]?.at === step.at)
      groups[groups.length - 1] = { ...last, steps: [...last.steps, step] };
    else groups.push({ steps: [step], first: index, isOwn: isOwn(step) });
  }
  return groups;
}

/** Steps of a flow that one operation runs: from the start, or from where the flow waits for it, to the next wait. */
export function partOf({ trigger, steps }: Flow, operation: string = trigger): readonly [number, number] {
  const waited = steps.findIndex(({ on }) => on === operation);
  const start = operation === trigger || waited === -1 ? 0 : waited;
  const next = steps.findIndex(({ on }, index) => index > start && on !== undefined);
  return [start, next === -1 ? steps.length : next];
}

/** The flow that a request of an operation runs: the one it names, one that waits for it, or the only one it starts. */
export function flowOf(operation: Pick<Operation, 'id' | 'flow'>, flows: readonly Flow[]): Flow | undefined {
  const started = new Set(
    flows.flatMap(({ steps }) => steps.flatMap(({ effects, undo }) => [effects?.flow, undo?.flow])),
  );
  return (
    flows.find(({ id }) => id === operation.flow) ??
    flows.find(({ steps }) => steps.some(({ on }) => on === operation.id)) ??
    flows.find(({ id, trigger }) => trigger === operation.id && !started.has(id))
  );
}

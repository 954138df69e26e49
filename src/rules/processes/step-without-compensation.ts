import type { Flow, FlowStep } from '../../model/domain.ts';
import { changesNothing } from '../../model/flow-steps.ts';
import type { Fault, Rule } from '../rule.ts';

export const stepWithoutCompensation: Rule = {
  id: 'step-without-compensation',
  summary: 'A step of a flow cannot be undone when a later step fails.',
  severity: 'warning',
  standards: [],
  remedy: {
    title: 'Compensate the step or move it behind the pivot',
    impact: 4,
    effort: { low: 0.5, high: 3 },
    risk: 'medium',
    rollback: 'take the change back',
  },
  check: ({ processes }) =>
    processes.flows.flatMap((flow) => stuckSteps(flow).map((step) => fault(flow, step))),
};

/** Steps with an effect, before the pivot (or the last step), that name no compensation although a later step can fail. */
function stuckSteps({ steps }: Flow): readonly FlowStep[] {
  const pivot = steps.findIndex((step) => step.pivot === true);
  const end = pivot === -1 ? steps.length - 1 : pivot;
  return steps.filter(
    ({ action, compensation, kind }, at) =>
      compensation === undefined &&
      !changesNothing(action) &&
      kind !== 'publish' &&
      steps.some((later, place) => place > at && place <= end && later.kind === 'remote'),
  );
}

function fault(flow: Flow, step: FlowStep): Fault {
  return {
    subject: `${flow.id}.${step.id}`,
    confidence: 'certain',
    what: `${flow.name}: ${step.action} has no compensation, and a remote step follows it.`,
    why: 'When that step fails for good, the effect of this one stays: stock that nobody bought, money that nobody owes.',
    next: 'Name what undoes it, or order the steps so that the one that cannot be undone comes last before the pivot.',
    evidence: [{ kind: 'read', origin: flow.origin }],
  };
}

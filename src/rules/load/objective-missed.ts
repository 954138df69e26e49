import type { LatencyBudget, PathAvailability } from '../../model/load.ts';
import { quantityText } from '../../model/quantity.ts';
import type { Fault, Rule } from '../rule.ts';

export const objectiveMissed: Rule = {
  id: 'objective-missed',
  summary: 'An objective is not met by the calculated load.',
  severity: 'warning',
  standards: [],
  remedy: {
    title: 'Change the design or the objective',
    impact: 5,
    effort: { low: 0.5, high: 5 },
    risk: 'medium',
    rollback: 'take the change back',
  },
  check: ({ load }) => [...load.budgets.flatMap(late), ...load.availability.flatMap(down)],
};

function late({ workload, operation, objective, p95, p99 }: LatencyBudget): readonly Fault[] {
  if (objective === undefined || objective.met) return [];
  const value = objective.percentile >= 99 ? p99 : p95;
  return [
    {
      subject: `${objective.id} latency of ${workload}`,
      confidence: 'likely',
      what: `${operation} takes ${quantityText(value)} at the ${objective.percentile}th percentile; ${quantityText(objective.limit)} is the limit.`,
      why: 'The objective was promised, and at peak it does not hold by calculation already.',
      next: 'Move work out of the request, cache what may be old, or agree on another limit.',
      evidence: [{ kind: 'measured', what: `latency of ${operation}`, value }],
    },
  ];
}

function down({ workload, operation, objective, availability }: PathAvailability): readonly Fault[] {
  if (objective === undefined || objective.met) return [];
  return [
    {
      subject: `${objective.id} availability of ${workload}`,
      confidence: 'likely',
      what: `${operation} is available ${quantityText(availability)} of the time; ${quantityText(objective.required)} is required.`,
      why: 'All parts on its path fail independently at best: the product of their availabilities is already too low.',
      next: 'Take a part off the path, run it twice, or agree on another figure.',
      evidence: [{ kind: 'measured', what: `availability of ${operation}`, value: availability }],
    },
  ];
}

import { claimsOf, section, table } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import { requirementsAbout } from '../requirements.ts';
import type { LatencyBudget } from '../../model/load.ts';
import { derived } from '../../model/origin.ts';

/** Where the time of each operation goes at peak, against its objective. */
export function latency(basis: Basis): readonly (Section | undefined)[] {
  const { budgets } = basis.backend.load;
  const judged = budgets.filter(({ objective }) => objective !== undefined);
  return [
    section(
      {
        id: 'latency',
        title: 'Latency against objectives',
        items: judged.length > 0 && budgets.every(({ hops }) => hops.length > 0) ? ['5.2'] : [],
        answers: requirementsAbout(
          basis.backend,
          'objective',
          judged.flatMap(({ objective }) => (objective === undefined ? [] : [objective.id])),
        ),
      },
      table(
        ['operation', 'workload', 'mean', 'p95', 'p99', 'objective', 'left over', 'state'],
        budgets.map(budgetRow),
      ),
      claimsOf(basis, 'latency/', 'capacity/latency'),
    ),
    section(
      { id: 'hops', title: 'Budget of each hop' },
      table(
        ['operation', 'container', 'mean', 'part of the whole'],
        budgets.flatMap(({ operation, hops, mean }) =>
          hops.map((hop): readonly Cell[] => [
            operation,
            hop.container,
            hop.mean,
            derived(mean.value === 0 ? 0 : hop.mean.value / mean.value, 'ratio', 'hop / whole', [
              `${hop.mean.value} of ${mean.value} ${mean.unit}`,
            ]),
          ]),
        ),
      ),
    ),
  ];
}

/** The computed percentile the objective speaks of: p99 for 99 and above, p95 from 90, the mean below. */
const atPercentile = ({ mean, p95, p99 }: LatencyBudget, percentile: number) =>
  percentile >= 99 ? p99 : percentile >= 90 ? p95 : mean;

function budgetRow(budget: LatencyBudget): readonly Cell[] {
  const { operation, workload, mean, p95, p99, objective } = budget;
  if (objective === undefined) return [operation, workload, mean, p95, p99, 'none stated', '–', '–'];
  const value = atPercentile(budget, objective.percentile);
  const scale = objective.limit.unit === value.unit ? 1 : objective.limit.unit === 's' ? 1000 : 1e-3;
  return [
    operation,
    workload,
    mean,
    p95,
    p99,
    objective.limit,
    derived(objective.limit.value * scale - value.value, value.unit, 'limit − computed percentile', [
      `p${objective.percentile}`,
    ]),
    objective.met ? 'met' : 'not met',
  ];
}

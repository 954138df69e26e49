import { cell, claimsOf, paragraph, section, table } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import { requirementsAbout } from '../requirements.ts';
import type { LatencyBudget } from '../../model/load.ts';
import { derived } from '../../model/origin.ts';
import { atObjective, hopBudgets } from './hop-budgets.ts';
import type { HopBudget } from './hop-budgets.ts';

/** Where the time of each operation goes at peak, against its objective. */
export function latency(basis: Basis): readonly (Section | undefined)[] {
  const { budgets } = basis.backend.load;
  const judged = budgets.filter(({ objective }) => objective !== undefined);
  return [
    section(
      {
        id: 'latency',
        title: 'Latency against objectives',
        items: judged.length > 0 && judged.every((each) => hopBudgets(each).length > 0) ? ['5.2'] : [],
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
    ...hopSections(budgets),
  ];
}

/** The objective cut into budgets where there is one; elsewhere where the time goes. */
function hopSections(budgets: readonly LatencyBudget[]): readonly (Section | undefined)[] {
  const divided = budgets.map((each) => ({ each, hops: hopBudgets(each) }));
  return [
    section(
      { id: 'hops', title: 'Budget of each hop' },
      divided.every(({ hops }) => hops.length === 0)
        ? undefined
        : paragraph(
            'The budgets of one path sum to its objective. A hop counts with its mean and its part of the variance, and shares what the objective leaves in the same proportion: a hop that keeps its budget cannot be the reason why the objective is missed.',
          ),
      table(
        ['operation', 'workload', 'container', 'mean', 'part of the percentile', 'budget'],
        divided.flatMap(({ each, hops }) => budgetRows(each, hops)),
      ),
    ),
    section(
      { id: 'hops-mean', title: 'Where the time goes without an objective' },
      table(
        ['operation', 'workload', 'container', 'mean', 'part of the whole'],
        divided.flatMap(({ each, hops }) => (hops.length === 0 ? meanRows(each) : [])),
      ),
    ),
  ];
}

function budgetRows(path: LatencyBudget, hops: readonly HopBudget[]): readonly (readonly Cell[])[] {
  const { operation, workload, mean, objective } = path;
  if (hops.length === 0 || objective === undefined) return [];
  return [
    ...hops.map((hop): readonly Cell[] => [
      operation,
      workload,
      hop.container,
      hop.mean,
      hop.part,
      hop.budget,
    ]),
    [operation, workload, 'sum', mean, cell(atObjective(path)), objective.limit],
  ];
}

const meanRows = ({ operation, workload, hops, mean }: LatencyBudget): readonly (readonly Cell[])[] =>
  hops.map((hop): readonly Cell[] => [
    operation,
    workload,
    hop.container,
    hop.mean,
    derived(mean.value === 0 ? 0 : hop.mean.value / mean.value, 'ratio', 'hop / whole', [
      `${hop.mean.value} of ${mean.value} ${mean.unit}`,
    ]),
  ]);

function budgetRow(budget: LatencyBudget): readonly Cell[] {
  const { operation, workload, mean, p95, p99, objective } = budget;
  if (objective === undefined) return [operation, workload, mean, p95, p99, 'none stated', '–', '–'];
  const value = atObjective(budget) ?? p99;
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

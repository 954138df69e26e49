import { codeCell, section, table } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import { plans, queryCell } from '../database/queries.ts';
import type { Plan } from '../database/queries.ts';
import type { Quantity } from '../../model/origin.ts';

const number = ({ outcome }: Plan, ...keys: readonly string[]): number | undefined => {
  const value = keys.map((key) => outcome.measurements[key]).find((entry) => typeof entry === 'number');
  return typeof value === 'number' ? value : undefined;
};

const planned = (plan: Plan, value: number): Quantity => ({
  value,
  unit: 'cost units',
  origin: {
    kind: 'derived',
    rule: `${plan.outcome.engine.name} ${plan.outcome.engine.version}`,
    from: [plan.claim.id],
  },
});

/** What each index is worth: the planner's cost with the indexes of the workload and without them. */
export function planCosts(basis: Basis): Section | undefined {
  const compared = plans(basis).flatMap((plan) => {
    const after = number(plan, 'cost', 'totalCost');
    const before = number(plan, 'costWithoutIndexes', 'costWithout', 'costBefore');
    return after === undefined || before === undefined ? [] : [{ plan, before, after }];
  });
  return section(
    { id: 'plan-costs', title: 'Query plans before and after', items: compared.length > 0 ? ['5.6'] : [] },
    table(
      ['statement', 'without its indexes', 'as designed', 'cheaper by', 'claim'],
      compared
        .toSorted((a, b) => b.before / b.after - a.before / a.after)
        .map(({ plan, before, after }): readonly Cell[] => [
          queryCell(basis.backend.data.queries, plan.query),
          planned(plan, before),
          planned(plan, after),
          {
            ...planned(plan, after === 0 ? 1 : before / after),
            unit: 'x',
          },
          codeCell(plan.claim.id),
        ]),
    ),
  );
}

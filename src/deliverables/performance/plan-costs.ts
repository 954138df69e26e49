import { codeCell, paragraph, section, table } from '../blocks.ts';
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

/** A difference below this factor is none. */
const worthTelling = 1.01;

/** What each index is worth: the planner's cost with the indexes of the workload and without them. */
export function planCosts(basis: Basis): Section | undefined {
  const compared = plans(basis).flatMap((plan) => {
    const after = number(plan, 'cost', 'totalCost');
    const before = number(plan, 'costWithoutIndexes', 'costWithout', 'costBefore');
    return after === undefined || before === undefined ? [] : [{ plan, before, after }];
  });
  // Where no index of the workload changes the plan there is nothing to compare: those are counted, not listed.
  const isCheaper = ({ before, after }: (typeof compared)[number]): boolean => before > after * worthTelling;
  const alike = compared.filter((each) => !isCheaper(each)).length;
  return section(
    { id: 'plan-costs', title: 'Query plans before and after', items: compared.length > 0 ? ['5.6'] : [] },
    table(
      ['statement', 'without its indexes', 'as designed', 'cheaper by', 'claim'],
      compared
        .filter(isCheaper)
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
    alike === 0
      ? undefined
      : paragraph(
          `${alike} more of ${compared.length} statements cost the same without them within ${Math.round((worthTelling - 1) * 100)} %: they read by a primary key, write, or read few rows. Each has its plan in 2-database/queries.md.`,
        ),
  );
}

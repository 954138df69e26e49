import type { Criterion } from '../../model/decision.ts';
import { pricesSaid } from '../capacity/prices.ts';
import { derived } from '../../model/origin.ts';
import type { Quantity } from '../../model/origin.ts';
import { quantityText } from '../../model/quantity.ts';
import { valueOf } from '../capacity/figures.ts';
import { plain, ranged } from '../quantities.ts';
import { totalCost } from '../sizing/cost.ts';
import { deployables, movingParts } from '../sizing/parts.ts';
import type { Problem } from '../sizing/problem.ts';
import type { SizedOption } from '../sizing/sized.ts';

/** Cost a month with the range of the prices; machines stay those of the stated load. */
export function costOf(problem: Problem, option: SizedOption): Quantity {
  return ranged(
    totalCost(problem, option),
    totalCost(problem, option, 'low'),
    totalCost(problem, option, 'high'),
    'EUR/month',
    'sum over containers of machines × unit price',
    [`${pricesSaid(problem.prices)}; labour is not in it`],
  );
}

export function budgetCriterion(problem: Problem, option: SizedOption): readonly Criterion[] {
  const { budget } = problem;
  if (budget === undefined) return [];
  const value = costOf(problem, option);
  const met = value.value <= budget.value;
  return [
    {
      id: 'budget',
      words: met
        ? `costs at most ${quantityText(budget)}`
        : `costs ${quantityText(value)}, above the budget of ${quantityText(budget)}`,
      met,
      value,
      limit: budget,
    },
  ];
}

/** Few enough parts for the people who look after them, and enough code bases that they do not wait for each other. */
export function teamCriteria(problem: Problem, option: SizedOption): readonly Criterion[] {
  const { teamSize } = problem;
  const parts = movingParts(problem, option);
  const people = `${plain(teamSize.value)} people`;
  const mostParts = derived(
    teamSize.value * valueOf('partsPerEngineer'),
    'count',
    'people × parts each can look after',
    [people, `${plain(valueOf('partsPerEngineer'))} parts each (default)`],
  );
  const share = derived(teamSize.value / Math.max(1, deployables(option)), 'people', 'people / code bases', [
    people,
  ]);
  const mostPeople: Quantity = derived(
    valueOf('peoplePerDeployable'),
    'people',
    'people who can share a code base',
    ['default: two teams of eight'],
  );
  const fewParts = parts.length <= mostParts.value;
  const fewPeople = share.value <= mostPeople.value;
  return [
    {
      id: 'team-parts',
      words: fewParts
        ? `at most ${quantityText(mostParts)} moving parts for ${people}`
        : `${parts.length} moving parts are more than the ${quantityText(mostParts)} that ${people} can look after`,
      met: fewParts,
      value: derived(parts.length, 'count', 'kinds of containers and mechanisms', parts),
      limit: mostParts,
    },
    {
      id: 'team-share',
      words: fewPeople
        ? `at most ${quantityText(mostPeople)} share a code base`
        : `${plain(share.value)} people would share one code base, more than ${quantityText(mostPeople)}`,
      met: fewPeople,
      value: share,
      limit: mostPeople,
    },
  ];
}

/** Everything we run stands in one region; foreign systems have to be asked. */
export function residencyCriterion({ brief }: Problem): readonly Criterion[] {
  const { residency } = brief.policies;
  if (residency === undefined) return [];
  return [
    {
      id: 'residency',
      words: `every container that holds data runs in ${residency.value}`,
      met: true,
      value: derived(0, 'count', 'containers outside the region', ['all are deployed in one region']),
      limit: { value: 0, unit: 'count', origin: residency.origin },
    },
  ];
}

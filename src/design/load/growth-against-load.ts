import type { Entity } from '../../model/domain.ts';
import type { OperationRate } from '../../model/load.ts';
import type { Gap } from '../../model/origin.ts';
import { quantityText } from '../../model/quantity.ts';
import { figure } from '../capacity/figures.ts';
import { highOf, lowOf, product, total } from '../quantities.ts';
import type { LoadInput } from './load.ts';

const secondsOfYear = 365 * 86_400;

/**
 * Entities of which the load creates another number of rows than their tables are said to grow by, beyond both ranges:
 * machines and tables are then sized for two different systems, and only one of them can be the one that is meant. A growth
 * that the brief states itself is a contradiction of the brief and told there.
 */
export function growthGaps(
  { entities = [], operations, workloads }: LoadInput,
  rates: readonly OperationRate[],
): readonly Gap[] {
  const people = new Set(workloads.filter(({ batch }) => batch === undefined).map(({ id }) => id));
  return entities.flatMap((entity) => {
    const creating = operations.filter(({ verb, entity: of }) => verb === 'create' && of === entity.name);
    const ids = new Set(creating.map(({ id }) => id));
    return gapOf(
      entity,
      rates.filter(({ operation, workload }) => ids.has(operation) && people.has(workload)),
    );
  });
}

function gapOf({ name, growthPerYear, origin }: Entity, creating: readonly OperationRate[]): readonly Gap[] {
  if (growthPerYear === undefined || growthPerYear.origin.kind === 'given' || creating.length === 0)
    return [];
  const workloads = creating.map(({ workload }) => workload);
  const hour = total(
    'requests/s',
    'sum over workloads',
    creating.map(({ mean }) => mean),
    workloads,
  );
  const created = product(
    'rows/year',
    'mean of the busiest hour × part of it over the day × seconds of a year',
    [
      { name: 'mean', quantity: hour },
      { name: 'part', quantity: figure('dailyLoadFactor') },
    ],
    secondsOfYear,
  );
  if (lowOf(created) <= highOf(growthPerYear) && lowOf(growthPerYear) <= highOf(created)) return [];
  return [
    {
      kind: 'growth',
      subject: name,
      why: `The load creates ${quantityText(created)} of ${name} (${workloads.join(', ')}: ${quantityText(hour)} in the busiest hour), its tables are sized for ${quantityText(growthPerYear)}. One of them is not meant: state how many rows a year there are, or the share of ${workloads.join(', ')} among all requests.`,
      origin,
    },
  ];
}

import { cell, section, source, table } from '../blocks.ts';
import type { Basis, Section } from '../deliverable.ts';
import { requirementsAbout } from '../requirements.ts';
import type { Container } from '../../model/architecture.ts';
import { derived } from '../../model/origin.ts';
import type { Quantity } from '../../model/origin.ts';
import { quantityText } from '../../model/quantity.ts';

/** What the system costs a month, where the money goes and how far it is from the budget. */
export function cost({ backend }: Basis): Section | undefined {
  const priced = backend.architecture.containers.flatMap((container) =>
    container.cost === undefined ? [] : [{ container, cost: container.cost }],
  );
  if (priced.length === 0) return undefined;
  const total = totalCost(backend.architecture.containers);
  const { budget } = backend.requirements;
  return section(
    {
      id: 'cost',
      title: 'Cost',
      items: ['1.13'],
      answers: requirementsAbout(backend, 'constraint', ['budget']),
    },
    table(
      ['what', 'value'],
      [
        ['all containers', cell(total)],
        ['budget', budget ?? 'none stated'],
        ...(budget === undefined || total === undefined ? [] : [['budget used', share(total, budget)]]),
        ...perMillion(total, backend.load.requestsPerMonth),
      ],
    ),
    table(
      ['driver', 'kind', 'instances', 'cost', 'part of all', 'computed from'],
      priced
        .toSorted((a, b) => b.cost.value - a.cost.value)
        .map(({ container, cost: value }) => [
          container.name,
          container.kind,
          cell(container.instances),
          value,
          total === undefined ? '–' : share(value, total),
          source(value.origin),
        ]),
    ),
    table(
      ['unit price', 'value', 'from'],
      (backend.design?.prices ?? []).map(({ name, price }) => [name, price, source(price.origin)]),
    ),
  );
}

/** Sum of all priced containers; lows add to the low, highs to the high. */
export function totalCost(containers: readonly Container[]): Quantity | undefined {
  const costs = containers.flatMap(({ cost: value }) => value ?? []);
  if (costs.length === 0) return undefined;
  const sum = (pick: (value: Quantity) => number): number =>
    costs.reduce((total, value) => total + pick(value), 0);
  return {
    ...derived(
      sum(({ value }) => value),
      'EUR/month',
      'sum over containers',
      containers.flatMap(({ name, cost: value }) => (value === undefined ? [] : [name])),
    ),
    ...(costs.some(({ low, high }) => low !== undefined || high !== undefined)
      ? { low: sum(({ low, value }) => low ?? value), high: sum(({ high, value }) => high ?? value) }
      : {}),
  };
}

const share = (part: Quantity, whole: Quantity): Quantity =>
  derived(whole.value === 0 ? 0 : part.value / whole.value, 'ratio', 'part / whole', [
    `${part.value} of ${whole.value} ${whole.unit}`,
  ]);

/** Cost of a million requests, quiet hours included: the figure to compare systems by. */
function perMillion(
  total: Quantity | undefined,
  requests: Quantity | undefined,
): readonly (readonly [string, Quantity])[] {
  if (total === undefined || requests === undefined || requests.value === 0) return [];
  return [
    ['requests a month', requests],
    [
      'for each million of them',
      derived((total.value / requests.value) * 1e6, 'EUR', 'cost a month / requests a month × 1,000,000', [
        quantityText(total),
        `${quantityText(requests)} requests`,
      ]),
    ],
  ];
}

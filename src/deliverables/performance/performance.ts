import { document } from '../blocks.ts';
import type { Basis, Deliverable } from '../deliverable.ts';
import { quantityText } from '../../model/quantity.ts';
import { caches, cachesNotApplicable } from './cache.ts';
import { capacity } from './capacity.ts';
import { delivery } from './delivery.ts';
import { designSpace } from './design-space.ts';
import { latency } from './latency.ts';
import { limits } from './limits.ts';
import { loadModel } from './load.ts';
import { objectiveArtifacts, objectives } from './objectives.ts';
import { observed } from './observed.ts';
import { planCosts } from './plan-costs.ts';
import { scaling, scalingArtifacts } from './scaling.ts';
import { shedding } from './shedding.ts';

/** Performance: load, latency, capacity, caches, plans, limits, scaling, delivery, objectives. */
export function writePerformance(basis: Basis): Deliverable {
  const path = (name: string): string => `5-performance/${name}.md`;
  return {
    id: 'performance',
    number: 5,
    title: 'Performance optimisation',
    summary: summary(basis),
    documents: [
      ...document(path('observed'), 'What the code shows', observed(basis)),
      ...document(path('load'), 'Load', loadModel(basis)),
      ...document(path('latency'), 'Latency', latency(basis)),
      ...document(path('capacity'), 'Capacity', capacity(basis)),
      ...document(path('design-space'), 'Design space', designSpace(basis)),
      ...document(path('cache'), 'Caches', caches(basis)),
      ...document(path('plans'), 'Query plans', [planCosts(basis)]),
      ...document(path('limits'), 'Limits', [...limits(basis), ...shedding(basis), scaling(basis)]),
      ...document(path('objectives'), 'Objectives', objectives(basis)),
      ...document(path('delivery'), 'Delivery', delivery(basis)),
    ],
    artifacts: [...objectiveArtifacts(basis), ...scalingArtifacts(basis)],
    notApplicable: cachesNotApplicable(basis.backend),
  };
}

function summary({ backend }: Basis): string {
  const { load } = backend;
  const judged = load.budgets.filter(({ objective }) => objective !== undefined);
  const met = judged.filter(({ objective }) => objective?.met === true).length;
  const first = load.stations
    .filter(({ model }) => model !== 'delay')
    .toSorted((a, b) => b.utilisation.value - a.utilisation.value)[0];
  return [
    load.totalPeak === undefined ? undefined : `Peak ${quantityText(load.totalPeak)}.`,
    judged.length === 0 ? undefined : `${met} of ${judged.length} latency objectives are met.`,
    first === undefined ? undefined : `${first.container} is busiest: ${quantityText(first.utilisation)}.`,
  ]
    .filter((part) => part !== undefined)
    .join(' ');
}

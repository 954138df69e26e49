import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { designBackend } from '../design/design.ts';
import { emptyBackend } from '../model/backend.ts';
import { briefOf, libraryText, shopText } from '../testing/briefs.ts';
import { autoscalers, scalingPlans } from './autoscaling.ts';

const large = shopText.replace('100k concurrent', '200k concurrent');
const designs = {
  'the shop': designBackend(briefOf(shopText)),
  'twice the shop': designBackend(briefOf(large)),
  'the library': designBackend(briefOf(libraryText)),
};

const document = z.union([
  z.object({
    kind: z.literal('HorizontalPodAutoscaler'),
    spec: z.object({
      minReplicas: z.int().min(1),
      maxReplicas: z.int().min(1),
      metrics: z.array(
        z.object({
          resource: z.object({ target: z.object({ averageUtilization: z.int().min(1).max(100) }) }),
        }),
      ),
    }),
  }),
  z.object({ kind: z.literal('PodDisruptionBudget') }),
]);

describe.each(Object.entries(designs))('%s', (_name, backend) => {
  test('the file holds whole numbers in order, one autoscaler a plan', () => {
    const read = parseAllDocuments(autoscalers(backend).text).map((each) => document.parse(each.toJS()));
    const found = read.filter((each) => each.kind === 'HorizontalPodAutoscaler');
    expect(found).toHaveLength(scalingPlans(backend).length);
    for (const { spec } of found) expect(spec.minReplicas).toBeLessThanOrEqual(spec.maxReplicas);
  });

  test('at its target a tier bears the loss of one instance and the growth until another answers', () => {
    for (const { target, container, least } of scalingPlans(backend)) {
      const instances = container.instances?.value ?? 1;
      expect(target.value * 2 ** (105 / 900)).toBeLessThanOrEqual(0.8);
      if (instances > 1) expect((target.value * instances) / (instances - 1)).toBeLessThanOrEqual(0.8 + 1e-9);
      expect(least.value).toBeGreaterThanOrEqual(Math.min(2, instances));
    }
  });

  test('the peak itself needs no more instances than were designed, and pools fit at the most', () => {
    const criteria = backend.design?.options.find(({ id }) => id === backend.design?.chosen)?.criteria ?? [];
    const limit = criteria.find(({ id }) => id === 'connections')?.limit?.value ?? 0;
    for (const { target, container, station, most } of scalingPlans(backend)) {
      const instances = container.instances?.value ?? 1;
      if (instances > 1) expect(station.utilisation.value).toBeLessThanOrEqual(target.value + 0.01);
      const databases = new Set(
        backend.architecture.containers.flatMap(({ id, kind }) => (kind === 'database' ? [id] : [])),
      );
      for (const { from, to, pool } of backend.architecture.connections)
        if (from === container.id && databases.has(to) && pool !== undefined && most.value > instances)
          expect(pool.value * (most.value + 1)).toBeLessThanOrEqual(limit);
    }
  });
});

test('nothing known, nothing scaled', () => {
  expect(autoscalers(emptyBackend('x', 'recovered'))).toEqual({ text: '', lost: [] });
});

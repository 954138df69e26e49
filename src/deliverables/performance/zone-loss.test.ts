import { expect, test } from 'vitest';
import { designBackend } from '../../design/design.ts';
import { briefOf, libraryText, shopText } from '../../testing/briefs.ts';
import { zoneLoss } from './zone-loss.ts';

test('half of a tier in two zones is left, and the number that would carry it does', () => {
  const shop = designBackend(briefOf(shopText));
  const rows = zoneLoss(shop)?.blocks.flatMap((block) => (block.kind === 'table' ? block.rows : [])) ?? [];
  expect(rows.length).toBeGreaterThan(0);
  for (const [name, ...cells] of rows) {
    const [instances = 0, zones = 1, left = 0, busy = 0, refused = 0, needed = 0] = cells.map((each) =>
      typeof each === 'object' && 'value' in each ? Number(each.value) : Number.NaN,
    );
    const station = shop.load.stations.find(({ container }) => container === name);
    const cores = (station?.utilisation.value ?? 0) * (station?.servers.value ?? 0);
    const each = (station?.servers.value ?? 0) / instances;
    expect(left).toBe(instances - Math.ceil(instances / zones));
    expect(busy).toBeCloseTo(cores / (left * each), 9);
    expect((1 - refused) * busy).toBeCloseTo(Math.min(busy, 0.8), 9);
    expect(cores / (each * (needed - Math.ceil(needed / zones)))).toBeLessThanOrEqual(0.8);
  }
});

test('one instance in one zone has no zone to lose', () => {
  expect(zoneLoss(designBackend(briefOf(libraryText)))).toBeUndefined();
});

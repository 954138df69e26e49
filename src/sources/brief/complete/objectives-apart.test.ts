import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Contradiction } from '../../../model/brief.ts';
import { loadPacks } from '../packs.ts';
import { readBrief } from '../read.ts';

const packs = loadPacks();
const shop = readFileSync(new URL('../../../../examples/shop.brief.yaml', import.meta.url), 'utf8');

function apart(search: string): readonly Contradiction[] {
  const text = shop
    .replace('share: 80%', 'share: 60%')
    .replace('workloads:', 'workloads:\n  glance: { actor: customer, op: list Product, share: 20% }\n#')
    .replace('slos:', `slos:\n  glance: ${search}`);
  const result = readBrief(text, { file: 'shop.brief.yaml', packs });
  if (result.kind === 'invalid') throw new Error('the brief cannot be read');
  return result.brief.contradictions.filter(({ id }) => id.startsWith('objectives-'));
}

describe('two workloads that are one operation', () => {
  test('with different limits of one percentile contradict each other, with both figures', () => {
    const [found, ...others] = apart('{ latency: p95 < 50ms }');
    expect(others).toEqual([]);
    expect(found?.what).toBe(
      'glance and browse are both list Product, but ask for p95 below 50 ms and p95 below 200 ms.',
    );
    expect(found?.between).toHaveLength(2);
  });

  test('with different availabilities contradict each other', () => {
    expect(apart('{ availability: 99% }').map(({ id }) => id)).toEqual([
      'objectives-glance-browse-availability',
    ]);
  });

  test('with the same figures, or limits of different percentiles, do not', () => {
    expect(apart('{ latency: p95 < 200ms, availability: 99.9% }')).toEqual([]);
    expect(apart('{ latency: p99 < 400ms }')).toEqual([]);
  });
});

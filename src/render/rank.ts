import { compareText } from '../findings/finding.ts';
import { blocksFirst } from '../findings/recommendation.ts';
import type { Recommendation } from '../findings/recommendation.ts';

const risks: Readonly<Record<Recommendation['risk'], number>> = { low: 0, medium: 1, high: 2 };

/**
 * What to do first: what blocks, then highest impact, then smallest effort (middle of its range), then lowest risk, then id.
 * Nothing comes before what it depends on.
 */
export function rankRecommendations(recommendations: readonly Recommendation[]): readonly Recommendation[] {
  const sorted = [...recommendations].sort(
    (a, b) =>
      blocksFirst(a, b) ||
      b.impact - a.impact ||
      a.effort.low + a.effort.high - b.effort.low - b.effort.high ||
      risks[a.risk] - risks[b.risk] ||
      compareText(a.id, b.id),
  );
  const byId = new Map(sorted.map((each) => [each.id, each]));
  const placed = new Set<string>();
  const ranked: Recommendation[] = [];
  const place = (each: Recommendation): void => {
    if (placed.has(each.id)) return;
    placed.add(each.id);
    for (const id of each.dependsOn) {
      const before = byId.get(id);
      if (before !== undefined) place(before);
    }
    ranked.push(each);
  };
  sorted.forEach(place);
  return ranked;
}

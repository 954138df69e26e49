import { anchor } from './blocks.ts';

/** One anchor for each name, unique among them: `a/b` and `a-b` would otherwise be the same place. */
export function uniqueAnchors(names: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  const anchors = new Map<string, string>();
  for (const name of names) {
    if (anchors.has(name)) continue;
    const wish = anchor(name) || 'part';
    let id = wish;
    for (let next = 2; taken.has(id); next += 1) id = `${wish}-${next}`;
    taken.add(id);
    anchors.set(name, id);
  }
  return anchors;
}

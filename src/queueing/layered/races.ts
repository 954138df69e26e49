import type { Program } from './program.ts';

/**
 * The spawn nodes at which it matters who goes on first: both may want a place of the same resource at that moment.
 * At all others one order stands for both, which keeps loops without time between from doubling the states each turn.
 */
export function racesOf({ nodes }: Program): ReadonlySet<number> {
  const wanted = (at: number, seen: Set<number>): ReadonlySet<number> => {
    const node = nodes[at];
    if (node === undefined || seen.has(at)) return new Set();
    seen.add(at);
    switch (node.kind) {
      case 'enter':
        return new Set([node.resource, ...wanted(node.next, seen)]);
      case 'pass':
      case 'leave':
        return wanted(node.next, seen);
      case 'choose':
        return new Set(node.branches.flatMap(({ next }) => [...wanted(next, seen)]));
      case 'spawn':
        return new Set([...wanted(node.next, seen), ...wanted(node.apart, seen)]);
      case 'stage':
      case 'end':
        return new Set();
    }
  };
  const races = nodes.flatMap((node, at) => {
    if (node.kind !== 'spawn') return [];
    const apart = wanted(node.apart, new Set());
    return [...wanted(node.next, new Set())].some((resource) => apart.has(resource)) ? [at] : [];
  });
  return new Set(races);
}

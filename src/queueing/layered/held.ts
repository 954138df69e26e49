import type { Program } from './program.ts';

/**
 * How many places of each resource whoever is at a node holds: what it will still leave, less what it will still
 * enter. Read from the end to the beginning; nobody holds anything where a source starts.
 */
export function heldPlaces({ nodes, resources, sources }: Program): readonly Int32Array[] {
  const held: (Int32Array | undefined)[] = nodes.map(() => undefined);
  for (const { start } of sources) held[start] = new Int32Array(resources.length);
  const changed = (resource: number, by: number, next: number): Int32Array | undefined => {
    const after = held[next];
    return after?.map((count, at) => (at === resource ? count + by : count));
  };
  const read = (at: number): Int32Array | undefined => {
    const node = nodes[at];
    switch (node?.kind) {
      case 'end':
        return new Int32Array(resources.length);
      case 'enter':
        return changed(node.resource, -1, node.next);
      case 'leave':
        return changed(node.resource, 1, node.next);
      case 'choose':
        return node.branches.map(({ next }) => held[next]).find((known) => known !== undefined);
      case 'spawn': {
        const apart = held[node.apart];
        return apart && held[node.next]?.map((count, resource) => count + (apart[resource] ?? 0));
      }
      case 'stage':
      case 'pass':
        return held[node.next];
      case undefined:
        return undefined;
    }
  };
  for (let news = true; news;) {
    news = false;
    for (let at = 0; at < nodes.length; at++) {
      if (held[at] !== undefined) continue;
      held[at] = read(at);
      news ||= held[at] !== undefined;
    }
  }
  return held.map((known) => known ?? new Int32Array(resources.length));
}

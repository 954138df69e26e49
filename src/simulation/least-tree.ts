/**
 * Which of many things has the least value, found and kept in O(log n): a complete binary tree of minima over them in
 * their order (a tournament; Knuth, The Art of Computer Programming 3, 5.2.3).
 */
export interface LeastTree {
  /** Leaves, a power of two; those beyond the things hold `noValue`. */
  readonly leaves: number;
  /** Node i has children 2i and 2i + 1; leaves begin at `leaves`. */
  readonly values: Int32Array;
}

/** Of a thing that must not be chosen. */
export const noValue = 0x7fffffff;

/** So few that going through them is as fast. */
export const fewThings = 32;

export function leastTree(values: readonly number[]): LeastTree {
  const leaves = 2 ** Math.ceil(Math.log2(Math.max(1, values.length)));
  const nodes = new Int32Array(2 * leaves).fill(noValue);
  nodes.set(values, leaves);
  for (let i = leaves - 1; i > 0; i--) nodes[i] = Math.min(nodes[2 * i] ?? 0, nodes[2 * i + 1] ?? 0);
  return { leaves, values: nodes };
}

export function setValue({ leaves, values }: LeastTree, index: number, value: number): void {
  let node = leaves + index;
  values[node] = value;
  for (node >>= 1; node > 0; node >>= 1) {
    const least = Math.min(values[2 * node] ?? 0, values[2 * node + 1] ?? 0);
    if (values[node] === least) return;
    values[node] = least;
  }
}

/** The first of those with the least value from `from` on, beginning anew at the end; nothing when none may be chosen. */
export function firstLeast(tree: LeastTree, from: number): number | undefined {
  const least = tree.values[1] ?? noValue;
  if (least === noValue) return undefined;
  return firstFrom(tree, from, least) ?? firstFrom(tree, 0, least);
}

/** The first leaf from `from` on that holds `least`, which no leaf is below. */
function firstFrom({ leaves, values }: LeastTree, from: number, least: number): number | undefined {
  let node = leaves + from;
  // Up and to the right until a subtree holds it.
  while (values[node] !== least) {
    while ((node & 1) === 1) node >>= 1;
    if (node === 0) return undefined;
    node++;
  }
  while (node < leaves) node = values[2 * node] === least ? 2 * node : 2 * node + 1;
  return node - leaves;
}

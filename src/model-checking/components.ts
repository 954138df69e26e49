/** A graph in compressed rows: the edges of node n are those from `first[n]` up to `first[n + 1]`. */
export interface Graph {
  readonly nodes: number;
  readonly first: Int32Array;
  readonly targets: Int32Array;
}

/**
 * Strongly connected components among the nodes of a graph for which `within` holds, each handed on as it is complete
 * (Tarjan, Depth-First Search and Linear Graph Algorithms, 1972), with its own stack: graphs are deeper than ours.
 * Returns the component of each node, from 1; 0 for nodes outside.
 */
export function componentsOf(
  { nodes, first, targets }: Graph,
  within: (node: number) => boolean,
  complete: (members: readonly number[], component: number) => void,
): Int32Array {
  const order = new Int32Array(nodes);
  const low = new Int32Array(nodes);
  const component = new Int32Array(nodes);
  const nextEdge = new Int32Array(nodes);
  const open: number[] = [];
  const path: number[] = [];
  let seen = 0;
  let components = 0;
  const enter = (node: number): void => {
    seen += 1;
    order[node] = seen;
    low[node] = seen;
    nextEdge[node] = first[node] ?? 0;
    open.push(node);
    path.push(node);
  };
  const lower = (node: number, value: number): void => {
    if (value < (low[node] ?? 0)) low[node] = value;
  };
  const leave = (node: number): void => {
    path.pop();
    const parent = path.at(-1);
    if (parent !== undefined) lower(parent, low[node] ?? 0);
    if (low[node] !== order[node]) return;
    components += 1;
    const members = open.splice(open.lastIndexOf(node));
    for (const member of members) component[member] = components;
    complete(members, components);
  };
  for (let root = 0; root < nodes; root += 1) {
    if (order[root] !== 0 || !within(root)) continue;
    enter(root);
    for (let node = path.at(-1); node !== undefined; node = path.at(-1)) {
      const edge = nextEdge[node] ?? 0;
      if (edge === (first[node + 1] ?? 0)) {
        leave(node);
        continue;
      }
      nextEdge[node] = edge + 1;
      const target = targets[edge] ?? 0;
      if (order[target] === 0) {
        if (within(target)) enter(target);
      } else if (component[target] === 0) lower(node, order[target] ?? 0);
    }
  }
  return component;
}

import { refused, strengthOf } from './graph.ts';
import type { Graph } from './graph.ts';

/** Parts of a graph, each a list of units. */
export type Parts = readonly (readonly number[])[];

/** A cluster on its way up: what it ties, and the best cut of what is inside of it. */
interface Cluster {
  readonly members: readonly number[];
  readonly inner: number;
  readonly strength: number;
  readonly edges: Map<number, number>;
  readonly refuses: ReadonlySet<number>;
  /** Modularity that the best parts of it bring. */
  readonly worth: number;
  readonly parts: Parts;
  nearest: Near | undefined;
}

interface Near {
  readonly to: number;
  /** Tie of both, over what two of their strengths would have by chance. */
  readonly closeness: number;
}

/** What is left when nothing more can be merged, and the best cut within. */
export interface Dendrogram {
  readonly roots: Parts;
  readonly parts: Parts;
}

/**
 * Merges the two clusters that are closest, again and again (Bonald et al. 2018, "Hierarchical graph clustering using
 * node pair sampling"), and keeps of each cluster the cut with the highest modularity (Newman and Girvan 2004) that
 * the order of merging allows. Equally close pairs are merged in the order of the graph.
 */
export function dendrogram(graph: Graph): Dendrogram {
  const total = graph.units.reduce((sum, _tables, node) => sum + strengthOf(graph, node), 0);
  const alive = new Map<number, Cluster>(
    graph.units.map((_tables, node) => [node, leaf(graph, node, total)]),
  );
  for (const cluster of alive.values()) cluster.nearest = nearestOf(alive, cluster);
  for (;;) {
    const pair = closest(alive);
    if (pair === undefined) break;
    merge(alive, pair.from, pair.to, total);
  }
  const roots = [...alive.values()];
  return { roots: roots.map(({ members }) => members), parts: roots.flatMap(({ parts }) => parts) };
}

function leaf(graph: Graph, node: number, total: number): Cluster {
  const strength = strengthOf(graph, node);
  const inner = 2 * (graph.inner[node] ?? 0);
  return {
    members: [node],
    inner,
    strength,
    edges: new Map(graph.edges[node]),
    refuses: graph.refuses[node] ?? new Set(),
    worth: worthOf(inner, strength, total),
    parts: [[node]],
    nearest: undefined,
  };
}

const worthOf = (inner: number, strength: number, total: number): number =>
  total === 0 ? 0 : inner / total - (strength / total) ** 2;

function nearestOf(alive: ReadonlyMap<number, Cluster>, cluster: Cluster): Near | undefined {
  let best: Near | undefined;
  for (const to of cluster.edges.keys()) {
    const near = nearness(alive, cluster, to);
    if (near !== undefined && isCloser(near, best)) best = near;
  }
  return best;
}

function nearness(alive: ReadonlyMap<number, Cluster>, from: Cluster, to: number): Near | undefined {
  const other = alive.get(to);
  if (other === undefined || refused(from.refuses, other.refuses)) return undefined;
  return { to, closeness: (from.edges.get(to) ?? 0) / (from.strength * other.strength) };
}

const isCloser = (one: Near, other: Near | undefined): boolean =>
  other === undefined ||
  one.closeness > other.closeness ||
  (one.closeness === other.closeness && one.to < other.to);

function closest(alive: ReadonlyMap<number, Cluster>): { from: number; to: number } | undefined {
  let best: { readonly from: number; readonly near: Near } | undefined;
  for (const [from, { nearest }] of alive) {
    if (nearest === undefined || nearest.closeness <= 0) continue;
    const better =
      best === undefined ||
      nearest.closeness > best.near.closeness ||
      (nearest.closeness === best.near.closeness && from < best.from);
    if (better) best = { from, near: nearest };
  }
  return best === undefined ? undefined : { from: best.from, to: best.near.to };
}

/** The merged cluster keeps the smaller number, so that numbers go on telling the order of the graph. */
function merge(alive: Map<number, Cluster>, one: number, other: number, total: number): void {
  const [kept, gone] = one < other ? [one, other] : [other, one];
  const [a, b] = [alive.get(kept), alive.get(gone)];
  if (a === undefined || b === undefined) return;
  const merged = join(a, b, a.edges.get(gone) ?? 0, total);
  for (const [to, weight] of b.edges) {
    alive.get(to)?.edges.delete(gone);
    if (to !== kept) merged.edges.set(to, (merged.edges.get(to) ?? 0) + weight);
  }
  merged.edges.delete(gone);
  merged.edges.delete(kept);
  alive.delete(gone);
  alive.set(kept, merged);
  for (const [to, weight] of merged.edges) alive.get(to)?.edges.set(kept, weight);
  merged.nearest = nearestOf(alive, merged);
  for (const to of merged.edges.keys()) renew(alive, to, kept, gone);
}

/** A neighbour whose nearest was merged looks around again; another only at what has become of the two. */
function renew(alive: ReadonlyMap<number, Cluster>, id: number, kept: number, gone: number): void {
  const cluster = alive.get(id);
  if (cluster === undefined) return;
  const { nearest } = cluster;
  if (nearest === undefined || nearest.to === kept || nearest.to === gone) {
    cluster.nearest = nearestOf(alive, cluster);
    return;
  }
  const near = nearness(alive, cluster, kept);
  if (near !== undefined && isCloser(near, nearest)) cluster.nearest = near;
}

function join(a: Cluster, b: Cluster, between: number, total: number): Cluster {
  const members = [...a.members, ...b.members];
  const inner = a.inner + b.inner + 2 * between;
  const strength = a.strength + b.strength;
  const [whole, apart] = [worthOf(inner, strength, total), a.worth + b.worth];
  return {
    members,
    inner,
    strength,
    edges: new Map(a.edges),
    refuses: new Set([...a.refuses, ...b.refuses]),
    worth: Math.max(whole, apart),
    parts: whole >= apart ? [members] : [...a.parts, ...b.parts],
    nearest: undefined,
  };
}

import type { Coupling } from '../coupling/coupling.ts';
import type { TieKind } from '../coupling/ties.ts';

/** Things that are cut as one, and how close they are; all weights are whole numbers, so their sums are exact. */
export interface Graph {
  /** Tables of each thing. */
  readonly units: readonly (readonly string[])[];
  /** Weight to each other thing. */
  readonly edges: readonly ReadonlyMap<number, number>[];
  /** Weight inside of each thing. */
  readonly inner: readonly number[];
  /** Groups of things that have to stay apart: the numbers of those each is in. */
  readonly refuses: readonly ReadonlySet<number>[];
}

/**
 * What a tie counts beside the others. A transaction that is cut needs a saga and a write that is cut an event, so
 * either outweighs everything below it; a key or a join becomes a call or a copy.
 */
export const kindWeights: Readonly<Record<TieKind, number>> = {
  'written-in-transaction': 27,
  'written-together': 9,
  'foreign-key': 3,
  'used-together': 1,
};

/** The graph of these units; ties inside of a unit stay there. */
export function graphOf(
  { ties }: Coupling,
  units: readonly (readonly string[])[],
  apart: readonly (readonly string[])[],
): Graph {
  const unitOf = new Map(units.flatMap((tables, unit) => tables.map((table) => [table, unit] as const)));
  const edges = units.map(() => new Map<number, number>());
  const inner = units.map(() => 0);
  for (const { kind, a, b, affinity } of ties) {
    const [one, other] = [unitOf.get(a), unitOf.get(b)];
    if (one === undefined || other === undefined) continue;
    const weight = affinity * kindWeights[kind];
    if (one === other) inner[one] = (inner[one] ?? 0) + weight;
    else {
      edges[one]?.set(other, (edges[one].get(other) ?? 0) + weight);
      edges[other]?.set(one, (edges[other].get(one) ?? 0) + weight);
    }
  }
  const refuses = units.map(() => new Set<number>());
  for (const [group, tables] of apart.entries())
    for (const table of tables) refuses[unitOf.get(table) ?? -1]?.add(group);
  return { units, edges, inner, refuses };
}

/** Some units of a graph with the ties among them, numbered in the order given. */
export function partOf({ units, edges, inner, refuses }: Graph, nodes: readonly number[]): Graph {
  const numbers = new Map(nodes.map((node, number) => [node, number]));
  return {
    units: nodes.map((node) => units[node] ?? []),
    edges: nodes.map(
      (node) =>
        new Map(
          [...(edges[node] ?? [])].flatMap(([other, weight]) => {
            const number = numbers.get(other);
            return number === undefined ? [] : [[number, weight] as const];
          }),
        ),
    ),
    inner: nodes.map((node) => inner[node] ?? 0),
    refuses: nodes.map((node) => refuses[node] ?? new Set()),
  };
}

/** All weight that ends at a unit; what is inside ends there twice. */
export const strengthOf = ({ edges, inner }: Graph, node: number): number => {
  let sum = 2 * (inner[node] ?? 0);
  for (const weight of edges[node]?.values() ?? []) sum += weight;
  return sum;
};

/** Units that ties join, directly or by way of others; each list and the lists in ascending order. */
export function components({ edges }: Graph): readonly (readonly number[])[] {
  const seen = new Set<number>();
  const found: number[][] = [];
  for (const start of edges.keys()) {
    if (seen.has(start)) continue;
    const reached = [start];
    seen.add(start);
    for (let at = 0; at < reached.length; at += 1)
      for (const next of edges[reached[at] ?? -1]?.keys() ?? [])
        if (!seen.has(next)) {
          seen.add(next);
          reached.push(next);
        }
    found.push(reached.toSorted((a, b) => a - b));
  }
  return found;
}

export const refused = (one: ReadonlySet<number>, other: ReadonlySet<number>): boolean => {
  for (const group of one) if (other.has(group)) return true;
  return false;
};

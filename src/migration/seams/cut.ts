import { compareText } from '../../model/text.ts';
import type { Coupling } from '../coupling/coupling.ts';
import { dendrogram } from './dendrogram.ts';
import type { Parts } from './dendrogram.ts';
import { components, graphOf, partOf, refused } from './graph.ts';
import type { Graph } from './graph.ts';
import { inOrder } from './order.ts';
import { modularity, refine } from './refine.ts';
import { unionsOf } from './wishes.ts';
import type { Wishes } from './wishes.ts';

/** Below this modularity the tables hang together too well for a cut (Newman and Girvan 2004: 0.3 and above tells). */
const significant = 0.3;

/** A context of more tables than that is looked at again by itself: among all ties small groups go unseen. */
const large = 20;

/** The tables of each context; contexts and tables by name. Tables without a tie come alone. */
export function cut(coupling: Coupling, wishes: Wishes): readonly (readonly string[])[] {
  const graph = inOrder(graphOf(coupling, unitsOf(coupling.tables, wishes), wishes.apart));
  return components(graph)
    .flatMap((nodes) => divide(partOf(graph, nodes)))
    .map((tables) => tables.toSorted(compareText))
    .toSorted((a, b) => compareText(a[0] ?? '', b[0] ?? ''));
}

/** Tables that a person wants together are cut as one. */
function unitsOf(tables: readonly string[], { together }: Wishes): readonly (readonly string[])[] {
  const unions = unionsOf(together.map((group) => group.tables));
  const units = new Map<string, string[]>();
  for (const table of tables) {
    const unit = unions.get(table) ?? table;
    units.set(unit, [...(units.get(unit) ?? []), table]);
  }
  return [...units.values()];
}

function divide(graph: Graph): readonly (readonly string[])[] {
  const { roots, parts: merged } = dendrogram(graph);
  const parts = refine(graph, merged);
  const cuts = parts.length > 1 && modularity(graph, parts) >= significant;
  // Where the ties give no reason for a cut, only what has to stay apart is taken apart.
  if (!cuts)
    return (isTorn(graph) ? refine(graph, roots) : [[...graph.units.keys()]]).map((nodes) =>
      tablesOf(graph, nodes),
    );
  return parts.flatMap((nodes) => {
    const tables = tablesOf(graph, nodes);
    return tables.length > large ? divide(partOf(graph, nodes)) : [tables];
  });
}

const isTorn = ({ refuses }: Graph): boolean =>
  refuses.some((one, at) => refuses.slice(at + 1).some((other) => refused(one, other)));

const tablesOf = ({ units }: Graph, nodes: Parts[number]): readonly string[] =>
  nodes.flatMap((node) => units[node] ?? []);

import type { Parts } from './dendrogram.ts';
import { refused, strengthOf } from './graph.ts';
import type { Graph } from './graph.ts';

/** Parts under change: which one each unit is in, and what each holds. */
interface State {
  readonly graph: Graph;
  readonly total: number;
  readonly strengths: readonly number[];
  readonly home: number[];
  readonly members: Map<number, Set<number>>;
  readonly held: Map<number, number>;
}

interface Step {
  readonly units: readonly number[];
  readonly to: number;
  readonly gain: number;
}

/** Gains below this part of all ties are rounding. */
const least = 1e-9;

/** Each pass raises modularity; a graph that still moves after so many is left as it is. */
const mostPasses = 50;

/**
 * Moves single units and then whole parts to where they raise modularity most, until nothing does: what merging
 * decided early is taken back where it was wrong. The largest gain goes first, the order of the graph settles ties.
 */
export function refine(graph: Graph, parts: Parts): Parts {
  const state = stateOf(graph, parts);
  if (state.total === 0) return parts;
  for (let pass = 0; pass < mostPasses; pass += 1) {
    if (moveUnits(state)) continue;
    const union = bestUnion(state);
    if (union === undefined) break;
    take(state, union);
  }
  return [...state.members.values()]
    .map((members) => [...members].toSorted((a, b) => a - b))
    .toSorted((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
}

/** Whether anything moved. A move may have made another one worse, so each is weighed again when its turn comes. */
function moveUnits(state: State): boolean {
  const wanted = [...state.graph.units.keys()]
    .flatMap((node) => bestMove(state, node) ?? [])
    .toSorted((one, other) => other.gain - one.gain || (one.units[0] ?? 0) - (other.units[0] ?? 0));
  for (const { units } of wanted) {
    const step = bestMove(state, units[0] ?? 0);
    if (step !== undefined) take(state, step);
  }
  return wanted.length > 0;
}

function stateOf(graph: Graph, parts: Parts): State {
  const strengths = [...graph.units.keys()].map((node) => strengthOf(graph, node));
  const home = graph.units.map(() => 0);
  for (const [part, nodes] of parts.entries()) for (const node of nodes) home[node] = part;
  return {
    graph,
    strengths,
    home,
    total: strengths.reduce((sum, strength) => sum + strength, 0),
    members: new Map(parts.map((nodes, part) => [part, new Set(nodes)])),
    held: new Map(
      parts.map((nodes, part) => [part, nodes.reduce((sum, node) => sum + (strengths[node] ?? 0), 0)]),
    ),
  };
}

/** Ties of a unit to each part. */
function tiesTo({ graph, home }: State, node: number): ReadonlyMap<number, number> {
  const ties = new Map<number, number>();
  for (const [other, weight] of graph.edges[node] ?? []) {
    const part = home[other] ?? 0;
    ties.set(part, (ties.get(part) ?? 0) + weight);
  }
  return ties;
}

function bestMove(state: State, node: number): Step | undefined {
  const { home, held, strengths, total } = state;
  const from = home[node] ?? 0;
  const strength = strengths[node] ?? 0;
  const ties = tiesTo(state, node);
  const stay = (ties.get(from) ?? 0) - (strength * ((held.get(from) ?? 0) - strength)) / total;
  let best: Step | undefined;
  for (const [to, weight] of ties) {
    if (to === from) continue;
    const step = { units: [node], to, gain: weight - (strength * (held.get(to) ?? 0)) / total - stay };
    if (isBetter(state, step, best)) best = step;
  }
  return best;
}

function bestUnion(state: State): Step | undefined {
  const { held, members, total } = state;
  let best: Step | undefined;
  for (const [part, nodes] of members) {
    const ties = new Map<number, number>();
    for (const node of nodes)
      for (const [to, weight] of tiesTo(state, node)) ties.set(to, (ties.get(to) ?? 0) + weight);
    for (const [to, weight] of ties) {
      if (to === part) continue;
      const gain = weight - ((held.get(part) ?? 0) * (held.get(to) ?? 0)) / total;
      const step = { units: [...nodes], to, gain };
      if (isBetter(state, step, best)) best = step;
    }
  }
  return best;
}

/** Steps come in the order of the graph; of two equal ones of the same units the one to the earlier part is taken. */
function isBetter(state: State, step: Step, best: Step | undefined): boolean {
  if (step.gain <= least * state.total) return false;
  const better =
    best === undefined ||
    step.gain > best.gain ||
    (step.gain === best.gain && step.units[0] === best.units[0] && step.to < best.to);
  return better && isWelcome(state, step.units, step.to);
}

function isWelcome({ graph, members }: State, units: readonly number[], to: number): boolean {
  const refuses = new Set(units.flatMap((unit) => [...(graph.refuses[unit] ?? [])]));
  if (refuses.size === 0) return true;
  return ![...(members.get(to) ?? [])].some((node) => refused(graph.refuses[node] ?? new Set(), refuses));
}

function take({ home, members, held, strengths }: State, { units, to }: Step): void {
  for (const unit of units) {
    const from = home[unit] ?? 0;
    const strength = strengths[unit] ?? 0;
    members.get(from)?.delete(unit);
    members.get(to)?.add(unit);
    held.set(from, (held.get(from) ?? 0) - strength);
    held.set(to, (held.get(to) ?? 0) + strength);
    home[unit] = to;
    if (members.get(from)?.size === 0) members.delete(from);
  }
}

/** How much more of the ties lies inside the parts than chance would put there, -0.5 to 1. */
export function modularity(graph: Graph, parts: Parts): number {
  const { total, held, home } = stateOf(graph, parts);
  if (total === 0) return 0;
  let inside = 0;
  for (const node of graph.units.keys()) {
    inside += 2 * (graph.inner[node] ?? 0);
    for (const [other, weight] of graph.edges[node] ?? []) if (home[other] === home[node]) inside += weight;
  }
  const chance = [...held.values()].reduce((sum, strength) => sum + (strength / total) ** 2, 0);
  return inside / total - chance;
}
